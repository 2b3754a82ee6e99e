import { NO_TIME } from '../record.ts';
import { isDigit } from './scan.ts';

/** Length of a time as C's `ctime` prints it: `Sun Nov  2 08:53:31 2026`. */
export const CTIME_LENGTH = 24;

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** Two digits, the first of which may be a space; NaN if they are none. */
function two(bytes: Uint8Array, at: number): number {
  const tens = bytes[at] === 0x20 ? 0x30 : bytes[at]!;
  const ones = bytes[at + 1]!;
  return isDigit(tens) && isDigit(ones) ? (tens - 0x30) * 10 + (ones - 0x30) : Number.NaN;
}

/** Whether 24 bytes at `at` have the shape of a ctime; looks at the marks between the fields only. */
export function looksLikeCtime(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at + 3] === 0x20 &&
    bytes[at + 7] === 0x20 &&
    bytes[at + 10] === 0x20 &&
    bytes[at + 13] === 0x3a &&
    bytes[at + 16] === 0x3a &&
    bytes[at + 19] === 0x20 &&
    isDigit(bytes[at + 9]) &&
    isDigit(bytes[at + 23])
  );
}

function inRange(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

/**
 * Reads the ctime at `at`: whole seconds, of the log's own wall clock, counted as if that were UTC
 * (the format prints no zone; in the hour that repeats in autumn the count goes back, as the clock did).
 * NO_TIME when it is no time of day or no such month.
 */
function readCtime(bytes: Uint8Array, at: number): number {
  const month = MONTHS.indexOf(String.fromCharCode(bytes[at + 4]!, bytes[at + 5]!, bytes[at + 6]!));
  const day = two(bytes, at + 8);
  const hour = two(bytes, at + 11);
  const minute = two(bytes, at + 14);
  const second = two(bytes, at + 17);
  const year = two(bytes, at + 20) * 100 + two(bytes, at + 22);
  if (month < 0 || month % 3 !== 0 || !inRange(day, 1, 31) || !inRange(year, 1970, 9999)) return NO_TIME;
  if (!inRange(hour, 0, 23) || !inRange(minute, 0, 59) || !inRange(second, 0, 60)) return NO_TIME;
  return Date.UTC(year, month / 3, day, hour, minute, second) / 1000;
}

/** Reads ctimes, remembering the last one: a busy log repeats each second many times. */
export class CtimeReader {
  readonly #last = new Uint8Array(CTIME_LENGTH);
  #value = NO_TIME;

  /** The ctime at `at`, of which 24 bytes must be in range; see `readCtime`. */
  read(bytes: Uint8Array, at: number): number {
    let i = CTIME_LENGTH - 1;
    while (i >= 0 && bytes[at + i] === this.#last[i]) i--;
    if (i >= 0) {
      for (; i >= 0; i--) this.#last[i] = bytes[at + i]!;
      this.#value = readCtime(bytes, at);
    }
    return this.#value;
  }
}
