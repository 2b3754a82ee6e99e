/** A quoted request, `"GET /users/7?x=1 HTTP/1.1"` or `"GET /users/7"`, in a line of which clients write much. */
import { digitsEnd, isDigit, standsAt, ascii } from '../../scan/bytes.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const HTTP = ascii(' HTTP/');
const LONGEST_METHOD = 20;

/** Where the parts of a quoted request stand. Mutable and reused. */
export class Request {
  /** Of the opening quote. */
  start = 0;
  methodEnd = 0;
  /** Of the target. */
  pathStart = 0;
  pathEnd = 0;
  /** Past the closing quote. */
  end = 0;
  hasProtocol = false;
  /** 0 unless a status stands right behind the closing quote. */
  status = 0;
}

/** The status that stands in three digits at `at`, 0 if none does. */
export function statusAt(bytes: Uint8Array, at: number, end: number): number {
  const stop = digitsEnd(bytes, at, end);
  if (stop - at !== 3 || (stop < end && bytes[stop] !== SPACE && bytes[stop] !== 0x0d)) return 0;
  const status = (bytes[at]! - 0x30) * 100 + (bytes[at + 1]! - 0x30) * 10 + bytes[at + 2]! - 0x30;
  return status >= 100 ? status : 0;
}

/** Where ` HTTP/1.1` starts that ends just before `at`, or -1. */
function protocolBefore(bytes: Uint8Array, at: number, start: number): number {
  let digits = at - 1;
  if (!isDigit(bytes[digits])) return -1;
  if (bytes[digits - 1] === 0x2e && isDigit(bytes[digits - 2])) digits -= 2;
  const begin = digits - HTTP.length;
  return begin >= start && standsAt(bytes, begin, at, HTTP) ? begin : -1;
}

/** Where the method ends that starts at `at` and has a space behind it, or -1. */
function methodEnd(bytes: Uint8Array, at: number, end: number): number {
  const start = at;
  const last = Math.min(end, at + LONGEST_METHOD);
  while (
    at < last &&
    ((bytes[at]! >= 0x41 && bytes[at]! <= 0x5a) || bytes[at] === 0x2d || bytes[at] === 0x5f)
  )
    at++;
  return at > start && at < end && bytes[at] === SPACE ? at : -1;
}

/**
 * Reads the request whose opening quote stands at `at`; false if it is none.
 * A quote with a backslash before it is the client's. Without a protocol the target ends at the quote and has no space.
 */
function requestAt(bytes: Uint8Array, at: number, end: number, into: Request): boolean {
  const method = methodEnd(bytes, at + 1, end);
  if (method < 0) return false;
  const target = method + 1;
  let hasSpace = false;
  for (let stop = target; stop < end; stop++) {
    const byte = bytes[stop]!;
    if (byte === SPACE) hasSpace = true;
    if (byte !== QUOTE || bytes[stop - 1] === BACKSLASH) continue;
    const protocol = protocolBefore(bytes, stop, target);
    if (protocol < 0 && (hasSpace || stop === target)) return false;
    into.start = at;
    into.methodEnd = method;
    into.pathStart = target;
    into.pathEnd = protocol < 0 ? stop : protocol;
    into.end = stop + 1;
    into.hasProtocol = protocol >= 0;
    into.status = stop + 1 < end && bytes[stop + 1] === SPACE ? statusAt(bytes, stop + 2, end) : 0;
    return true;
  }
  return false;
}

/**
 * Reads the first quoted request of `bytes[start, end)` into `into`; false if there is none. Each attempt ends
 * at the next quote, so the time is linear in the line.
 */
export function findRequest(bytes: Uint8Array, start: number, end: number, into: Request): boolean {
  for (let at = start; at < end; at++) {
    if (bytes[at] !== QUOTE || (at > start && bytes[at - 1] === BACKSLASH)) continue;
    if (requestAt(bytes, at, end, into)) return true;
  }
  return false;
}

/** Whether a second quoted request stands behind the first. */
export function hasAnother(bytes: Uint8Array, first: Request, end: number, scratch: Request): boolean {
  return findRequest(bytes, first.end, end, scratch);
}
