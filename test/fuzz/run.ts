/** See run.mjs. */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, release, type } from 'node:os';
import { parseArgs } from 'node:util';
import { fuzz, TARGETS } from './fuzz.ts';
import type { Fuzzed } from './fuzz.ts';

const REPORT = 'reports/fuzz.md';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '20261123' },
    only: { type: 'string', default: '' },
  },
});
const seed = Number(values.seed);
const targets = TARGETS.filter(({ name }) => name.includes(values.only));
const weights = targets.reduce((sum, { weight }) => sum + weight, 0);
const all: Fuzzed[] = [];
for (const target of targets) {
  const result = await fuzz(target, (60_000 * Number(values.minutes) * target.weight) / weights, seed);
  console.log(`${result.name}: ${result.runs} inputs${result.failure === '' ? '' : `\n${result.failure}\n`}`);
  all.push(result);
}
const failed = all.filter(({ failure }) => failure !== '');
const version = (name: string): string =>
  (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
const text = `# Fuzzing

Made by \`npm run fuzz\` on ${new Date().toISOString().slice(0, 10)}: ${values.minutes} minutes for all targets, seed ${seed}; fast-check ${version('fast-check')}, Node ${process.versions.node}, ${cpus().length} cores, ${type()} ${release()}.

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
if (values.only === '') writeFileSync(REPORT, text);
process.exitCode = failed.length === 0 ? 0 : 1;
