// Whole processes, measured: wall seconds, and peak memory where it can be had.
import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';

const PEAK = new URL('peak.mjs', import.meta.url).href;
export const NODE = process.execPath;

/** Where a program is, or undefined. */
export function found(program) {
  if (program === undefined || program.includes('/'))
    return program !== undefined && existsSync(program) ? program : undefined;
  const { status, stdout } = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Runs a command and throws its output away; of Node also the peak memory in MB. */
export function measure([program, ...args]) {
  const isNode = program === NODE;
  const all = isNode ? ['--import', PEAK, ...args] : args;
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, all, { stdio: ['ignore', 'ignore', 'pipe', isNode ? 'pipe' : 'ignore'] });
    let [peak, said] = ['', ''];
    child.stderr.on('data', (text) => (said = (said + text).slice(-500)));
    if (isNode) child.stdio[3].on('data', (text) => (peak += text));
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) resolve({ seconds, peak: isNode ? (Number(peak) * 1024) / 1e6 : NaN });
      else reject(new Error(`${program} ${args.join(' ')}: exit ${code}: ${said}`));
    });
  });
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
  const runs = new Map(cases.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, command, rounds: most = rounds, reads } of cases) {
      if (round >= most) continue;
      if (reads) await readAll(reads);
      runs.get(name).push(await measure(command));
    }
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
  const medianOf = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
  return new Map(
    [...runs].map(([name, all]) => [
      name,
      { seconds: medianOf(all.map(({ seconds }) => seconds)), peak: medianOf(all.map(({ peak }) => peak)) },
    ]),
  );
}
