// npm run bench [LINES]: makes a log, parses it five times as a whole process, and writes reports/bench.md.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLog } from './make-log.mjs';

const lines = Number(process.argv[2] ?? 1e6);
const folder = join(tmpdir(), 'memhog-bench');
const log = join(folder, `bench-${lines}.log`);
mkdirSync(folder, { recursive: true });
if (!existsSync(log)) await makeLog(log, lines);
const megabytes = statSync(log).size / 1e6;

/** Runs node with the arguments; wall seconds and peak MB of the whole process. */
function measure(args) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, ['--import', new URL('peak.mjs', import.meta.url).href, ...args], {
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    let peak = '';
    child.stdio[3].on('data', (text) => (peak += text));
    child.on('close', (code) => {
      if (code === 0)
        resolve({ seconds: (performance.now() - start) / 1000, peak: (Number(peak) * 1024) / 1e6 });
      else reject(new Error(`exit ${code}`));
    });
  });
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const runs = { parse: [], idle: [] };
for (let i = 0; i < 5; i++) {
  runs.idle.push(await measure(['-e', '0']));
  runs.parse.push(await measure(['dist/cli/main.js', 'parse', log]));
}
const wall = median(runs.parse.map(({ seconds }) => seconds));
const peak = median(runs.parse.map((run) => run.peak));
const idle = median(runs.idle.map(({ seconds }) => seconds));
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const report = `# Speed

Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} shared cores (${cpus()[0].model.trim()}), Node ${process.versions.node}, memhog ${version}; the median of five runs.
Repeat it with \`npm run bench\`. The machine is noisy: read the figures as an order of magnitude.

| whole process: \`memhog parse\` of a generated log | |
| --- | --- |
| lines | ${lines.toLocaleString('en')} (${megabytes.toFixed(0)} MB) |
| wall | ${wall.toFixed(2)} s (of which starting Node ${idle.toFixed(2)} s) |
| lines/s | ${Math.round(lines / wall).toLocaleString('en')} |
| MB/s | ${(megabytes / wall).toFixed(0)} |
| peak memory | ${peak.toFixed(0)} MB |
`;
process.stdout.write(report);
if (lines === 1e6) writeFileSync('reports/bench.md', report);
