/** The times that transports put before a line. */
import { NO_TIME } from '../record.ts';
import { isDigit } from '../scan/bytes.ts';
import { monthAt, twoDigits, wallClock } from '../scan/calendar.ts';
import { isoTime, isoTimeEnd } from '../scan/iso-time.ts';

const SPACE = 0x20;
const BSD_LENGTH = 15;
const DAY = 86_400;

/** A time as ISO 8601 writes it with a `T`: how many digits its fraction has and where it ends. */
export interface IsoStamp {
  time: number;
  end: number;
  fraction: number;
}

/** Reads the ISO time at `at`, which has a `T`, a zone and a space or the end after it; false if it is none. */
export function readIsoStamp(bytes: Uint8Array, at: number, end: number, into: IsoStamp): boolean {
  if (at + 20 > end || bytes[at + 10] !== 0x54 || bytes[at + 4] !== 0x2d) return false;
  const stop = isoTimeEnd(bytes, at, end);
  if (stop < at + 20 || (stop < end && bytes[stop] !== SPACE)) return false;
  into.time = isoTime(bytes, at, end);
  let digits = at + 20;
  if (bytes[at + 19] === 0x2e) while (digits < stop && isDigit(bytes[digits])) digits++;
  // A fraction alone is no zone: `2026-11-22T18:34:01.123 GET …` is an application's own time.
  if (digits === stop) return false;
  into.fraction = digits - at - 20;
  into.end = stop;
  return into.time !== NO_TIME;
}

/** Whether `Nov 22 18:34:01` or `Nov  2 08:53:31` stands at `at`, by its marks. */
function looksLikeBsd(bytes: Uint8Array, at: number, end: number): boolean {
  return (
    at + BSD_LENGTH <= end &&
    bytes[at + 3] === SPACE &&
    bytes[at + 6] === SPACE &&
    bytes[at + 9] === 0x3a &&
    bytes[at + 12] === 0x3a
  );
}

/** Reads times without a year. */
export class BsdStamp {
  time = NO_TIME;
  end = 0;
  readonly #latest: number;
  readonly #year: number;

  /** `now`: whole seconds; no log line is from later than a day after it (its clock may run in another zone). */
  constructor(now: number) {
    this.#latest = now + DAY;
    this.#year = new Date(this.#latest * 1000).getUTCFullYear();
  }

  /**
   * Reads `Nov 22 18:34:01`, also with a fraction (journalctl's short-precise), as of the last year in which that
   * was not later than now; false if no such time stands at `at`.
   */
  read(bytes: Uint8Array, at: number, end: number): boolean {
    if (!looksLikeBsd(bytes, at, end)) return false;
    const month = monthAt(bytes, at);
    if (month < 0) return false;
    this.time = this.#of(this.#year, month, bytes, at);
    if (this.time > this.#latest) this.time = this.#of(this.#year - 1, month, bytes, at);
    if (this.time === NO_TIME) return false;
    let stop = at + BSD_LENGTH;
    if (stop < end && bytes[stop] === 0x2e)
      do stop++;
      while (stop < end && isDigit(bytes[stop]));
    this.end = stop;
    return true;
  }

  #of(year: number, month: number, bytes: Uint8Array, at: number): number {
    const [hour, minute, second] = [
      twoDigits(bytes, at + 7),
      twoDigits(bytes, at + 10),
      twoDigits(bytes, at + 13),
    ];
    return wallClock(year, month, twoDigits(bytes, at + 4), hour, minute, second);
  }
}

/** Whole seconds in a count of seconds, milliseconds, microseconds or nanoseconds since 1970, told by its size; NO_TIME if it is none of them. */
export function epochSeconds(count: number): number {
  if (!(count >= 1e9)) return NO_TIME;
  for (const unit of [1, 1e3, 1e6, 1e9]) if (count < 1e10 * unit) return Math.floor(count / unit);
  return NO_TIME;
}
