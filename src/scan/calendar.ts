/** Times from their written parts. */
import { NO_TIME } from '../record.ts';
import { isDigit } from './bytes.ts';

/** Names of the months, three letters each. */
export const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** Place of the month's name that stands at `at`: 0 for Jan, -1 if it is none. */
export function monthAt(bytes: Uint8Array, at: number): number {
  const place = MONTHS.indexOf(String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!));
  return place >= 0 && place % 3 === 0 ? place / 3 : -1;
}

/** Two digits at `at`, the first of which may be a space; NaN if they are none. */
export function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at] === 0x20 ? 0x30 : bytes[at]!;
  const ones = bytes[at + 1]!;
  return isDigit(tens) && isDigit(ones) ? (tens - 0x30) * 10 + (ones - 0x30) : Number.NaN;
}

function inRange(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

/**
 * Whole seconds of the wall clock that a line prints, counted as if it were UTC: times are shown, and days are cut, as
 * the log has them. (In the hour that repeats in autumn the count goes back, as the clock did.) `month` counts from 0.
 * NO_TIME when it is no time of day or no day of a year from 1970 to 9999.
 */
export function wallClock(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number {
  if (!inRange(year, 1970, 9999) || !inRange(month, 0, 11) || !inRange(day, 1, 31)) return NO_TIME;
  if (!inRange(hour, 0, 23) || !inRange(minute, 0, 59) || !inRange(second, 0, 60)) return NO_TIME;
  return Date.UTC(year, month, day, hour, minute, second) / 1000;
}
