/** Where objects and lists of JSON end, told from their bytes. */

const QUOTE = 0x22;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Where the string ends whose opening quote stands at `at`, past its closing quote; -1 if there is none. */
export type StringEnd = (bytes: Uint8Array, at: number, end: number) => number;

/**
 * Where the object or list ends that opens at `at`, past its bracket; -1 if it does not, or holds what `stringEnd` takes for
 * no string. What else it holds is not looked at. Linear.
 */
export function nestedEnd(bytes: Uint8Array, at: number, end: number, stringEnd: StringEnd): number {
  let depth = 0;
  while (at < end) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = stringEnd(bytes, at, end);
      if (at < 0) return -1;
      continue;
    }
    at++;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
    if (depth === 0) return at;
  }
  return -1;
}
