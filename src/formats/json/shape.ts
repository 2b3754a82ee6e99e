/** Where the values of JSON end, told from their bytes. Every search is linear. */
import { digitsEnd, standsAt, ascii } from '../../scan/bytes.ts';
import { nestedEnd } from '../../scan/json-nesting.ts';

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
export const COMMA = 0x2c;
export const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const MINUS = 0x2d;
const DOT = 0x2e;
const UNICODE = 0x75;
const ESCAPES = new Uint8Array(256);
for (const letter of ascii('"\\\\/bfnrtu')) ESCAPES[letter] = 1;
const HEX = new Uint8Array(256);
for (const digit of ascii('0123456789abcdefABCDEF')) HEX[digit] = 1;
const WORDS = ['true', 'false', 'null'].map(ascii);

/** Past the blanks at `at`. */
export function afterBlanks(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x09)) at++;
  return at;
}

/** Where the escape ends whose backslash stands at `at`, -1 if it is none. */
function escapeEnd(bytes: Uint8Array, at: number, end: number): number {
  const letter = bytes[at + 1]!;
  if (at + 1 >= end || ESCAPES[letter] !== 1) return -1;
  if (letter !== UNICODE) return at + 2;
  for (let digit = at + 2; digit < at + 6; digit++) if (digit >= end || HEX[bytes[digit]!] !== 1) return -1;
  return at + 6;
}

/**
 * Where the string ends whose opening quote stands at `at`, past its closing quote; -1 if it is not closed, or holds a
 * control character or an escape that is none.
 */
export function stringEnd(bytes: Uint8Array, at: number, end: number): number {
  at++;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === QUOTE) return at + 1;
    if (byte < 0x20) return -1;
    at = byte === BACKSLASH ? escapeEnd(bytes, at, end) : at + 1;
    if (at < 0) return -1;
  }
  return -1;
}

/** Where the number ends that starts at `at`, -1 if none does. */
export function numberEnd(bytes: Uint8Array, at: number, end: number): number {
  const whole = bytes[at] === MINUS ? at + 1 : at;
  let stop = digitsEnd(bytes, whole, end);
  if (stop === whole || (bytes[whole] === 0x30 && stop > whole + 1)) return -1;
  if (stop < end && bytes[stop] === DOT) {
    const fraction = digitsEnd(bytes, stop + 1, end);
    if (fraction === stop + 1) return -1;
    stop = fraction;
  }
  if (stop < end && (bytes[stop]! | 0x20) === 0x65) {
    const sign = bytes[stop + 1] === MINUS || bytes[stop + 1] === 0x2b ? stop + 2 : stop + 1;
    const power = digitsEnd(bytes, sign, end);
    return power === sign ? -1 : power;
  }
  return stop;
}

/** Where the value ends that starts at `at`, -1 if none does. */
export function valueEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  const first = bytes[at];
  if (first === QUOTE) return stringEnd(bytes, at, end);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return nestedEnd(bytes, at, end, stringEnd);
  for (const word of WORDS) if (standsAt(bytes, at, end, word)) return at + word.length;
  return numberEnd(bytes, at, end);
}
