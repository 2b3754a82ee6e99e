/** Texts that a pattern caught, as values. */
import { NO_TIME } from '../../record.ts';
import { ascii } from '../../scan/bytes.ts';
import { CLF_LENGTH, clfTime } from '../../scan/clf-time.ts';
import { CTIME_LENGTH, CtimeReader, looksLikeCtime } from '../../scan/ctime.ts';
import { isoTime } from '../../scan/iso-time.ts';
import { bytesIn } from './groups.ts';

/** More than 64 TiB is no reading but a broken or forged one. */
const MOST_BYTES = 2 ** 46;

/** A number of bytes: `33570816`, `32784 kB`, `32.5MB`. `scale` and `unit` are those of its name and of a group beside it. 0 for none. */
export function bytesOf(text: string, scale: number, unit: string): number {
  const match = /^\s{0,9}(\d{1,15}(?:\.\d{1,15})?)\s?([A-Za-z]{0,5})\s{0,9}$/.exec(text);
  if (match?.[1] === undefined) return 0;
  const bytes = Math.round(Number(match[1]) * scale * bytesIn(unit) * bytesIn(match[2] ?? ''));
  return bytes <= MOST_BYTES ? bytes : 0;
}

/** A whole number above nothing; 0 for any other text. */
export function countOf(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

const LAST_SECOND = 253_402_300_799;

/** Seconds since 1970 of a number of seconds, milliseconds, microseconds or nanoseconds, told apart by their size. */
function epochOf(text: string): number {
  let seconds = Number(text);
  for (let step = 0; seconds > LAST_SECOND && step < 3; step++) seconds /= 1000;
  // Milliseconds of this century are less than the last second of the year 9999 only before 1978.
  if (seconds > 20_000_000_000) seconds /= 1000;
  return seconds > 0 && seconds <= LAST_SECOND ? Math.floor(seconds) : NO_TIME;
}

const ctime = new CtimeReader();

/** A time in any of the usual ways (ISO 8601, common log format, ctime, a count since 1970), as in wallClock; NO_TIME for any other text. */
export function timeOf(text: string): number {
  const bare = text.trim().replace(/^\[/, '');
  if (/^\d{9,19}(?:\.\d{1,9})?$/.test(bare)) return epochOf(bare);
  const bytes = ascii(bare);
  const iso = isoTime(bytes, 0, bytes.length);
  if (iso !== NO_TIME) return iso;
  if (bytes.length >= CTIME_LENGTH && looksLikeCtime(bytes, 0)) return ctime.read(bytes, 0);
  return bytes.length >= CLF_LENGTH ? clfTime(bytes, 0, bytes.length) : NO_TIME;
}
