/** What stands between quotes, with its escapes taken out. */
const BACKSLASH = 0x5c;
const ESCAPES: Readonly<Record<number, number>> = { 0x6e: 0x0a, 0x72: 0x0d, 0x74: 0x09 };

/** Where the quote closes that opened before `at`, or -1. */
export function quoteEnd(bytes: Uint8Array, at: number, end: number): number {
  for (; at < end; at++) {
    if (bytes[at] === BACKSLASH) at++;
    else if (bytes[at] === 0x22) return at;
  }
  return -1;
}

/** Writes `bytes[start, end)` without its escapes into `into` from `at`; where it ends there. It is no longer than it was. */
export function unescape(
  bytes: Uint8Array,
  start: number,
  end: number,
  into: Uint8Array,
  at: number,
): number {
  for (let from = start; from < end; from++) {
    const byte = bytes[from]!;
    if (byte !== BACKSLASH || from + 1 >= end) into[at++] = byte;
    else {
      from++;
      const next = bytes[from]!;
      into[at++] = ESCAPES[next] ?? next;
    }
  }
  return at;
}
