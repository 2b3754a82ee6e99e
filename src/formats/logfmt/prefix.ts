/**
 * What stands before the pairs of a line: `I, [2026-11-22T18:34:01.123456 #4413]  INFO -- : ` of Ruby's Logger,
 * `App 4413 output: ` of Passenger around it, or a time.
 */
import { NO_TIME } from '../../record.ts';
import { ascii, digitsEnd, findByte, standsAt, wholeNumber } from '../../scan/bytes.ts';
import { isoTime } from '../../scan/iso-time.ts';

/** Time and process id, NO_TIME and 0 where it names none. */
export interface Prefix {
  readonly time: number;
  readonly pid: number;
}

const NOTHING: Prefix = { time: NO_TIME, pid: 0 };
const HASH = 0x23;
const COLON = 0x3a;
const APP = ascii('App ');
const OUTPUTS = [' output: ', ' stdout: ', ' stderr: '].map(ascii);
/** Length of `2026-11-22T18:34:01`. */
const TIME_LENGTH = 19;

/** Where the text after Passenger's `App 4413 output: ` begins; `start` if that does not stand there. */
function afterApp(bytes: Uint8Array, start: number, end: number): number {
  if (!standsAt(bytes, start, end, APP)) return start;
  const stop = digitsEnd(bytes, start + APP.length, end);
  const output = OUTPUTS.find((one) => standsAt(bytes, stop, end, one));
  return output && stop > start + APP.length ? stop + output.length : start;
}

/** Reads the text in `bytes[start, end)` that stands before the first pair, or is the whole line. */
export function readPrefix(bytes: Uint8Array, start: number, end: number): Prefix {
  if (end - start < TIME_LENGTH) return NOTHING;
  const from = afterApp(bytes, start, end);
  const app = from > start ? start + APP.length : -1;
  const pid = app < 0 ? 0 : Math.max(0, wholeNumber(bytes, app, digitsEnd(bytes, app, end)));
  // `I, [` and its kin: one letter for the severity.
  const isRuby = bytes[from + 1] === 0x2c && bytes[from + 2] === 0x20 && bytes[from + 3] === 0x5b;
  const time = isoTime(bytes, isRuby ? from + 4 : bytes[from] === 0x5b ? from + 1 : from, end);
  if (!isRuby || time === NO_TIME) return { time, pid };
  const hash = findByte(bytes, from + 4 + TIME_LENGTH, Math.min(end, from + 40), HASH);
  if (hash < 0) return { time, pid };
  const stop = digitsEnd(bytes, hash + 1, end);
  return { time, pid: bytes[stop] === 0x5d ? Math.max(0, wholeNumber(bytes, hash + 1, stop)) : pid };
}

/** Where the message of Ruby's Logger begins, after ` -- : ` or ` -- name: `; `start` where the line is not of that logger. */
export function messageStart(bytes: Uint8Array, start: number, end: number): number {
  const from = afterApp(bytes, start, end);
  if (bytes[from + 1] !== 0x2c || bytes[from + 2] !== 0x20 || bytes[from + 3] !== 0x5b) return from;
  for (let at = from + 4; at + 4 < Math.min(end, from + 120); at++) {
    if (bytes[at] !== 0x2d || bytes[at + 1] !== 0x2d || bytes[at + 2] !== 0x20) continue;
    const colon = findByte(bytes, at + 3, Math.min(end, at + 80), COLON);
    return colon >= 0 && colon + 1 < end && bytes[colon + 1] === 0x20 ? colon + 2 : start;
  }
  return start;
}
