/**
 * What the PHP-FPM master says in its error log: `[22-Nov-2026 19:05:10] NOTICE: [pool www] child 1837 started`. Texts:
 * php-src sapi/fpm/fpm/fpm_children.c, fpm_process_ctl.c, fpm_request.c, fpm.c.
 */
import type { LifecycleEvent } from '../../record.ts';
import { ascii, digitsEnd, find, isDigit, needle, standsAt } from '../../scan/bytes.ts';
import { eventSaid } from '../sayings.ts';
import type { Saying } from '../sayings.ts';

const SAYINGS: readonly Saying[] = [
  { pattern: /^child (\d{1,10}) started/, kind: 'start', what: 'spawned' },
  { pattern: /^child (\d{1,10}) exited with code 0 /, kind: 'end', what: 'recycled' },
  { pattern: /^child (\d{1,10}) exited with code \d/, kind: 'end', what: 'stopped' },
  { pattern: /^child (\d{1,10}) exited on signal (?:3|15) /, kind: 'end', what: 'stopped' },
  { pattern: /^child (\d{1,10}) exited on signal /, kind: 'end', what: 'killed' },
  { pattern: /^child (\d{1,10}), script '.*execution timed out/, kind: 'note', what: 'harakiri' },
  { pattern: /^fpm is running, pid \d/, kind: 'instance', what: 'started' },
];

/** What the master says of itself, outside of any pool. */
const OF_ITSELF = [
  'ready to handle connections',
  'systemd monitor interval',
  'using inherited socket',
  'Terminating ...',
  'Finishing ...',
  'Reloading in progress',
  'reloading: execvp',
  'exiting, bye-bye!',
].map(ascii);

const BEGINNINGS = ['child ', 'fpm is running, pid '].map(ascii);
/** `[22-Nov-2026 19:05:10`, perhaps with a fraction. */
const TIME_LENGTH = 21;
const LEVELS = ['NOTICE: ', 'WARNING: ', 'ERROR: ', 'ALERT: ', 'DEBUG: '].map(ascii);
const POOL = ascii('[pool ');
const POOL_CLOSE = needle('] ');
const LONGEST_POOL = 200;

function looksLikeTime(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === 0x5b &&
    isDigit(bytes[at + 1]) &&
    bytes[at + 3] === 0x2d &&
    bytes[at + 7] === 0x2d &&
    bytes[at + 12] === 0x20 &&
    bytes[at + 15] === 0x3a &&
    bytes[at + 18] === 0x3a
  );
}

/** Where the message begins of a line of the error log in `bytes[start, end)`; -1 if it is none. */
function messageStart(bytes: Uint8Array, start: number, end: number): number {
  let at = start + TIME_LENGTH;
  if (at + 1 >= end || !looksLikeTime(bytes, start)) return -1;
  if (bytes[at] === 0x2e) at = digitsEnd(bytes, at + 1, end);
  if (bytes[at] !== 0x5d || bytes[at + 1] !== 0x20) return -1;
  at += 2;
  const level = LEVELS.find((literal) => standsAt(bytes, at, end, literal));
  return level ? at + level.length : -1;
}

/** What a line of the error log is: an event, `ignored` for another message of the master, or undefined for another line. */
export function errorLogLine(
  bytes: Uint8Array,
  start: number,
  end: number,
): LifecycleEvent | 'ignored' | undefined {
  let at = messageStart(bytes, start, end);
  if (at < 0) return undefined;
  const isPool = standsAt(bytes, at, end, POOL);
  if (isPool) {
    const close = find(bytes, at, Math.min(end, at + LONGEST_POOL), POOL_CLOSE);
    if (close < 0) return undefined;
    at = close + POOL_CLOSE.literal.length;
  }
  const event = eventSaid(bytes, at, end, BEGINNINGS, SAYINGS);
  if (event) return event;
  return isPool || OF_ITSELF.some((literal) => standsAt(bytes, at, end, literal)) ? 'ignored' : undefined;
}
