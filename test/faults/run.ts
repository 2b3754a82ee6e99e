/** See run.mjs. */
import { writeFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';
import { parseArgs } from 'node:util';
import { FAULTS } from './cases.ts';
import { killLive, killReports } from './kills.ts';
import type { Killed } from './kills.ts';

const REPORT = 'reports/faults.md';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '20261123' },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
const began = performance.now();
const [report, live] = await Promise.all([killReports(kills / 2, seed), killLive(kills / 2, seed + 1)]);

const isWhole = ({ unusable, written, counted, lines }: Killed): boolean =>
  unusable === 0 && written === counted && lines[0] === lines[1];
const rowOf = (what: string, one: Killed): string =>
  `| ${[what, one.runs, one.killed, one.unusable, one.written, one.counted, one.lines[0], one.lines[1], isWhole(one) ? 'yes' : '**no**'].join(' | ')} |`;

const rows: string[] = [];
let failures = 0;
for (const { name, expected, act } of FAULTS) {
  const outcome = await act().catch((error: unknown) => `**failed**: ${String(error).split('\n')[0] ?? ''}`);
  if (outcome.startsWith('**')) failures++;
  rows.push(`| ${name} | ${expected} | ${outcome} |`);
}
const text = `# Faults

Made by \`npm run faults\` on ${new Date().toISOString().slice(0, 10)} in ${((performance.now() - began) / 60_000).toFixed(0)} minutes: ${cpus().length} cores, ${type()} ${release()}, Node ${process.versions.node}, seed ${seed}.

## Killed at random moments

SIGKILL at a random moment of a run, while the log grows and is rotated. After each kill what was kept must be there to go on from; in
the end each line must have been counted once.

| what | runs | killed | unusable after a kill | requests written | counted | lines written | counted | whole |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
${rowOf('`memhog report`', report)}
${rowOf('`memhog live --save --resume`', live)}

## Other faults

Each must end as it says, with the old state usable. The same cases are tests in \`test/faults\`.

| fault | must | result |
| --- | --- | --- |
${rows.join('\n')}
`;
writeFileSync(REPORT, text);
console.log(text);
process.exitCode = failures === 0 && isWhole(report) && isWhole(live) ? 0 : 1;
