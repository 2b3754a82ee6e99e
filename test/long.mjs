// npm run test:long: all tests with whole logs, all widths and themes, and many more random draws (see long.ts), or
// those with one of the words given in their path; adds a row with the result to reports/tests.md.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { cpus, release, type } from 'node:os';

const REPORT = 'reports/tests.md';

const words = process.argv.slice(2);
const began = performance.now();
const tests = spawn(process.execPath, ['test/run.mjs', ...words], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, MEMHOG_TESTS: 'long' },
});
let said = '';
tests.stdout.setEncoding('utf8').on('data', (text) => {
  said += text;
  process.stdout.write(text);
});
const [code] = await once(tests, 'close');
const count = (what) => new RegExp(`^\\S+ ${what} (\\d+)$`, 'm').exec(said)?.[1];
// Without a summary nothing was run to its end, which is no result.
if (count('tests') === undefined) process.exit(code || 1);
const row = [
  new Date().toISOString().slice(0, 10),
  words.length === 0 ? 'all' : words.join(' '),
  ...['tests', 'pass', 'fail', 'cancelled', 'skipped'].map(count),
  `${((performance.now() - began) / 60_000).toFixed(1)} min`,
  `${cpus().length} cores, ${type()} ${release()}, Node ${process.versions.node}`,
];
appendFileSync(REPORT, `| ${row.join(' | ')} |\n`);
process.exit(code ?? 1);
