/** Where values of JSON end that are as nearly all are: whole numbers, and texts without escapes. Others are for ./shape.ts. */
import { ascii } from '../../scan/bytes.ts';
import { BACKSLASH, QUOTE } from './shape.ts';

/** 1 for what may stand in a text as it is. */
const PLAIN = new Uint8Array(256).fill(1, 0x20);
PLAIN[QUOTE] = 0;
PLAIN[BACKSLASH] = 0;
/** 1 for what goes on with a number: more digits, its point, and the sign of its power. */
const GOES_ON = new Uint8Array(256);
for (const byte of ascii('0123456789.eE')) GOES_ON[byte] = 1;

/**
 * Where the text ends whose first letter stands at `at`: the place of its closing quote; -1 for one that has an escape or
 * what may not stand in it. `view` is of the same bytes.
 */
export function plainTextEnd(bytes: Uint8Array, view: DataView, at: number, end: number): number {
  // Four bytes at a time: of a byte that is 0, or below a space, subtracting leaves the highest bit set (Anderson, "Bit Twiddling
  // Hacks": haszero and hasless). What is found so is looked at again.
  for (; at + 4 <= end; at += 4) {
    const word = view.getInt32(at, true);
    const quote = word ^ 0x22222222;
    const backslash = word ^ 0x5c5c5c5c;
    const found =
      ((quote - 0x01010101) & ~quote) |
      ((backslash - 0x01010101) & ~backslash) |
      ((word - 0x20202020) & ~word);
    if ((found & 0x80808080) !== 0) break;
  }
  while (at < end && PLAIN[bytes[at]!] === 1) at++;
  return at < end && bytes[at] === 0x22 ? at : -1;
}

/** Whether the digits in `bytes[at, stop)` are the whole of a number. */
export function isPlainNumber(bytes: Uint8Array, at: number, stop: number, end: number): boolean {
  if (stop === at || (bytes[at] === 0x30 && stop > at + 1)) return false;
  return stop >= end || GOES_ON[bytes[stop]!] === 0;
}
