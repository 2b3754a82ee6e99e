import { ascii } from '../scan/bytes.ts';
import { isoTime } from '../scan/iso-time.ts';
import { JsonMembers, looksLikeObject } from './json-members.ts';
import { unescapeJson } from './json-text.ts';
import { nameOf } from './names.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

const LOG = ascii('log');
const STREAM = ascii('stream');
const TIME = ascii('time');
const ATTRS = ascii('attrs');
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** The first two letters of each name: most lines of others show in theirs that they are none of Docker's. */
const BEGINNINGS = new Set(
  [LOG, STREAM, TIME, ATTRS].map(([first = 0, second = 0]) => (first << 8) | second),
);

/**
 * Docker's json-file: `{"log":"MSG\n","stream":"stdout","attrs":{…},"time":"2026-11-22T18:34:01.123456789Z"}`. A line
 * longer than 16 KiB is split into objects of which only the last one's text ends in a newline.
 */
export class DockerJson implements Wrapper {
  readonly name = 'docker';
  readonly openings = ['{"'];
  readonly #members = new JsonMembers();

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    if (!looksLikeObject(bytes, start, end) || !BEGINNINGS.has((bytes[start + 2]! << 8) | bytes[start + 3]!))
      return false;
    const members = this.#members;
    let logStart = -1;
    let logEnd = -1;
    members.open(bytes, start, end);
    while (members.next()) {
      if (members.isNamed(ATTRS)) continue;
      if (!members.isString) return false;
      const from = members.start + 1;
      const to = members.end - 1;
      if (members.isNamed(LOG)) [logStart, logEnd] = [from, to];
      else if (members.isNamed(STREAM)) into.stream = nameOf(bytes, from, to);
      else if (members.isNamed(TIME)) into.time = isoTime(bytes, from, to);
      else return false;
    }
    if (!members.isWhole || logStart < 0 || into.stream === '' || into.time < 0) return false;
    this.#text(bytes, logStart, logEnd, into);
    return true;
  }

  #text(bytes: Uint8Array, start: number, end: number, into: Peeled): void {
    const room = into.room(end - start);
    let stop = unescapeJson(bytes, start, end, room);
    into.goesOn = stop > 0 && room[stop - 1] !== NEWLINE;
    if (stop > 0 && room[stop - 1] === NEWLINE) stop--;
    if (stop > 0 && !into.goesOn && room[stop - 1] === RETURN) stop--;
    into.bytes = room;
    into.start = 0;
    into.end = stop;
  }
}
