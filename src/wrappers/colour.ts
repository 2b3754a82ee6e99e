import type { Peeled, Wrapper } from './wrapper.ts';

const ESCAPE = 0x1b;
const OPEN_BRACKET = 0x5b;

/** Where the sequence that the escape at `at` begins ends: `ESC [ … letter` (ECMA-48, 5.4), or the escape and one byte. */
function sequenceEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return end;
  if (bytes[at + 1] !== OPEN_BRACKET) return at + 2;
  at += 2;
  while (at < end && bytes[at]! >= 0x20 && bytes[at]! <= 0x3f) at++;
  return Math.min(end, at + 1);
}

/** Copies the line without its colour sequences to `into`; false if it has none. */
export function withoutColour(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
  const room = into.room(end - start);
  let to = 0;
  for (let at = start; at < end;) {
    if (bytes[at] === ESCAPE) at = sequenceEnd(bytes, at, end);
    else room[to++] = bytes[at++]!;
  }
  into.bytes = room;
  into.start = 0;
  into.end = to;
  return to < end - start;
}

/** A line that begins with an ANSI colour sequence, as a program prints it that thinks it has a terminal. */
export class Colour implements Wrapper {
  readonly name = 'colour';
  readonly openings = ['\u001b'];

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    return bytes[start] === ESCAPE && withoutColour(bytes, start, end, into);
  }
}
