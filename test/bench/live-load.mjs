// A steady stream of lines and bursts, through a followed file and through a pipe: lag, memory, loss.
import { closeSync, openSync, writeSync } from 'node:fs';
import { once } from 'node:events';
import { LiveProcess, LogSource, sleep } from './live-run.mjs';

const RATE = 50_000;
const BURST = 200_000;
/** A burst is so many seconds of its rate, written as fast as that. */
const BURST_SECONDS = 3;
const STEP = 50;

/** Where lines go: a file that grows, or the stdin of the run. */
async function startWriter(way, log) {
  if (way === 'pipe') {
    const run = await LiveProcess.start([], 'pipe');
    const write = async (text) => {
      if (!run.child.stdin.write(text)) await once(run.child.stdin, 'drain');
    };
    return { run, write, close: () => undefined };
  }
  const descriptor = openSync(log, 'w');
  const run = await LiveProcess.start([log]);
  return { run, write: async (text) => void writeSync(descriptor, text), close: () => closeSync(descriptor) };
}

/** Writes `rate` lines a second for `seconds`, blocks from `next`; calls `each` about once a second with the lines written. */
async function pour(writer, next, rate, seconds, each) {
  const size = (rate * STEP) / 1000;
  const began = performance.now();
  let written = 0;
  for (let step = 0; step < (seconds * 1000) / STEP; step++) {
    await writer.write(next(size));
    written += size;
    const wait = began + (step + 1) * STEP - performance.now();
    if (wait > 0) await sleep(wait);
    if (step % (1000 / STEP) === 0) await each?.(written, (performance.now() - began) / 1000);
  }
  return { written, seconds: (performance.now() - began) / 1000 };
}

async function caughtUp(run, lines) {
  const began = performance.now();
  while ((await run.lines()) < lines && performance.now() - began < 120_000) await sleep(20);
  return (performance.now() - began) / 1000;
}

/** Steady load for `minutes`, then three bursts. */
export async function measureLoad(way, log, minutes) {
  const writer = await startWriter(way, log);
  const { run } = writer;
  const samples = [];
  const source = new LogSource({ routes: 60, workers: 8 });
  const steady = await pour(
    writer,
    (size) => source.take(size),
    RATE,
    60 * minutes,
    async (written, at) => {
      samples.push({ at, behind: written - (await run.lines()), megabytes: run.megabytes });
    },
  );
  await caughtUp(run, steady.written);
  let written = steady.written;
  const bursts = [];
  for (let i = 0; i < 3; i++) {
    // Made beforehand: to make them takes longer than to read them.
    const steps = Array.from({ length: (BURST_SECONDS * 1000) / STEP }, () =>
      source.take((BURST * STEP) / 1000),
    );
    const burst = await pour(writer, () => steps.shift(), BURST, BURST_SECONDS);
    written += burst.written;
    bursts.push({ rate: burst.written / burst.seconds, caughtUp: await caughtUp(run, written) });
  }
  const ranking = await run.end();
  writer.close();
  return {
    way,
    rate: steady.written / steady.seconds,
    samples,
    bursts,
    written,
    read: ranking.coverage.lines,
  };
}
