/** Times as ISO 8601 and RFC 3339 write them: `2026-11-22T18:34:01.123456+00:00`, `2026-11-22 18:58:47 +0000`, `2026-11-22 19:02:17,224`. */
import { NO_TIME } from '../record.ts';
import { digitsEnd, isDigit } from './bytes.ts';
import { twoDigits, wallClock } from './calendar.ts';

const SECONDS_LENGTH = 19;

/** Reads the time at `at` as the wall clock that it prints; the zone after it is not needed for that. NO_TIME if it is none. */
export function isoTime(bytes: Uint8Array, at: number, end: number): number {
  if (at + SECONDS_LENGTH > end || bytes[at + 4] !== 0x2d || bytes[at + 7] !== 0x2d) return NO_TIME;
  const separator = bytes[at + 10];
  if ((separator !== 0x54 && separator !== 0x20) || bytes[at + 13] !== 0x3a || bytes[at + 16] !== 0x3a)
    return NO_TIME;
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
  const [month, day] = [twoDigits(bytes, at + 5), twoDigits(bytes, at + 8)];
  const [hour, minute, second] = [
    twoDigits(bytes, at + 11),
    twoDigits(bytes, at + 14),
    twoDigits(bytes, at + 17),
  ];
  return wallClock(year, month - 1, day, hour, minute, second);
}

/** Where the time that starts at `at` ends: past its fraction (after a point or a comma) and its zone (`Z`, `+00:00`, `+0000`, also after one space). */
export function isoTimeEnd(bytes: Uint8Array, at: number, end: number): number {
  let stop = Math.min(end, at + SECONDS_LENGTH);
  if ((bytes[stop] === 0x2e || bytes[stop] === 0x2c) && stop + 1 < end && isDigit(bytes[stop + 1]))
    stop = digitsEnd(bytes, stop + 1, end);
  if (stop < end && bytes[stop] === 0x5a) return stop + 1;
  const zone = stop < end && bytes[stop] === 0x20 ? stop + 1 : stop;
  if (zone >= end || (bytes[zone] !== 0x2b && bytes[zone] !== 0x2d) || !isDigit(bytes[zone + 1])) return stop;
  const hours = digitsEnd(bytes, zone + 1, end);
  if (hours - zone === 5) return hours;
  const minutes = bytes[hours] === 0x3a ? digitsEnd(bytes, hours + 1, end) : hours;
  return hours - zone === 3 && minutes - hours === 3 ? minutes : stop;
}
