/** How a line of Celery's worker begins: `[2026-11-22 19:02:17,224: INFO/ForkPoolWorker-1] `. */
import { NO_TIME } from '../../record.ts';
import { ascii, digitsEnd, standsAt, wholeNumber } from '../../scan/bytes.ts';
import { isoTime, isoTimeEnd } from '../../scan/iso-time.ts';

const OPEN = 0x5b;
const CLOSE = 0x5d;
const SLASH = 0x2f;
const AFTER_TIME = ascii(': ');
const POOL_WORKER = ascii('ForkPoolWorker-');
/** Celery's names of processes are short; users may name theirs. */
const LONGEST_NAME = 80;

/** A prefix, read. Mutable and reused. */
export class Prefix {
  time = NO_TIME;
  /** N of `ForkPoolWorker-N`, which counts the processes the worker has started; 0 for another process. */
  worker = 0;
  /** Where the message stands. */
  message = 0;
}

/** Reads the prefix of the line `bytes[start, end)`; false if it has none. */
export function readPrefix(bytes: Uint8Array, start: number, end: number, into: Prefix): boolean {
  if (bytes[start] !== OPEN) return false;
  const time = isoTime(bytes, start + 1, end);
  if (time === NO_TIME) return false;
  const timeEnd = isoTimeEnd(bytes, start + 1, end);
  if (!standsAt(bytes, timeEnd, end, AFTER_TIME)) return false;
  let at = timeEnd + AFTER_TIME.length;
  while (at < end && bytes[at]! >= 0x41 && bytes[at]! <= 0x5a) at++;
  if (at >= end || bytes[at] !== SLASH) return false;
  const name = at + 1;
  const last = Math.min(end, name + LONGEST_NAME);
  let close = name;
  while (close < last && bytes[close] !== CLOSE) close++;
  if (close === last || close + 1 >= end || bytes[close + 1] !== 0x20) return false;
  const number = standsAt(bytes, name, close, POOL_WORKER) ? name + POOL_WORKER.length : close;
  into.time = time;
  into.worker = Math.max(0, wholeNumber(bytes, number, digitsEnd(bytes, number, close)));
  into.message = close + 2;
  return true;
}
