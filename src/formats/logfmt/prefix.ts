/**
 * What stands before the pairs of a line: `I, [2026-11-22T18:34:01.123456 #4413]  INFO -- : ` of Ruby's Logger, or a time.
 */
import { NO_TIME } from '../../record.ts';
import { digitsEnd, findByte, wholeNumber } from '../../scan/bytes.ts';
import { isoTime } from '../../scan/iso-time.ts';

/** Time and process id, NO_TIME and 0 where it names none. */
export interface Prefix {
  readonly time: number;
  readonly pid: number;
}

const NOTHING: Prefix = { time: NO_TIME, pid: 0 };
const HASH = 0x23;
const COLON = 0x3a;
/** Length of `2026-11-22T18:34:01`. */
const TIME_LENGTH = 19;
/** With its fraction and zone. */
const LONGEST_TIME = 40;
/** Length of `I, [`. */
const RUBY_OPENING = 4;
const LONGEST_PREFIX = 160;

/** Reads the text in `bytes[start, end)` that stands before the first pair, or is the whole line. */
export function readPrefix(bytes: Uint8Array, start: number, end: number): Prefix {
  if (end - start < TIME_LENGTH) return NOTHING;
  const isRuby = isRubyLogger(bytes, start);
  const at = isRuby ? start + RUBY_OPENING : bytes[start] === 0x5b ? start + 1 : start;
  const time = isoTime(bytes, at, end);
  if (time === NO_TIME) return NOTHING;
  const hash = isRuby ? findByte(bytes, at + TIME_LENGTH, Math.min(end, at + LONGEST_TIME), HASH) : -1;
  if (hash < 0) return { time, pid: 0 };
  const stop = digitsEnd(bytes, hash + 1, end);
  return { time, pid: bytes[stop] === 0x5d ? Math.max(0, wholeNumber(bytes, hash + 1, stop)) : 0 };
}

/** Whether `I, [` or its kin stands at `start`: one letter for the severity. */
function isRubyLogger(bytes: Uint8Array, start: number): boolean {
  return bytes[start + 1] === 0x2c && bytes[start + 2] === 0x20 && bytes[start + 3] === 0x5b;
}

/** Where the message of Ruby's Logger begins, after ` -- : ` or ` -- name: `; `start` where the line is not of that logger. */
export function messageStart(bytes: Uint8Array, start: number, end: number): number {
  if (!isRubyLogger(bytes, start)) return start;
  for (let at = start + RUBY_OPENING; at + 4 < Math.min(end, start + LONGEST_PREFIX); at++) {
    if (bytes[at] !== 0x2d || bytes[at + 1] !== 0x2d || bytes[at + 2] !== 0x20) continue;
    const colon = findByte(bytes, at + 3, Math.min(end, start + LONGEST_PREFIX), COLON);
    return colon >= 0 && bytes[colon + 1] === 0x20 && colon + 1 < end ? colon + 2 : start;
  }
  return start;
}
