// Whole processes, measured: wall seconds, and peak memory where it can be had.
import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';

const PEAK = new URL('peak.mjs', import.meta.url).href;
export const NODE = process.execPath;
/** Peaks differ less than times: they are measured in so many rounds. */
const PEAK_ROUNDS = 3;

/** Where a program is, or undefined. */
export function found(program) {
  if (program === undefined || program.includes('/'))
    return program !== undefined && existsSync(program) ? program : undefined;
  const { status, stdout } = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * What the processes find around them. Without a list of further certificates, which Node would read at each start (40 ms), though
 * nothing here ever asks a network for anything.
 */
const environment = { ...process.env };
delete environment.NODE_EXTRA_CA_CERTS;

/** Runs a command and throws its output away; resolves to the seconds it took and what it said on descriptor 3. */
function run([program, ...args]) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], env: environment });
    let [peak, said] = ['', ''];
    child.stderr.on('data', (text) => (said = (said + text).slice(-500)));
    child.stdio[3].on('data', (text) => (peak += text));
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) resolve({ seconds, said: peak });
      else reject(new Error(`${program} ${args.join(' ')}: exit ${code}: ${said}`));
    });
  });
}

/** The wall seconds of a command. */
export async function secondsOf(command) {
  return (await run(command)).seconds;
}

/** The peak memory of a command in MB, where it is Node; NaN where not. In a run of its own, as to ask for it takes time. */
export async function peakOf([program, ...args]) {
  if (program !== NODE) return NaN;
  return (Number((await run([program, '--import', PEAK, ...args])).said) * 1024) / 1e6;
}

/** Reads a file to its end, so that it is in memory: what is measured next must not wait for the disk. */
async function readAll(path) {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    if (chunk.length === 0) return;
}

/**
 * Runs all cases in turn, `rounds` times; medians by name. Cases with `rounds` of their own run no more than those; a file that
 * is too large to be in memory for sure, named as `reads`, is read before.
 */
export async function interleaved(cases, rounds) {
  const runs = new Map(cases.map(({ name }) => [name, { seconds: [], peaks: [] }]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, command, rounds: most = rounds, reads } of cases) {
      if (round >= most) continue;
      if (reads) await readAll(reads);
      const { seconds, peaks } = runs.get(name);
      seconds.push(await secondsOf(command));
      if (round < PEAK_ROUNDS) peaks.push(await peakOf(command));
    }
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  const medianOf = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
  return new Map(
    [...runs].map(([name, { seconds, peaks }]) => [
      name,
      { seconds: medianOf(seconds), peak: medianOf(peaks) },
    ]),
  );
}
