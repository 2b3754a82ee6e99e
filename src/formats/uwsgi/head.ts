/**
 * The part of a uWSGI request line that uWSGI writes before anything a client sent (but see `--vhost`):
 *
 *     {address space usage: N bytes/NMB} {rss usage: N bytes/NMB} {uss usage: …} {pss usage: …} [pid: P|app: A|req: W/T]
 *
 * Shapes: uWSGI core/logging.c, `uwsgi_logit_simple`. The memory blocks are there with `memory-report`
 * (uss and pss with level 2 of 2.1-dev).
 */
import { FIGURES, NO_COUNTER, RSS, VSZ } from '../../record.ts';
import type { LineRecord } from '../../record.ts';
import { LEAST_OVERFLOW, mendedSize } from '../overflow.ts';
import { ascii, digitsEnd, find, needle, standsAt, wholeNumber } from '../../scan/bytes.ts';

const BLOCKS = [
  { open: ascii('{address space usage: '), figure: VSZ },
  { open: ascii('{rss usage: '), figure: RSS },
  { open: ascii('{uss usage: '), figure: FIGURES.indexOf('uss') },
  { open: ascii('{pss usage: '), figure: FIGURES.indexOf('pss') },
];
const BYTES = ascii(' bytes/');
const MEGABYTES = ascii('MB} ');
const PID = needle('[pid: ');
const APP = ascii('|app: ');
const REQ = ascii('|req: ');
const CLOSE = ascii('] ');

/** More than 64 TiB is no reading but a broken or forged one. */
const MOST_BYTES = 2 ** 46;

const OPEN_BRACE = 0x7b;
const OPEN_BRACKET = 0x5b;
const MINUS = 0x2d;

/**
 * Reads ` N bytes/NMB} ` figures into `record`; where the blocks end, or -1 if one is broken. A log-format of the same
 * shape holds `%(rss)`, which may be negative, or `-` for none.
 */
function memoryBlocks(bytes: Uint8Array, at: number, end: number, record: LineRecord): number {
  for (const { open, figure } of BLOCKS) {
    if (!standsAt(bytes, at, end, open)) continue;
    const number = at + open.length;
    const numberEnd = counterEnd(bytes, number, end);
    if (numberEnd < 0 || !standsAt(bytes, numberEnd, end, BYTES)) return -1;
    const value = counter(bytes, number, numberEnd);
    if (value > MOST_BYTES || (value < 0 && bytes[number] !== MINUS)) return -1;
    const mega = numberEnd + BYTES.length;
    const megaEnd = counterEnd(bytes, mega, end);
    if (megaEnd < 0 || !standsAt(bytes, megaEnd, end, MEGABYTES)) return -1;
    const whole = counter(bytes, mega, megaEnd);
    const size = value < 0 && whole < LEAST_OVERFLOW ? 0 : mendedSize(Math.max(0, value), whole);
    record.figures[figure] = size <= MOST_BYTES ? size : 0;
    at = megaEnd + MEGABYTES.length;
  }
  // Both come from one read of /proc; where RSS is 0 that read failed, and the other figures are of the request before.
  if (record.figures[RSS] === 0) record.figures.fill(0);
  return at;
}

/** A counter as uWSGI prints it: digits, or -1 (no app), or - (log-format). Returns where it ends, or -1. */
function counterEnd(bytes: Uint8Array, at: number, end: number): number {
  const digits = bytes[at] === MINUS ? at + 1 : at;
  const stop = digitsEnd(bytes, digits, end);
  return stop > at ? stop : -1;
}

function counter(bytes: Uint8Array, at: number, stop: number): number {
  return bytes[at] === MINUS ? NO_COUNTER : wholeNumber(bytes, at, stop);
}

/** Reads `[pid: P|app: A|req: W/T] ` into `record`; where it ends, or -1. */
function processBlock(bytes: Uint8Array, at: number, end: number, record: LineRecord): number {
  if (!standsAt(bytes, at, end, PID.literal)) return -1;
  const pid = at + PID.literal.length;
  const pidEnd = digitsEnd(bytes, pid, end);
  if (pidEnd === pid || !standsAt(bytes, pidEnd, end, APP)) return -1;
  const app = pidEnd + APP.length;
  const appEnd = counterEnd(bytes, app, end);
  if (appEnd < 0 || !standsAt(bytes, appEnd, end, REQ)) return -1;
  const own = appEnd + REQ.length;
  const ownEnd = counterEnd(bytes, own, end);
  if (ownEnd < 0 || bytes[ownEnd] !== 0x2f) return -1;
  const all = ownEnd + 1;
  const allEnd = counterEnd(bytes, all, end);
  if (allEnd < 0 || !standsAt(bytes, allEnd, end, CLOSE)) return -1;
  const number = wholeNumber(bytes, pid, pidEnd);
  if (number <= 0) return -1;
  record.pid = number;
  record.app = counter(bytes, app, appEnd);
  record.workerRequests = counter(bytes, own, ownEnd);
  record.instanceRequests = counter(bytes, all, allEnd);
  return allEnd + CLOSE.length;
}

/** Where a head begins and where it ends. */
export interface Head {
  start: number;
  end: number;
}

/** Reads the whole head that begins at `at` into `record`; where it ends, or -1. A head without memory blocks counts. */
function headAt(bytes: Uint8Array, at: number, end: number, record: LineRecord): number {
  const blocks = memoryBlocks(bytes, at, end, record);
  const stop = blocks < 0 ? -1 : processBlock(bytes, blocks, end, record);
  if (stop < 0 && blocks !== at) record.figures.fill(0);
  return stop;
}

/**
 * Finds the first whole head in `bytes[from, end)` and reads it into `record`.
 * Returns false if there is none. A head without memory blocks counts; its figures stay 0.
 */
export function findHead(
  bytes: Uint8Array,
  from: number,
  end: number,
  record: LineRecord,
  head: Head,
): boolean {
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    // `{` or `[p` is what a head begins with; the rest of a line has few of them.
    if (byte !== OPEN_BRACE && (byte !== OPEN_BRACKET || bytes[at + 1] !== 0x70)) continue;
    const stop = headAt(bytes, at, end, record);
    if (stop < 0) continue;
    head.start = at;
    head.end = stop;
    return true;
  }
  return false;
}

/** Whether another head stands in `bytes[from, end)`; reads it into `record`, of which only what a head says is meant. */
export function anotherHead(
  bytes: Uint8Array,
  from: number,
  end: number,
  record: LineRecord,
  head: Head,
): boolean {
  // Nearly every line has none: one quick search for what each head holds.
  if (find(bytes, from, end, PID) < 0) return false;
  record.reset();
  return findHead(bytes, from, end, record, head);
}
