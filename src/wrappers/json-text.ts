/** JSON strings and lists of byte numbers to the bytes that they stand for. */
import { digitsEnd, wholeNumber } from '../scan/bytes.ts';

const BACKSLASH = 0x5c;
const UNICODE = 0x75;
/** What stands for half a character whose other half is missing: U+FFFD. */
const REPLACEMENT = 0xfffd;

/** What `\b` and its like stand for; 0 for what is no escape, which then stands for itself. */
const SHORT = new Uint8Array(128);
for (const [letter, code] of Object.entries({ b: 8, f: 12, n: 10, r: 13, t: 9 }))
  SHORT[letter.charCodeAt(0)] = code;

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** The code unit whose four hex digits stand at `at`, or -1. */
function codeUnit(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) return -1;
  let unit = 0;
  for (let i = at; i < at + 4; i++) {
    const digit = hexDigit(bytes[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

/** Writes a code point as UTF-8; where it ends. */
function putUtf8(code: number, out: Uint8Array, to: number): number {
  if (code < 0x80) out[to++] = code;
  else if (code < 0x800) {
    out[to++] = 0xc0 | (code >> 6);
    out[to++] = 0x80 | (code & 0x3f);
  } else {
    if (code < 0x10000) out[to++] = 0xe0 | (code >> 12);
    else {
      out[to++] = 0xf0 | (code >> 18);
      out[to++] = 0x80 | ((code >> 12) & 0x3f);
    }
    out[to++] = 0x80 | ((code >> 6) & 0x3f);
    out[to++] = 0x80 | (code & 0x3f);
  }
  return to;
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * Writes what the inside of a JSON string (`bytes[start, end)`, without its quotes) stands for to `out`, which must have
 * room for as many bytes; returns where it ends. Bytes that are no escape pass as they are; a broken escape too.
 */
export function unescapeJson(bytes: Uint8Array, start: number, end: number, out: Uint8Array, to = 0): number {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte !== BACKSLASH || at + 1 >= end) {
      out[to++] = byte;
      continue;
    }
    const letter = bytes[++at]!;
    if (letter !== UNICODE) {
      const short = letter < 128 ? SHORT[letter]! : 0;
      out[to++] = short === 0 ? letter : short;
      continue;
    }
    let code = codeUnit(bytes, at + 1, end);
    if (code < 0) {
      out[to++] = letter;
      continue;
    }
    at += 4;
    if (isHigh(code) && bytes[at + 1] === BACKSLASH && bytes[at + 2] === UNICODE) {
      const low = codeUnit(bytes, at + 3, end);
      if (isLow(low)) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
      }
    }
    to = putUtf8(isHigh(code) || isLow(code) ? REPLACEMENT : code, out, to);
  }
  return to;
}

/** Writes the bytes whose numbers a JSON list holds (`bytes[start, end)`, with its brackets) to `out`; where they end, or -1. */
export function bytesOfList(bytes: Uint8Array, start: number, end: number, out: Uint8Array, to = 0): number {
  for (let at = start + 1; at < end - 1; at++) {
    if (bytes[at] === 0x20 || bytes[at] === 0x2c) continue;
    const stop = digitsEnd(bytes, at, end);
    const value = wholeNumber(bytes, at, stop);
    if (value < 0 || value > 255) return -1;
    out[to++] = value;
    at = stop - 1;
  }
  return to;
}
