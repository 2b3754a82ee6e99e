// npm run bench:live [MINUTES]: measures `memhog live` and writes reports/live.md. Ten minutes of load through a followed
// file and ten through a pipe unless told otherwise.
import { mkdtempSync, readFileSync, rmSync, writeFileSync, openSync, writeSync, closeSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureIdle } from './live-idle.mjs';
import { measureLatency } from './live-latency.mjs';
import { measureLoad } from './live-load.mjs';
import { LogSource } from './live-run.mjs';

const minutes = Number(process.argv[2] ?? 10);
const folder = mkdtempSync(join(tmpdir(), 'memhog-bench-live-'));
const whole = (value) => Math.round(value).toLocaleString('en');

function idleLog() {
  const path = join(folder, 'idle.log');
  const descriptor = openSync(path, 'w');
  const source = new LogSource({ routes: 60, workers: 4 });
  for (let i = 0; i < 20; i++) writeSync(descriptor, source.take(1000));
  closeSync(descriptor);
  return path;
}

const CASES = [
  {
    name: 'small: 15 routes, 4 workers, 5,000 lines before',
    routes: 15,
    workers: 4,
    history: 5000,
    rate: 20,
  },
  { name: 'the same at 2,000 lines/s', routes: 15, workers: 4, history: 5000, rate: 2000 },
  {
    name: 'large: 200 routes, 32 workers, 200,000 lines before',
    routes: 200,
    workers: 32,
    history: 200_000,
    rate: 20,
  },
];

async function latencies() {
  const rows = [];
  for (const [i, one] of CASES.entries())
    for (const way of ['file', 'pipe']) {
      const log = join(folder, `latency-${i}-${way}.log`);
      const { half, most, count } = await measureLatency({ ...one, way, log, seconds: 8 });
      rows.push(`| ${one.name} | ${way} | ${whole(half)} | ${whole(most)} | ${count} |`);
      console.error(rows.at(-1));
    }
  return rows;
}

function loadColumns({ way, rate, samples, bursts, written, read }) {
  const after = samples.filter(({ at }) => at >= Math.min(60, 30 * minutes));
  const [from, to] = [after[0], after.at(-1)];
  const third = Math.floor(after.length / 3);
  const behind = (some) => Math.max(...some.map((one) => one.behind / rate)) * 1000;
  return [
    way,
    whole(rate),
    `${whole(behind(after.slice(0, third)))}, ${whole(behind(after.slice(-third)))} ms`,
    `${whole(from.megabytes)}, ${whole(to.megabytes)} MB, most ${whole(Math.max(...after.map((one) => one.megabytes)))} MB`,
    bursts.map((burst) => whole(burst.rate)).join(', '),
    `${bursts.map((burst) => burst.caughtUp.toFixed(1)).join(', ')} s`,
    `${whole(written - read)} of ${whole(written)}`,
  ];
}

const LOAD_ROWS = [
  'lines by',
  'lines/s sustained',
  'farthest behind, in the first and last third after the first minute',
  'memory after the first minute, and at the end',
  'bursts of 3 s: lines/s',
  'until a burst was read',
  'lines lost',
];

try {
  const idle = await measureIdle(idleLog(), 12);
  console.error(idle);
  const delays = await latencies();
  const loads = [];
  for (const way of ['file', 'pipe']) {
    loads.push(loadColumns(await measureLoad(way, join(folder, `load-${way}.log`), minutes)));
    console.error(loads.at(-1));
    rmSync(join(folder, `load-${way}.log`), { force: true });
  }
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const report = `# Live

Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} shared cores (${cpus()[0].model.trim()}, load ${loadavg()[0].toFixed(1)} at the end), Node ${process.versions.node}, memhog ${version}.
Repeat it with \`npm run bench:live\` (${minutes} minutes of load each way here; ten when nothing is said). The machine is noisy and the
programs that write take their part of it: read the figures as an order of magnitude.

## Load

A generated uWSGI log of 60 routes and 8 workers, 300 bytes a line, as it is written.

${LOAD_ROWS.map((name, row) => `| ${name} | ${loads.map((columns) => columns[row]).join(' | ')} |${row === 0 ? '\n| --- | --- | --- |' : ''}`).join('\n')}

## From a line written to the ranking that holds it

Milliseconds at the 50th and 99th percentile, over so many batches written at random moments. The aim is 250.

| log | lines by | 50 % | 99 % | batches |
| --- | --- | --- | --- | --- |
${delays.join('\n')}

A quick ranking (80 ms) may take half of one core and one that takes longer a quarter, so a line that just misses one waits up to three times, or five
times, as long as ranking takes.

## Idle

| while nothing is written, per cent of one core | |
| --- | --- |
| with the screen | ${idle.screen.toFixed(1)} |
| with a line every ten seconds | ${idle.lines.toFixed(1)} |
`;
  process.stdout.write(report);
  writeFileSync('reports/live.md', report);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
