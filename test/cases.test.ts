/** Runs every folder of test/cases (see its README.md) and compares what comes out. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeLog } from './cli/log-maker.ts';
import { pick } from './cli/pick.ts';
import { memhog } from './cli/world.ts';
import type { Outcome } from './cli/world.ts';

const FOLDER = join(import.meta.dirname, 'cases');

/** The text of a file of the case; empty if there is none. */
function textOf(folder: string, name: string): string {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** Makes the logs that the case describes, runs `body`, and takes them away. */
async function withMadeLogs(folder: string, body: () => Promise<void>): Promise<void> {
  const made = readdirSync(folder).filter((name) => name.endsWith('.make'));
  const logs = made.map((name) => join(folder, name.slice(0, -'.make'.length)));
  made.forEach((name, i) => writeFileSync(logs[i]!, makeLog(textOf(folder, name))));
  try {
    await body();
  } finally {
    for (const log of logs) rmSync(log);
  }
}

/** Compares, and leaves what came out beside the expected file when it differs. */
function compare(folder: string, name: string, got: string, expected: string): void {
  const left = join(folder, `${name}.got`);
  rmSync(left, { force: true });
  if (got !== expected) writeFileSync(left, got);
  assert.equal(got, expected, `${name} differs; what came out is in ${left}`);
}

/** Wrong use and bad input: nothing on stdout, one line on stderr, no stack. */
function isOneHelpfulLine({ stdout, stderr }: Outcome): void {
  assert.equal(stdout, '');
  assert.match(stderr, /^memhog: [^\n]{20,}\n$/);
}

for (const { name } of readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const folder = join(FOLDER, name);
  test(name, async () => {
    await withMadeLogs(folder, async () => {
      const columns = textOf(folder, 'columns').trim();
      const stdin = textOf(folder, 'stdin');
      const outcome = await memhog(wordsOf(textOf(folder, 'args')), {
        cwd: folder,
        columns: columns === '' ? undefined : Number(columns),
        stdin: stdin === '' ? [] : [Buffer.from(stdin)],
      });
      const paths = textOf(folder, 'pick');
      if (outcome.code === 2) isOneHelpfulLine(outcome);
      compare(folder, 'stderr', outcome.stderr, textOf(folder, 'stderr'));
      const stdout = paths === '' || outcome.stdout === '' ? outcome.stdout : pick(outcome.stdout, paths);
      compare(folder, 'stdout', stdout, textOf(folder, 'stdout'));
      compare(folder, 'exit', `${outcome.code}\n`, textOf(folder, 'exit') || '0\n');
    });
  });
}
