/** Times as fields give them: ISO 8601, the common log format (also in brackets), and seconds, ms, µs or ns since 1970. */
import { NO_TIME } from '../../record.ts';
import { digitsEnd } from '../../scan/bytes.ts';
import { clfTime } from '../../scan/clf-time.ts';
import { isoTime } from '../../scan/iso-time.ts';
import { RepeatedText } from '../../scan/repeated-text.ts';
import { decimal } from './size.ts';

/** Before 1973 there were no such logs: a smaller number counts something else. */
const LEAST_SECONDS = 1e8;
/** Each finer unit has a thousand times the count; seconds reach this in the year 5138. */
const MOST_SECONDS = 1e11;

/** Whole seconds of a count since 1970, its unit told by its size; NO_TIME for none. */
export function epochTime(value: number): number {
  let seconds = value;
  for (let step = 0; step < 3 && seconds >= MOST_SECONDS; step++) seconds /= 1000;
  return seconds >= LEAST_SECONDS && seconds < MOST_SECONDS ? Math.floor(seconds) : NO_TIME;
}

/** The time written in `bytes[start, end)`, NO_TIME if it is none. */
export function writtenTime(bytes: Uint8Array, start: number, end: number): number {
  const whole = digitsEnd(bytes, start, end);
  if (whole - start >= 9) {
    const stop = whole < end && bytes[whole] === 0x2e ? digitsEnd(bytes, whole + 1, end) : whole;
    return stop === end && stop - start <= 25 ? epochTime(decimal(bytes, start, stop)) : NO_TIME;
  }
  if (whole - start === 4) return isoTime(bytes, start, end);
  return clfTime(bytes, bytes[start] === 0x5b ? start + 1 : start, end);
}

/** So much of a time is read where a dash follows the year, and where a slash follows the day, perhaps behind a bracket. */
const ISO_LENGTH = 19;
const CLF_AT_MOST = 21;

/** Reads times, remembering the last one: a busy log repeats each second many times. */
export class WrittenTimes {
  readonly #before = new RepeatedText();
  #time = NO_TIME;

  /** What `writtenTime` says of `bytes[start, end)`. */
  read(bytes: Uint8Array, start: number, end: number): number {
    const isIso = end - start >= ISO_LENGTH && bytes[start + 4] === 0x2d;
    const isClf =
      end - start >= CLF_AT_MOST &&
      (bytes[start + 2] === 0x2f || (bytes[start] === 0x5b && bytes[start + 3] === 0x2f));
    if (!isIso && !isClf) return writtenTime(bytes, start, end);
    const read = start + (isIso ? ISO_LENGTH : CLF_AT_MOST);
    if (!this.#before.isAgain(bytes, start, read)) this.#time = writtenTime(bytes, start, end);
    return this.#time;
  }
}
