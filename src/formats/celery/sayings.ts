/** What Celery's worker says of births and deaths. Texts: celery apps/worker.py (5.2 to 5.7), billiard pool.py (3.6 to 4.3). */
import type { LifecycleEvent } from '../../record.ts';
import { ascii, standsAt } from '../../scan/bytes.ts';

const READY = /^\S{1,300}@\S{1,300} ready\.$/;
const EXITED = /^Process '([^']{1,80})' pid:(\d{1,10}) exited with '([^']{1,80})'$/;
const FORK_POOL = /^ForkPoolWorker-(\d{1,9})$/;
const MEMORY = ascii('child process exiting after exceeding memory limit (');
const BANNER_DASHES = ascii(' -------------- ');
const BANNER = /^ -------------- \S{1,300}@\S{1,300} v\d/;
const LONGEST = 400;

const text = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, Math.min(end, start + LONGEST)));

/** The end of a process, as the worker's main process tells it. */
export interface Death {
  readonly pid: number;
  /** N of `ForkPoolWorker-N`, 0 if it was another process. */
  readonly worker: number;
  readonly what: string;
}

/** The process that the message in `bytes[start, end)` says has died; undefined if it says none such. */
export function deathIn(bytes: Uint8Array, start: number, end: number): Death | undefined {
  const match = EXITED.exec(text(bytes, start, end));
  if (!match) return undefined;
  const worker = Number(FORK_POOL.exec(match[1]!)?.[1] ?? 0);
  return {
    pid: Number(match[2]),
    worker,
    what: /SIGKILL|SIGSEGV|SIGBUS/.test(match[3]!) ? 'killed' : 'stopped',
  };
}

/** Whether the message says that the process which wrote it leaves for its memory. */
export function saysMemoryLimit(bytes: Uint8Array, start: number, end: number): boolean {
  return standsAt(bytes, start, end, MEMORY);
}

const STARTED: LifecycleEvent = { kind: 'instance', what: 'started', pid: 0 };

/** The start that the message in `bytes[start, end)` tells, or undefined. */
export function startIn(bytes: Uint8Array, start: number, end: number): LifecycleEvent | undefined {
  return READY.test(text(bytes, start, end)) ? STARTED : undefined;
}

/** The start that the first line of the worker's banner tells, or undefined. */
export function bannerIn(bytes: Uint8Array, start: number, end: number): LifecycleEvent | undefined {
  if (!standsAt(bytes, start, end, BANNER_DASHES)) return undefined;
  return BANNER.test(text(bytes, start, end)) ? STARTED : undefined;
}
