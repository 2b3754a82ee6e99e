/** See run.mjs. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, release, type } from 'node:os';
import { parseArgs, promisify } from 'node:util';
import { fuzz, TARGETS } from './fuzz.ts';
import type { Fuzzed } from './fuzz.ts';
import type { Target } from './target.ts';

const REPORT = 'reports/fuzz.md';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '20261123' },
    only: { type: 'string', default: '' },
    // Leaves the report as it is.
    check: { type: 'boolean', default: false },
    // What this starts itself: one part, told as JSON.
    part: { type: 'string', default: '' },
  },
});
const seed = Number(values.seed);
const milliseconds = 60_000 * Number(values.minutes);

/** All formats are one part and all wrappers another; whatever else is fuzzed is a part by itself. */
const partOf = ({ name }: Target): string => /^(?:formats|wrappers)(?=\/)/.exec(name)?.[0] ?? name;

/** Shares the time out among the targets of a part. */
async function fuzzPart(part: string): Promise<readonly Fuzzed[]> {
  const targets = TARGETS.filter((target) => partOf(target) === part);
  const weights = targets.reduce((sum, { weight }) => sum + weight, 0);
  const all: Fuzzed[] = [];
  for (const target of targets) all.push(await fuzz(target, (milliseconds * target.weight) / weights, seed));
  return all;
}

/** The same in a process of its own. */
async function fuzzApart(part: string): Promise<readonly Fuzzed[]> {
  const args = [...process.execArgv, process.argv[1]!, ...process.argv.slice(2), `--part=${part}`];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  // What the lines below print.
  return JSON.parse(stdout) as readonly Fuzzed[];
}

if (values.part !== '') {
  console.log(JSON.stringify(await fuzzPart(values.part)));
  process.exit();
}
const parts = [...new Set(TARGETS.filter(({ name }) => name.includes(values.only)).map(partOf))];
const results = new Map<string, readonly Fuzzed[]>();
const waiting = [...parts];
async function fuzzWaiting(): Promise<void> {
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    const found = await fuzzApart(part);
    results.set(part, found);
    for (const { name, runs, failure } of found)
      console.log(`${name}: ${runs} inputs${failure === '' ? '' : `\n${failure}\n`}`);
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, fuzzWaiting));
const all = parts.flatMap((part) => results.get(part)!);
const failed = all.filter(({ failure }) => failure !== '');
const version = (name: string): string =>
  (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
const text = `# Fuzzing

Made by \`npm run fuzz\` on ${new Date().toISOString().slice(0, 10)}: ${values.minutes} minutes for each of ${parts.length} parts (all formats are one, all wrappers another, whatever else stands below is one by itself), ${availableParallelism()} at a time, seed ${seed}; fast-check ${version('fast-check')}, Node ${process.versions.node}, ${cpus().length} cores, ${type()} ${release()}.

Real lines of every format, wrapper and of other programs are cut, glued, repeated, their bytes and numbers changed, their words exchanged with
those of other lines (\`test/fuzz/mutations.ts\`); profiles, states and configurations get values where they do not belong. Nothing may throw what
it does not say it throws, take longer than a second, read outside its line, or say what no line can say (\`test/fuzz/sane.ts\`); a log in chunks
reads as the whole. What once went wrong stands in \`test/fuzz/found.ts\` and is tried in every run of the tests, which also give all targets
a few seconds with a fixed seed.

| target | inputs | found |
| --- | ---: | --- |
${all.map(({ name, runs, failure }) => `| ${name} | ${runs} | ${failure === '' ? 'nothing' : `**${failure.split('\n')[0]!.replaceAll('|', '\\|').slice(0, 160)}**`} |`).join('\n')}
| all | ${all.reduce((sum, { runs }) => sum + runs, 0)} | ${failed.length === 0 ? 'nothing' : failed.length} |
`;
if (values.only === '' && !values.check) writeFileSync(REPORT, text);
process.exitCode = failed.length === 0 ? 0 : 1;
