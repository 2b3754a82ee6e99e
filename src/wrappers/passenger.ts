import { ascii, digitsEnd, find, needle, standsAt, wholeNumber } from '../scan/bytes.ts';
import { isoTime } from '../scan/iso-time.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

const APP = ascii('App ');
const PREFIX_CLOSE = needle(' ]: ');
const WAYS = [' output: ', ' stdout: ', ' stderr: '].map(ascii);
const CODE_LENGTH = 4;
/** The longest prefix seen is 75 bytes; a bracket further on is not its end. */
const LONGEST_PREFIX = 200;

/**
 * What an application writes under Passenger: `App 12345 output: MSG`, in Passenger's own log behind
 * `[ N 2026-11-22 18:34:01.1234 12345/T5 age/Cor/App.cpp:123 ]: `. The process id is the application's.
 */
export class Passenger implements Wrapper {
  readonly name = 'passenger';
  readonly openings = ['[ ', 'Ap'];

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    let at = start;
    if (bytes[start] === 0x5b) {
      const close = find(bytes, start, Math.min(end, start + LONGEST_PREFIX), PREFIX_CLOSE);
      if (close < 0) return false;
      into.time = isoTime(bytes, start + CODE_LENGTH, close);
      at = close + PREFIX_CLOSE.literal.length;
    }
    if (!standsAt(bytes, at, end, APP)) return false;
    const pid = at + APP.length;
    const pidEnd = digitsEnd(bytes, pid, end);
    const way = WAYS.find((literal) => standsAt(bytes, pidEnd, end, literal));
    if (pidEnd === pid || !way) return false;
    into.pid = Math.max(0, wholeNumber(bytes, pid, pidEnd));
    into.start = pidEnd + way.length;
    return true;
  }
}
