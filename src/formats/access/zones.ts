/**
 * Which parts of an access line behind the request are the server's: what stands outside the quotes of the fields that
 * repeat a client's headers.
 *
 * Gunicorn writes `"` in a header as `\"` but a backslash as itself, so a header that ends in one makes its closing quote
 * look like one within. Once a line has any `\"`, where its quotes open and close cannot be told for sure; only what
 * stands behind the very last quote is then outside all of them.
 */
import { readWords } from './words.ts';
import type { Words } from './words.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether every quote of the range is plain. */
function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start + 1; at < end; at++)
    if (bytes[at] === QUOTE && bytes[at - 1] === BACKSLASH) return false;
  return true;
}

function lastQuote(bytes: Uint8Array, start: number, end: number): number {
  for (let at = end - 1; at >= start; at--) if (bytes[at] === QUOTE) return at;
  return -1;
}

/** Reads the server's words of `bytes[start, end)`, which follow the request, into `words`. */
export function readBehind(
  bytes: Uint8Array,
  start: number,
  end: number,
  lineEnd: number,
  words: Words,
): void {
  const last = lastQuote(bytes, start, end);
  if (last >= 0 && isPlain(bytes, start, end)) {
    let from = start;
    let isInside = false;
    for (let at = start; at <= last; at++) {
      if (bytes[at] !== QUOTE) continue;
      if (!isInside) readWords(bytes, from, at, lineEnd, words);
      isInside = !isInside;
      from = at + 1;
    }
    // A quote that never closes: what stands behind it may be inside.
    if (isInside) return;
  }
  readWords(bytes, last < 0 ? start : last + 1, end, lineEnd, words);
}
