/**
 * Which parts of an access line behind the request are the server's: what stands outside the quotes of the fields that
 * repeat a client's headers.
 *
 * Gunicorn writes `"` in a header as `\"` but a backslash as itself, so a header that ends in one makes its closing quote
 * look like one within. Once a line has any `\"`, where its quotes open and close cannot be told for sure; only what
 * stands before the first and behind the last of them is then outside all.
 */
import { readWords } from './words.ts';
import type { Words } from './words.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether every quote of `bytes[start, end]` is plain. */
function isPlain(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start + 1; at <= end; at++)
    if (bytes[at] === QUOTE && bytes[at - 1] === BACKSLASH) return false;
  return true;
}

/** Reads the server's words of `bytes[start, end)`, which follow the request, into `words`. */
export function readBehind(
  bytes: Uint8Array,
  start: number,
  end: number,
  lineEnd: number,
  words: Words,
): void {
  let first = start;
  while (first < end && bytes[first] !== QUOTE) first++;
  readWords(bytes, start, first, lineEnd, words);
  if (first === end) return;
  let last = end - 1;
  while (bytes[last] !== QUOTE) last--;
  if (isPlain(bytes, first, last)) readBetween(bytes, first, last, lineEnd, words);
  readWords(bytes, last + 1, end, lineEnd, words);
}

/** Reads the words between quoted fields; a quote opens at `first` and the last one stands at `last`. */
function readBetween(bytes: Uint8Array, first: number, last: number, lineEnd: number, words: Words): void {
  let from = first;
  let isInside = true;
  for (let at = first + 1; at <= last; at++) {
    if (bytes[at] !== QUOTE) continue;
    if (!isInside) readWords(bytes, from, at, lineEnd, words);
    isInside = !isInside;
    from = at + 1;
  }
}
