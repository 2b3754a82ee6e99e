/** Structured data of RFC 5424, 6.3: `-`, or `[id name="value" …]` once or more, without a space between. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const SPACE = 0x20;
const EQUALS = 0x3d;

/** Where the SD-NAME at `at` ends: printable ASCII but `=`, space, `]` and `"`. */
function nameEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end) {
    const byte = bytes[at]!;
    if (byte <= SPACE || byte >= 0x7f || byte === EQUALS || byte === CLOSE || byte === QUOTE) break;
    at++;
  }
  return at;
}

/** Where the quoted value at `at` ends, past its quote; -1 if it is none. `\"`, `\\` and `\]` are escapes. */
function valueEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end || bytes[at] !== QUOTE) return -1;
  for (at++; at < end; at++) {
    if (bytes[at] === QUOTE) return at + 1;
    if (bytes[at] === BACKSLASH) at++;
  }
  return -1;
}

/** Where the element whose bracket stands at `at` ends; -1 if it is none. */
function elementEnd(bytes: Uint8Array, at: number, end: number): number {
  const id = at + 1;
  at = nameEnd(bytes, id, end);
  if (at === id) return -1;
  while (at < end && bytes[at] === SPACE) {
    const name = at + 1;
    const stop = nameEnd(bytes, name, end);
    if (stop === name || stop >= end || bytes[stop] !== EQUALS) return -1;
    at = valueEnd(bytes, stop + 1, end);
    if (at < 0) return -1;
  }
  return at < end && bytes[at] === CLOSE ? at + 1 : -1;
}

/** Where the structured data at `at` ends; -1 if what stands there is none. */
export function structuredDataEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  let stop = at;
  if (bytes[at] === 0x2d) stop = at + 1;
  else while (stop >= 0 && stop < end && bytes[stop] === OPEN) stop = elementEnd(bytes, stop, end);
  if (stop <= at) return -1;
  return stop === end || bytes[stop] === SPACE ? stop : -1;
}
