import { NO_TIME } from '../record.ts';
import { isDigit } from './bytes.ts';
import { monthAt, twoDigits, wallClock } from './calendar.ts';

/** Length of a time as C's `ctime` prints it: `Sun Nov  2 08:53:31 2026`. */
export const CTIME_LENGTH = 24;

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

/** Reads the ctime at `at`, which prints no zone; see `wallClock`. */
function readCtime(bytes: Uint8Array, at: number): number {
  const year = twoDigits(bytes, at + 20) * 100 + twoDigits(bytes, at + 22);
  const [day, hour] = [twoDigits(bytes, at + 8), twoDigits(bytes, at + 11)];
  const [minute, second] = [twoDigits(bytes, at + 14), twoDigits(bytes, at + 17)];
  return wallClock(year, monthAt(bytes, at + 4), day, hour, minute, second);
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
