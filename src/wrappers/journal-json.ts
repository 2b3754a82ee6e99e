import { NO_TIME } from '../record.ts';
import { ascii, digitsEnd, find, needle, standsAt, wholeNumber } from '../scan/bytes.ts';
import { jsonValueEnd, JsonMembers, looksLikeObject } from './json-members.ts';
import { bytesOfList, unescapeJson } from './json-text.ts';
import { nameOf } from './names.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

const MESSAGE = needle('"MESSAGE"');
const OWN_FIELD = needle('"_');
const LINE_MAX = ascii('"line-max"');
const TRUE = ascii('"true"');
const NEWLINE = 0x0a;
const QUOTE = 0x22;
const OPEN_BRACKET = 0x5b;
const DIGITS_OF_MICROSECONDS = 6;

/** The fields that are wanted; of those for one purpose the earlier one counts. */
const FIELDS = [
  'MESSAGE',
  '__REALTIME_TIMESTAMP',
  '_HOSTNAME',
  'CONTAINER_NAME',
  'CONTAINER_ID_FULL',
  'CONTAINER_ID',
  '_PID',
  'SYSLOG_PID',
  '_STREAM_ID',
  '_LINE_BREAK',
  'CONTAINER_PARTIAL_MESSAGE',
] as const;
type FieldName = (typeof FIELDS)[number];
const NAMES = FIELDS.map(ascii);

/** Where the values of the wanted fields stand in one line; -1 where a field is missing. */
class Found {
  readonly #starts = new Int32Array(FIELDS.length);
  readonly #ends = new Int32Array(FIELDS.length);

  clear(): void {
    this.#starts.fill(-1);
  }

  put(place: number, start: number, end: number): void {
    this.#starts[place] = start;
    this.#ends[place] = end;
  }

  start(name: FieldName): number {
    return this.#starts[FIELDS.indexOf(name)]!;
  }

  end(name: FieldName): number {
    return this.#ends[FIELDS.indexOf(name)]!;
  }
}

/**
 * `journalctl -o json`, one object a line. A message that is no text is a list of its bytes, a field longer than 4 KiB
 * is null without `--all`, one that was given twice is a list of its values. Docker's journald driver names the container.
 */
export class JournalJson implements Wrapper {
  readonly name = 'journald';
  readonly openings = ['{"'];
  readonly #members = new JsonMembers();
  readonly #found = new Found();

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    if (!looksLikeObject(bytes, start, end)) return false;
    if (find(bytes, start, end, MESSAGE) < 0 || find(bytes, start, end, OWN_FIELD) < 0) return false;
    const found = this.#found;
    if (!this.#readFields(bytes, start, end)) return false;
    const message = found.start('MESSAGE');
    if (message < 0 || (found.start('__REALTIME_TIMESTAMP') < 0 && found.start('_HOSTNAME') < 0))
      return false;
    this.#whereFrom(bytes, into);
    into.goesOn =
      this.#is(bytes, '_LINE_BREAK', LINE_MAX) || this.#is(bytes, 'CONTAINER_PARTIAL_MESSAGE', TRUE);
    into.bytes = into.room(end - start);
    into.start = 0;
    into.end = messageText(bytes, message, found.end('MESSAGE'), into.bytes, 0);
    into.holdsLines = true;
    return true;
  }

  #readFields(bytes: Uint8Array, start: number, end: number): boolean {
    const members = this.#members;
    this.#found.clear();
    members.open(bytes, start, end);
    while (members.next()) {
      for (let i = 0; i < NAMES.length; i++) {
        if (!members.isNamed(NAMES[i]!)) continue;
        this.#found.put(i, members.start, members.end);
        break;
      }
    }
    return members.isWhole;
  }

  #whereFrom(bytes: Uint8Array, into: Peeled): void {
    const host = this.#text(bytes, '_HOSTNAME');
    const container =
      this.#text(bytes, 'CONTAINER_NAME') ||
      this.#text(bytes, 'CONTAINER_ID_FULL') ||
      this.#text(bytes, 'CONTAINER_ID');
    into.host = host === '' || container === '' ? host + container : `${host}/${container}`;
    // Of a container's line, the process that sent it is the daemon.
    if (container === '') into.pid = this.#number(bytes, '_PID') || this.#number(bytes, 'SYSLOG_PID');
    into.time = this.#number(bytes, '__REALTIME_TIMESTAMP', DIGITS_OF_MICROSECONDS) || NO_TIME;
    into.stream = this.#text(bytes, '_STREAM_ID') || String(into.pid);
  }

  /** The text of a field; empty if it is missing or no string. */
  #text(bytes: Uint8Array, name: FieldName): string {
    const start = this.#found.start(name);
    return start >= 0 && bytes[start] === QUOTE ? nameOf(bytes, start + 1, this.#found.end(name) - 1) : '';
  }

  /** A field that holds a whole number, without its last `dropped` digits; 0 if it does not. */
  #number(bytes: Uint8Array, name: FieldName, dropped = 0): number {
    const start = this.#found.start(name);
    if (start < 0) return 0;
    const from = bytes[start] === QUOTE ? start + 1 : start;
    return Math.max(0, wholeNumber(bytes, from, digitsEnd(bytes, from, this.#found.end(name)) - dropped));
  }

  #is(bytes: Uint8Array, name: FieldName, value: Uint8Array): boolean {
    const start = this.#found.start(name);
    return start >= 0 && standsAt(bytes, start, this.#found.end(name), value);
  }
}

/** Writes the message in `bytes[start, end)` to `out`: a string, a list of bytes, or a list of either, each a line; null is none. */
function messageText(bytes: Uint8Array, start: number, end: number, out: Uint8Array, to: number): number {
  if (bytes[start] === QUOTE) return unescapeJson(bytes, start + 1, end - 1, out, to);
  if (bytes[start] !== OPEN_BRACKET) return to;
  const asBytes = bytesOfList(bytes, start, end, out, to);
  if (asBytes >= 0) return asBytes;
  const first = to;
  let at = start + 1;
  while (at < end - 1) {
    if (bytes[at] === 0x20 || bytes[at] === 0x2c) {
      at++;
      continue;
    }
    const stop = jsonValueEnd(bytes, at, end - 1);
    if (stop <= at) break;
    if (to > first) out[to++] = NEWLINE;
    to = oneMessage(bytes, at, stop, out, to);
    at = stop;
  }
  return to;
}

function oneMessage(bytes: Uint8Array, start: number, end: number, out: Uint8Array, to: number): number {
  if (bytes[start] === QUOTE) return unescapeJson(bytes, start + 1, end - 1, out, to);
  return bytes[start] === OPEN_BRACKET ? Math.max(to, bytesOfList(bytes, start, end, out, to)) : to;
}
