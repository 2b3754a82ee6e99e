import { NO_TIME } from '../record.ts';
import { ascii, digitsEnd, isDigit, wholeNumber } from '../scan/bytes.ts';
import { isoTime } from '../scan/iso-time.ts';
import { JsonMembers, looksLikeObject } from './json-members.ts';
import { unescapeJson } from './json-text.ts';
import { epochSeconds } from './stamps.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

/** What the member is called that holds a time. */
const TIMES = ['t', 'ts', 'time', 'timestamp', '@timestamp', 'unix', 'epoch', 'date', 'millis', 'micros'].map(
  ascii,
);
/** What those begin with: other names need not be compared with them. */
const LETTERS = new Set(TIMES.map(([first]) => first));
const SPACE = 0x20;

/**
 * uWSGI's `log-encoder = json {"t":${unix},"l":"${msg}"}` and its like: a message and when it was logged, nothing else.
 * The message may have any name; it is a text with a space in it.
 */
export class LogEncoder implements Wrapper {
  readonly name = 'log-encoder';
  readonly openings = ['{"'];
  readonly #members = new JsonMembers();

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    if (!looksLikeObject(bytes, start, end)) return false;
    const members = this.#members;
    let textStart = -1;
    let textEnd = -1;
    members.open(bytes, start, end);
    while (members.next()) {
      if (LETTERS.has(bytes[members.keyStart]) && TIMES.some((name) => members.isNamed(name))) {
        const time = timeOf(bytes, members);
        if (time === NO_TIME) return false;
        into.time = time;
      } else if (members.isString && textStart < 0) {
        textStart = members.start + 1;
        textEnd = members.end - 1;
      } else return false;
    }
    if (!members.isWhole || textStart < 0 || into.time === NO_TIME) return false;
    if (!bytes.subarray(textStart, textEnd).includes(SPACE)) return false;
    into.bytes = into.room(textEnd - textStart);
    into.start = 0;
    into.end = unescapeJson(bytes, textStart, textEnd, into.bytes);
    into.holdsLines = true;
    return true;
  }
}

/** The time in the present member: a count since 1970, of whatever unit, or ISO 8601. */
function timeOf(bytes: Uint8Array, members: JsonMembers): number {
  const start = members.isString ? members.start + 1 : members.start;
  const end = members.isString ? members.end - 1 : members.end;
  const iso = isoTime(bytes, start, end);
  if (iso !== NO_TIME) return iso;
  let stop = digitsEnd(bytes, start, end);
  const count = wholeNumber(bytes, start, Math.min(stop, start + 15)) * 10 ** Math.max(0, stop - start - 15);
  if (stop > start && bytes[stop] === 0x2e && isDigit(bytes[stop + 1]))
    stop = digitsEnd(bytes, stop + 1, end);
  return stop === end ? epochSeconds(count) : NO_TIME;
}
