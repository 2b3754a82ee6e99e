/** Times of the common log format: `22/Nov/2026:18:58:47 +0000`. */
import { NO_TIME } from '../record.ts';
import { monthAt, twoDigits, wallClock } from './calendar.ts';

/** Length of the time without its zone. */
export const CLF_LENGTH = 20;

/** Reads the time at `at` as the wall clock that it prints; the zone after it is not needed for that. NO_TIME if it is none. */
export function clfTime(bytes: Uint8Array, at: number, end: number): number {
  if (at + CLF_LENGTH > end || bytes[at + 2] !== 0x2f || bytes[at + 6] !== 0x2f || bytes[at + 11] !== 0x3a)
    return NO_TIME;
  if (bytes[at + 14] !== 0x3a || bytes[at + 17] !== 0x3a) return NO_TIME;
  const year = twoDigits(bytes, at + 7) * 100 + twoDigits(bytes, at + 9);
  const [hour, minute, second] = [
    twoDigits(bytes, at + 12),
    twoDigits(bytes, at + 15),
    twoDigits(bytes, at + 18),
  ];
  return wallClock(year, monthAt(bytes, at + 3), twoDigits(bytes, at), hour, minute, second);
}
