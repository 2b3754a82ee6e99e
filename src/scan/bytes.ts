/**
 * Reading ASCII where it stands, in bytes. Every function stays inside the range it is given.
 */

/** The bytes of an ASCII literal. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** A copy of `bytes[start, end)` that outlives its block. (`slice` of a Buffer is no copy.) */
export function copied(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return Uint8Array.from(bytes.subarray(start, end));
}

/** Whether `literal` stands at `at`, wholly before `end`. */
export function standsAt(bytes: Uint8Array, at: number, end: number, literal: Uint8Array): boolean {
  if (at < 0 || at + literal.length > end) return false;
  for (let i = 0; i < literal.length; i++) if (bytes[at + i] !== literal[i]) return false;
  return true;
}

/** Whether the byte is an ASCII digit. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Where the run of digits that starts at `at` ends; `at` itself if there is none. */
export function digitsEnd(bytes: Uint8Array, at: number, end: number): number {
  // One comparison for both ends: what is below `0` wraps round to a large number.
  while (at < end && (bytes[at]! - 0x30) >>> 0 <= 9) at++;
  return at;
}

/** Where the run of digits that ends before `at` starts; `at` itself if there is none. */
export function digitsStart(bytes: Uint8Array, at: number, start: number): number {
  while (at > start && isDigit(bytes[at - 1])) at--;
  return at;
}

/** The whole number in `bytes[start, end)`, which holds digits only. Exact up to 15 digits; -1 for none or more. */
export function wholeNumber(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start || end - start > 15) return -1;
  let value = 0;
  for (let i = start; i < end; i++) value = value * 10 + (bytes[i]! - 0x30);
  return value;
}

/** A literal to search for, with how far a search may step on from each byte that stands under its end (Horspool 1980). */
export interface Needle {
  readonly literal: Uint8Array;
  readonly steps: Uint8Array;
}

/** The needle of an ASCII literal of 1 to 255 bytes. */
export function needle(text: string): Needle {
  const literal = ascii(text);
  const last = literal.length - 1;
  const steps = new Uint8Array(256).fill(literal.length);
  for (let i = 0; i < last; i++) steps[literal[i]!] = last - i;
  return { literal, steps };
}

/** First place of the needle in `bytes[start, end)`, or -1. */
export function find(bytes: Uint8Array, start: number, end: number, { literal, steps }: Needle): number {
  const last = literal.length - 1;
  const final = literal[last];
  let at = start + last;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === final && standsAt(bytes, at - last, end, literal)) return at - last;
    at += steps[byte]!;
  }
  return -1;
}

/** Last place of `literal` in `bytes[start, end)`, or -1. */
export function findLast(bytes: Uint8Array, start: number, end: number, literal: Uint8Array): number {
  const first = literal[0]!;
  for (let at = end - literal.length; at >= start; at--) {
    if (bytes[at] === first && standsAt(bytes, at, end, literal)) return at;
  }
  return -1;
}

/** First place of the byte in `bytes[start, end)`, or -1. (`indexOf` would search the rest of the buffer.) */
export function findByte(bytes: Uint8Array, start: number, end: number, byte: number): number {
  for (let at = start; at < end; at++) if (bytes[at] === byte) return at;
  return -1;
}
