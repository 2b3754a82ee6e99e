// From a line written to the ranking that holds it, with the parts of `memhog live` and what writes in one process.
import { spawn } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../bundle.mjs';
import { LogSource, percentile, sleep } from './live-run.mjs';

let compiled;
/** Those parts, compiled with the thread that ranks. */
function parts() {
  if (compiled) return compiled;
  const folder = mkdtempSync(join(tmpdir(), 'memhog-bench-parts-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  compiled = bundle(['test/bench/live-parts.ts'], folder).then(([path]) => import(pathToFileURL(path).href));
  return compiled;
}
const { AbortController } = globalThis;
const STEP = 40;

/** Milliseconds, at 50 and 99 %, and how long a ranking took the thread. */
export async function measureLatency({ log, way, routes, workers, history, rate, seconds }) {
  const { LiveReading, followInput, pipeInput, runLive, DEFAULT_SETTINGS } = await parts();
  const descriptor = openSync(log, 'w');
  const source = new LogSource({ routes, workers });
  const reading = new LiveReading({
    settings: DEFAULT_SETTINGS,
    formats: {},
    window: undefined,
    now: () => Date.now() / 1000,
    ahead: () => 0,
    witness: () => undefined,
  });
  // What is written to cat comes by a real pipe.
  const cat = way === 'pipe' ? spawn('cat', { stdio: ['pipe', 'pipe', 'inherit'] }) : undefined;
  const write = (text) => (cat ? cat.stdin.write(text) : writeSync(descriptor, text));
  const input = cat
    ? pipeInput(cat.stdout, '-', 'here')
    : followInput([{ path: log, name: log, source: log }], 'start', 'here');
  /** When each batch was written, and how many lines there were then. */
  const batches = [];
  const delays = [];
  let ranked = 0;
  const stop = new AbortController();
  const running = runLive(
    input,
    reading,
    optionsOf((lines, at) => {
      ranked = lines;
      while (batches.length > 0 && batches[0].lines <= lines) delays.push(at - batches.shift().at);
    }),
    stop,
  );
  for (let i = 0; i < history; i += 1000) write(source.take(Math.min(1000, history - i)));
  while (ranked < history) await sleep(20);
  // The first rankings are slow until the thread has been compiled.
  await sleep(3000);
  const size = Math.max(1, Math.round((rate * STEP) / 1000));
  let lines = history;
  const began = performance.now();
  for (let step = 0; performance.now() - began < seconds * 1000; step++) {
    lines += size;
    batches.push({ lines, at: performance.now() });
    write(source.take(size));
    // Not in step with anything that memhog does.
    await sleep(STEP * (0.5 + Math.random()) * Math.max(1, 1000 / (rate * STEP)));
  }
  for (let i = 0; i < 500 && batches.length > 0; i++) await sleep(20);
  stop.abort();
  await running;
  cat?.kill();
  closeSync(descriptor);
  return { half: percentile(delays, 50), most: percentile(delays, 99), count: delays.length };
}

function optionsOf(onRanking) {
  return {
    wishes: { rows: { include: [], exclude: [], methods: [] } },
    limit: null,
    historyNote: '',
    view: 'nothing',
    color: false,
    windowLabel: '15m',
    interval: 1e9,
    alarm: undefined,
    metrics: undefined,
    save: undefined,
    finish: (ranking) => {
      onRanking(ranking.coverage.lines, performance.now());
      return ranking;
    },
    clock: () => '',
    print: () => undefined,
    renderRanking: () => '',
    trouble: () => '',
    warn: (text) => console.error(text),
  };
}
