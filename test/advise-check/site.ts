/** One run of a server under load, watched. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allUp, staysOf } from './marks.ts';
import type { Stay } from './marks.ts';
import { freePort, pause, run, start, stop } from './processes.ts';
import type { Stack, Traffic } from './stack.ts';
import { watch } from './watch.ts';
import type { Look } from './watch.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const PARTS = ['app', '../../src/setup/python'];

/** Seconds that a server may take to start. */
const PATIENCE = 30;

/** What was seen of a run; times are seconds since 1970. */
export interface Seen {
  /** File with the log of the server. */
  readonly log: string;
  /** When the load began and ended. */
  readonly from: number;
  readonly to: number;
  readonly looks: readonly Look[];
  readonly stays: readonly Stay[];
}

/** How to run it. */
export interface Plan {
  readonly folder: string;
  readonly workers: number;
  /** What to paste; empty for none. */
  readonly settings: string;
  readonly traffic: Traffic;
}

/** Runs it from start to end; nothing that was started is left. */
export async function runSite(stack: Stack, { folder, workers, settings, traffic }: Plan): Promise<Seen> {
  fill(folder, stack);
  const site = { folder, port: await freePort(), workers, settings };
  stack.configure(site);
  const log = join(folder, 'log');
  const env = {
    PORT: `${site.port}`,
    SHOP_RATE: `${traffic.rate}`,
    SHOP_LEDGER: '',
    SHOP_MARKS: join(folder, 'marks'),
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUNBUFFERED: '1',
  };
  const begin = (command: Parameters<typeof start>[0]['command'], to = log): ReturnType<typeof start> =>
    start({ command, folder, env, log: to });
  const beside = stack.beside ? begin(stack.beside(site), join(folder, 'beside')) : undefined;
  const server = begin(stack.server(site));
  const marks = (): readonly Stay[] => staysOf(text(env.SHOP_MARKS));
  try {
    await untilUp(marks, workers, log);
    const watched = watch(server.pid!);
    const from = Date.now() / 1000;
    await run({ command: stack.load(site, traffic), folder, env, log: join(folder, 'load') });
    const looks = watched.stop();
    return { log, from, to: Date.now() / 1000, looks, stays: marks() };
  } finally {
    await stop(server, stack.stopSignal);
    if (beside) await stop(beside);
  }
}

/** The application, the memory lines and the marks in one folder. */
function fill(folder: string, { samples }: Stack): void {
  mkdirSync(folder, { recursive: true });
  for (const part of [...PARTS, ...samples.map((name) => `../../samples/${name}`)])
    for (const name of readdirSync(join(HERE, part)))
      if (name.endsWith('.py')) copyFileSync(join(HERE, part, name), join(folder, name));
}

async function untilUp(marks: () => readonly Stay[], workers: number, log: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE; waited += 0.2) {
    if (marks().length >= workers) return void allUp(marks(), workers);
    await pause(0.2);
  }
  throw new Error(`the server did not start:\n${text(log).slice(-2000)}`);
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
