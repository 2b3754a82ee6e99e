/** Programs that a check starts, and stops again by their own number. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';

/** Seconds that a server may take to end before it is killed. */
const PATIENCE = 15;

const running = new Set<ChildProcess>();

/** How to start a program. */
export interface Start {
  readonly command: readonly [string, ...string[]];
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** File for both outputs; added to. */
  readonly log: string;
}

/** Starts a program, politely to others on the machine. */
export function start({ command, folder, env, log }: Start): ChildProcess {
  const out = openSync(log, 'a');
  const child = spawn('nice', ['-n', '5', ...command], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', out, out],
  });
  closeSync(out);
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** Runs a program to its end. Throws Error when it fails. */
export async function run(what: Start): Promise<void> {
  const child = start(what);
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`${what.command.join(' ')} failed: see ${what.log}`);
}

/** Ends a server and waits for it; one that does not end is killed. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const impatient = setTimeout(() => child.kill('SIGKILL'), 1000 * PATIENCE);
  await ended;
  clearTimeout(impatient);
}

/** Ends whatever is still there. */
export async function stopAll(): Promise<void> {
  await Promise.all([...running].map((child) => stop(child)));
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

/** Resolves after so many seconds. */
export const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
