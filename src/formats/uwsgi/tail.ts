/**
 * The part of a uWSGI request line after the request target, read backwards from the end of the record,
 * because the target before it is the client's and may hold anything, this very text included:
 *
 *     ` => generated N bytes in N msecs VIA(PROTO STATUS) N headers in N bytes (N switches on core N)`
 */
import {
  ascii,
  digitsStart,
  find,
  findLast,
  digitsEnd,
  needle,
  standsAt,
  wholeNumber,
} from '../../scan/bytes.ts';

const SWITCHES = ascii(' switches on core ');
const BYTES = ascii(' bytes ');
const BYTES_IN = ascii(' bytes in ');
const HEADERS_IN = ascii(' headers in ');
const GENERATED = needle(' => generated ');
const VIAS = [' ', ' via sendfile() ', ' via route() ', ' via offload() '].map(ascii);
const UNITS = [' msecs', ' micros'].map(ascii);

/** A tail, read: where it begins and ends, and what it says. */
export interface Tail {
  start: number;
  end: number;
  status: number;
  core: number;
}

/** Where `literal` starts if it stands just before `at`, else -1. */
function before(bytes: Uint8Array, at: number, start: number, literal: Uint8Array): number {
  const begin = at - literal.length;
  return begin >= start && standsAt(bytes, begin, at, literal) ? begin : -1;
}

/** Steps back over `literal`, then over the digits before it; -1 if either is missing. */
function numberBefore(bytes: Uint8Array, at: number, start: number, literal: Uint8Array): number {
  const end = before(bytes, at, start, literal);
  if (end < 0) return -1;
  const begin = digitsStart(bytes, end, start);
  return begin < end ? begin : -1;
}

/** Steps back over ` N bytes in N msecs` and the way of sending; -1 if it does not stand there. */
function generatedBefore(bytes: Uint8Array, at: number, start: number): number {
  for (const via of VIAS) {
    const afterUnit = before(bytes, at, start, via);
    if (afterUnit < 0) continue;
    for (const unit of UNITS) {
      const afterTime = before(bytes, afterUnit, start, unit);
      if (afterTime < 0) continue;
      const time = digitsStart(bytes, afterTime, start);
      if (time === afterTime) continue;
      const size = numberBefore(bytes, time, start, BYTES_IN);
      if (size < 0) continue;
      const arrow = before(bytes, size, start, GENERATED.literal);
      if (arrow >= 0) return arrow;
    }
  }
  return -1;
}

/** Reads the tail whose ` switches on core ` stands at `at`. */
function tailAround(bytes: Uint8Array, start: number, end: number, at: number, tail: Tail): boolean {
  const core = at + SWITCHES.length;
  const coreEnd = digitsEnd(bytes, core, end);
  if (coreEnd === core || bytes[coreEnd] !== 0x29) return false;
  const switches = digitsStart(bytes, at, start);
  if (switches === at || bytes[switches - 1] !== 0x28) return false;
  const size = numberBefore(bytes, switches - 1, start, BYTES);
  if (size < 0) return false;
  const headers = numberBefore(bytes, size, start, HEADERS_IN);
  if (headers < start + 2 || bytes[headers - 1] !== 0x20 || bytes[headers - 2] !== 0x29) return false;
  const statusEnd = headers - 2;
  const status = digitsStart(bytes, statusEnd, start);
  if (status === statusEnd || bytes[status - 1] !== 0x20) return false;
  let open = status - 2;
  while (open > start && bytes[open] !== 0x28) open--;
  const arrow = generatedBefore(bytes, open, start);
  if (arrow < 0) return false;
  tail.start = arrow;
  tail.end = coreEnd + 1;
  // What is too long for a number is none.
  tail.status = Math.max(0, wholeNumber(bytes, status, statusEnd));
  tail.core = Math.max(0, wholeNumber(bytes, core, coreEnd));
  return true;
}

/** Reads the last tail of `bytes[start, end)` into `tail`; text may follow it. False if there is none. */
export function lastTail(bytes: Uint8Array, start: number, end: number, tail: Tail): boolean {
  const at = findLast(bytes, start, end, SWITCHES);
  return at >= 0 && tailAround(bytes, start, end, at, tail);
}

/** Whether ` switches on core ` stands anywhere in the range: the record runs to its end, however spoilt. */
export function mentionsSwitches(bytes: Uint8Array, start: number, end: number): boolean {
  return findLast(bytes, start, end, SWITCHES) >= 0;
}

/** Whether ` => generated ` stands anywhere in the range: the record was meant to be whole. */
export function mentionsTail(bytes: Uint8Array, start: number, end: number): boolean {
  return find(bytes, start, end, GENERATED) >= 0;
}

/** Steps over the digits at `at`, then over `literal`; -1 if either is missing. */
function numberThen(bytes: Uint8Array, at: number, end: number, literal: Uint8Array): number {
  const stop = digitsEnd(bytes, at, end);
  return stop > at && standsAt(bytes, stop, end, literal) ? stop + literal.length : -1;
}

/** Where the whole beginning of a tail (` => generated N bytes in N msecs`) first stands in the range, or -1. */
export function findOpening(bytes: Uint8Array, start: number, end: number): number {
  for (let at = find(bytes, start, end, GENERATED); at >= 0; at = find(bytes, at + 1, end, GENERATED)) {
    const time = numberThen(bytes, at + GENERATED.literal.length, end, BYTES_IN);
    if (time >= 0 && UNITS.some((unit) => numberThen(bytes, time, end, unit) >= 0)) return at;
  }
  return -1;
}
