/**
 * The request line as nearly all of them are: both memory blocks or none, no text before it, nothing in what the client
 * wrote that has a space, and nothing after it. Such a line has one reading, found from front to back in one pass, its end
 * included. Any other is left to the full parser, which says the same of these (test/formats/uwsgi).
 *
 * Each step is given the place where it begins and returns the one where it ends, -1 if that is not what stands there:
 * with places held in fields the same took half as long again.
 */
import type { LineRecord } from '../../record.ts';
import { NO_TIME, RSS, VSZ } from '../../record.ts';
import { CTIME_LENGTH, looksLikeCtime } from '../../scan/ctime.ts';
import type { CtimeReader } from '../../scan/ctime.ts';
import { twoDigits } from '../../scan/calendar.ts';
import { digitsEnd } from '../../scan/bytes.ts';
import { literalOf, shortLiteralOf, stands, standsShort } from '../../scan/literal.ts';
import type { Literal, ShortLiteral } from '../../scan/literal.ts';
import { methodName } from '../method.ts';
import { LEAST_OVERFLOW } from '../overflow.ts';

const SPACE_USED = literalOf('{address space usage: ');
const BYTES = shortLiteralOf(' bytes/');
const RSS_USED = literalOf('MB} {rss usage: ');
const FIRST_PID = shortLiteralOf('[pid: ');
const PID = literalOf('MB} [pid: ');
const APP = shortLiteralOf('|app: ');
const REQ = shortLiteralOf('|req: ');
const VARS_IN = literalOf(' vars in ');
const BYTES_TIME = literalOf(' bytes} [');
const GENERATED = literalOf(' => generated ');
const BYTES_IN = literalOf(' bytes in ');
const MSECS = literalOf(' msecs (');
const HEADERS_IN = literalOf(' headers in ');
const IN_BYTES = literalOf(' bytes (');
const SWITCHES = literalOf(' switches on core ');

/** Sizes of more digits may be cut: that is for the full parser. */
const SIZE_DIGITS = 10;
const MIB = 2 ** 20;
/** A whole number of more digits is none. */
const MOST_DIGITS = 15;
/** uWSGI writes no line of more bytes than this. */
const LONGEST = 4096;
const NEWLINE = 0x0a;
const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const SLASH = 0x2f;
const ZERO = 0x30;
const COLON = 0x3a;
const BRACKET = 0x5b;
const BRACKET_CLOSE = 0x5d;
const BRACE = 0x7b;

/** The number that `number` read last: a place of its own, since what is returned is where it ends. */
const value = new Float64Array(1);

/** Reads plain lines. One for each stream: it remembers the block of bytes it looked at last, and the time it read last. */
export class PlainLine {
  readonly #clock: CtimeReader;
  #bytes: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);
  /** Where the last line stood that was none; it is asked for again when its end is known. */
  #failedAt = -1;
  /** The last time, and the words it was written with. */
  #time = NO_TIME;
  /** When its minute began, NaN if that is not known, and its year as a word. */
  #minute = NaN;
  #year = 0;
  readonly #timeWords = new Float64Array(CTIME_LENGTH / 8).fill(NaN);

  constructor(clock: CtimeReader) {
    this.#clock = clock;
  }

  /**
   * Reads the line that begins at `start` into `record`: every field that such a line has, and no other. Returns where the
   * line ends (at a line feed or at `end`); -1 if it is no plain line, and then the record is to be reset.
   */
  read(bytes: Uint8Array, start: number, end: number, record: LineRecord): number {
    if (bytes === this.#bytes && start === this.#failedAt) {
      // Should other bytes stand there by now, the full parser reads them too.
      this.#failedAt = -1;
      return -1;
    }
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const last = Math.min(end, start + LONGEST);
    const stop = this.#line(bytes, this.#view, start, last, record);
    const isWhole = stop >= 0 && (stop < last || last === end || bytes[stop] === NEWLINE);
    this.#failedAt = isWhole ? -1 : start;
    return isWhole ? stop : -1;
  }

  #line(bytes: Uint8Array, view: DataView, start: number, end: number, record: LineRecord): number {
    let at: number;
    if (bytes[start] === BRACE) at = memory(bytes, view, start, end, record);
    else {
      record.figures[VSZ] = record.figures[RSS] = 0;
      at = passShort(view, start, end, FIRST_PID);
    }
    if (at < 0 || (at = process(bytes, view, at, end, record)) < 0) return -1;
    if ((at = client(bytes, view, at, end)) < 0) return -1;
    const after = at + CTIME_LENGTH;
    if (after + 2 > end || bytes[after] !== BRACKET_CLOSE || bytes[after + 1] !== SPACE) return -1;
    if (!this.#readTime(at)) return -1;
    record.time = this.#time;
    at = request(bytes, after + 2, end, record);
    return at < 0 ? -1 : answer(bytes, view, at, end, record);
  }

  /** Reads the time; false if it is none. A busy log repeats each second many times, and each minute more often. */
  #readTime(at: number): boolean {
    const view = this.#view;
    const words = this.#timeWords;
    const third = view.getFloat64(at + 16, true);
    const second = view.getFloat64(at + 8, true);
    const first = view.getFloat64(at, true);
    const isSameMinute = second === words[1] && first === words[0];
    if (isSameMinute && third === words[2]) return true;
    if (isSameMinute && this.#readSecond(at)) {
      words[2] = third;
      return true;
    }
    if (!looksLikeCtime(this.#bytes, at) || hasControls(this.#bytes, at, at + CTIME_LENGTH)) return false;
    words[0] = first;
    words[1] = second;
    words[2] = third;
    this.#time = this.#clock.read(this.#bytes, at);
    this.#year = view.getInt32(at + 20, true);
    const seconds = twoDigits(this.#bytes, at + 17);
    this.#minute = this.#time === NO_TIME || seconds === 60 ? NaN : this.#time - seconds;
    return true;
  }

  /** Reads a time that may differ from the one before in its seconds alone; false if that cannot be said. */
  #readSecond(at: number): boolean {
    const bytes = this.#bytes;
    const seconds = twoDigits(bytes, at + 17);
    const isSecond = seconds < 60 && bytes[at + 16] === COLON && bytes[at + 19] === SPACE;
    if (!isSecond || this.#view.getInt32(at + 20, true) !== this.#year || !(this.#minute >= 0)) return false;
    this.#time = this.#minute + seconds;
    return true;
  }
}

/** Whether there is a control character among these bytes, such as the end of the line. */
function hasControls(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! < SPACE) return true;
  return false;
}

/** Steps over a text. */
function pass(view: DataView, at: number, end: number, literal: Literal): number {
  const after = at + literal.length;
  return after <= end && stands(view, at, literal) ? after : -1;
}

function passShort(view: DataView, at: number, end: number, literal: ShortLiteral): number {
  const after = at + literal.length;
  return after <= end && standsShort(view, at, literal) ? after : -1;
}

/** Steps over digits that nobody reads, and the text after them. */
function passDigits(bytes: Uint8Array, view: DataView, from: number, end: number, literal: Literal): number {
  const at = digitsEnd(bytes, from, end);
  return at > from ? pass(view, at, end, literal) : -1;
}

/** Reads a whole number of at most `most` digits into `value`. */
function number(bytes: Uint8Array, from: number, end: number, most: number): number {
  let at = from;
  let sum = 0;
  for (; at < end; at++) {
    // One comparison for both ends: what is below `0` wraps round to a large number.
    const digit = (bytes[at]! - ZERO) >>> 0;
    if (digit > 9) break;
    sum = sum * 10 + digit;
  }
  value[0] = sum;
  return at > from && at - from <= most ? at : -1;
}

/** Steps up to `stop`, the end of a word that holds nothing a line is read by; it may be empty. */
function passWord(bytes: Uint8Array, from: number, end: number, stop: number): number {
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === stop) return at;
    if (byte <= SPACE || byte === OPEN || byte === CLOSE || byte === BRACKET || byte === BRACE) return -1;
  }
  return -1;
}

/** Steps up to the next space, which does not stand here already. */
function toSpace(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== SPACE && bytes[at] !== NEWLINE) at++;
  return at > from && at < end && bytes[at] === SPACE ? at : -1;
}

/** Reads both memory blocks, of sizes that need no mending, and the beginning of the next. */
function memory(bytes: Uint8Array, view: DataView, start: number, end: number, record: LineRecord): number {
  let at = pass(view, start, end, SPACE_USED);
  if (at < 0 || (at = size(bytes, view, at, end, record, VSZ)) < 0) return -1;
  if ((at = pass(view, at, end, RSS_USED)) < 0 || (at = size(bytes, view, at, end, record, RSS)) < 0)
    return -1;
  return pass(view, at, end, PID);
}

/** Reads `N bytes/N` into a figure. */
function size(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  record: LineRecord,
  figure: number,
): number {
  let at = number(bytes, start, end, SIZE_DIGITS);
  const inBytes = value[0]!;
  if (at < 0 || !(inBytes > 0) || (at = passShort(view, at, end, BYTES)) < 0) return -1;
  if ((at = number(bytes, at, end, SIZE_DIGITS)) < 0) return -1;
  record.figures[figure] = inBytes;
  // Where the two disagree one of them may have overflowed.
  return value[0]! < LEAST_OVERFLOW || value[0] === Math.floor(inBytes / MIB) ? at : -1;
}

/** Reads `P|app: A|req: W/T] `. */
function process(bytes: Uint8Array, view: DataView, start: number, end: number, record: LineRecord): number {
  let at = number(bytes, start, end, MOST_DIGITS);
  if (at < 0 || !(value[0]! > 0)) return -1;
  record.pid = value[0]!;
  if ((at = passShort(view, at, end, APP)) < 0 || (at = number(bytes, at, end, MOST_DIGITS)) < 0) return -1;
  record.app = value[0]!;
  if ((at = passShort(view, at, end, REQ)) < 0 || (at = number(bytes, at, end, MOST_DIGITS)) < 0) return -1;
  record.workerRequests = value[0]!;
  if (bytes[at] !== SLASH || (at = number(bytes, at + 1, end, MOST_DIGITS)) < 0) return -1;
  record.instanceRequests = value[0]!;
  return bytes[at] === BRACKET_CLOSE && bytes[at + 1] === SPACE ? at + 2 : -1;
}

/** Steps over `ADDR (USER) {N vars in N bytes} [`, to the time. */
function client(bytes: Uint8Array, view: DataView, start: number, end: number): number {
  let at = passWord(bytes, start, end, SPACE);
  if (at < 0 || bytes[at + 1] !== OPEN || (at = passWord(bytes, at + 2, end, CLOSE)) < 0) return -1;
  if (bytes[at + 1] !== SPACE || bytes[at + 2] !== BRACE) return -1;
  at = passDigits(bytes, view, at + 3, end, VARS_IN);
  return at < 0 ? -1 : passDigits(bytes, view, at, end, BYTES_TIME);
}

/** Reads `METHOD TARGET`. */
function request(bytes: Uint8Array, start: number, end: number, record: LineRecord): number {
  const method = toSpace(bytes, start, end);
  const first = bytes[start]!;
  if (method < 0 || first < 0x41 || first > 0x5a) return -1;
  record.method = methodName(bytes, start, method);
  record.pathBytes = bytes;
  record.pathStart = method + 1;
  return (record.pathEnd = toSpace(bytes, method + 1, end));
}

/** Reads ` => generated N bytes in N msecs (PROTO STATUS) N headers in N bytes (N switches on core N)`, to the end of the line. */
function answer(bytes: Uint8Array, view: DataView, start: number, end: number, record: LineRecord): number {
  let at = pass(view, start, end, GENERATED);
  if (at < 0 || (at = passDigits(bytes, view, at, end, BYTES_IN)) < 0) return -1;
  if ((at = passDigits(bytes, view, at, end, MSECS)) < 0 || (at = passWord(bytes, at, end, SPACE)) < 0)
    return -1;
  if ((at = number(bytes, at + 1, end, MOST_DIGITS)) < 0) return -1;
  record.status = value[0]!;
  if (bytes[at] !== CLOSE || bytes[at + 1] !== SPACE) return -1;
  if ((at = passDigits(bytes, view, at + 2, end, HEADERS_IN)) < 0) return -1;
  if ((at = passDigits(bytes, view, at, end, IN_BYTES)) < 0) return -1;
  if ((at = passDigits(bytes, view, at, end, SWITCHES)) < 0) return -1;
  if ((at = number(bytes, at, end, MOST_DIGITS)) < 0 || bytes[at] !== CLOSE) return -1;
  record.core = value[0]!;
  return at + 1 === end || bytes[at + 1] === NEWLINE ? at + 1 : -1;
}
