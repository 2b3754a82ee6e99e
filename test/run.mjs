// Runs the tests: all of them, or those whose path holds one of the words given.
// (`node --test` of Node 20 neither knows patterns nor finds TypeScript files.)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAIN, bundle } from './bundle.mjs';

const words = process.argv.slice(2);
const files = readdirSync('test', { recursive: true })
  .map((name) => join('test', name))
  .filter(
    (name) => name.endsWith('.test.ts') && (words.length === 0 || words.some((word) => name.includes(word))),
  )
  .sort();
if (files.length === 0) {
  console.error(`no test file with ${words.join(' or ')} in its path`);
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'memhog-tests-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// Ctrl-C ends the tests, then this.
process.on('SIGINT', () => undefined);
// esbuild says itself what it does not understand.
const compiled = await bundle(files, folder).catch(() => process.exit(1));
const { status } = spawnSync(
  process.execPath,
  // Two at a time: on two cores Node would run one alone.
  ['--enable-source-maps', '--test', '--test-concurrency=2', '--test-reporter=spec', ...compiled],
  // Tests that start the command take this one: see test/cli/command.ts.
  { stdio: 'inherit', env: { ...process.env, MEMHOG_COMPILED: join(folder, MAIN) } },
);
process.exit(status ?? 1);
