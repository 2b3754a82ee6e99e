/**
 * The request line as nearly all of them are: both memory blocks or none, no text before it, nothing in what the client
 * wrote that has a space, and nothing after it. Such a line has one reading, found from front to back in one pass. Any other
 * is left to the full parser, which says the same of these (test/formats/uwsgi).
 */
import type { LineRecord } from '../../record.ts';
import { FIGURES } from '../../record.ts';
import { CTIME_LENGTH, looksLikeCtime } from '../../scan/ctime.ts';
import type { CtimeReader } from '../../scan/ctime.ts';
import { digitsEnd, wholeNumber } from '../../scan/bytes.ts';
import { standsLong, standsShort, wordsOf } from '../../scan/words.ts';
import type { Words } from '../../scan/words.ts';
import { methodName } from '../method.ts';

const SPACE_USED = wordsOf('{address space usage: ');
const BYTES = wordsOf(' bytes/');
const RSS_USED = wordsOf('MB} {rss usage: ');
const FIRST_PID = wordsOf('[pid: ');
const PID = wordsOf('MB} [pid: ');
const APP = wordsOf('|app: ');
const REQ = wordsOf('|req: ');
const VARS_IN = wordsOf(' vars in ');
const BYTES_TIME = wordsOf(' bytes} [');
const GENERATED = wordsOf(' => generated ');
const BYTES_IN = wordsOf(' bytes in ');
const MSECS = wordsOf(' msecs (');
const HEADERS_IN = wordsOf(' headers in ');
const IN_BYTES = wordsOf(' bytes (');
const SWITCHES = wordsOf(' switches on core ');

const VSZ = FIGURES.indexOf('vsz');
const RSS = FIGURES.indexOf('rss');
/** Sizes of more digits, and MiB of more, may be cut or mended: that is for the full parser. */
const SIZE_DIGITS = 10;
const MEBI_DIGITS = 3;
/** A line shorter than this lacks a part. */
const SHORTEST = 120;

const SPACE = 0x20;
const OPEN = 0x28;
const CLOSE = 0x29;
const SLASH = 0x2f;
const BRACKET = 0x5b;
const BRACKET_CLOSE = 0x5d;
const BRACE = 0x7b;

/** Reads plain lines. One for each stream: it remembers the block of bytes it looked at last. */
export class PlainLine {
  readonly #clock: CtimeReader;
  #bytes: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);

  constructor(clock: CtimeReader) {
    this.#clock = clock;
  }

  /** Reads `bytes[start, end)` into `record`; false if it is no plain line, and then the record is to be reset. */
  read(bytes: Uint8Array, start: number, end: number, record: LineRecord): boolean {
    if (end - start < SHORTEST) return false;
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const pid = bytes[start] === BRACE ? this.#memory(start, end, record) : this.#opening(start);
    if (pid < 0) return false;
    const head = this.#process(pid, end, record);
    if (head < 0) return false;
    const time = this.#time(head, end);
    if (time < 0) return false;
    record.time = this.#clock.read(bytes, time);
    return this.#request(time + CTIME_LENGTH + 2, end, record);
  }

  #opening(start: number): number {
    return standsShort(this.#view, start, FIRST_PID) ? start + FIRST_PID.length : -1;
  }

  /** Steps over a number and the longer literal after it; -1 if they do not stand there. */
  #numberThen(at: number, end: number, literal: Words): number {
    const stop = digitsEnd(this.#bytes, at, end);
    const after = stop + literal.length;
    return stop > at && after <= end && standsLong(this.#view, stop, literal) ? after : -1;
  }

  /** Reads both memory blocks, of sizes that need no mending; where the pid begins, or -1. */
  #memory(start: number, end: number, record: LineRecord): number {
    const view = this.#view;
    const bytes = this.#bytes;
    if (!standsLong(view, start, SPACE_USED)) return -1;
    const vsz = start + SPACE_USED.length;
    const vszEnd = digitsEnd(bytes, vsz, end);
    const vszMebi = vszEnd + BYTES.length;
    if (vszEnd === vsz || vszMebi > end || !standsShort(view, vszEnd, BYTES)) return -1;
    const rss = this.#numberThen(vszMebi, end, RSS_USED);
    if (rss < 0) return -1;
    const rssEnd = digitsEnd(bytes, rss, end);
    const rssMebi = rssEnd + BYTES.length;
    if (rssEnd === rss || rssMebi > end || !standsShort(view, rssEnd, BYTES)) return -1;
    const pid = this.#numberThen(rssMebi, end, PID);
    if (vszEnd - vsz > SIZE_DIGITS || rssEnd - rss > SIZE_DIGITS) return -1;
    if (rss - RSS_USED.length - vszMebi > MEBI_DIGITS || pid - PID.length - rssMebi > MEBI_DIGITS) return -1;
    record.figures[VSZ] = wholeNumber(bytes, vsz, vszEnd);
    record.figures[RSS] = wholeNumber(bytes, rss, rssEnd);
    return record.figures[RSS] > 0 ? pid : -1;
  }

  /** Reads `P|app: A|req: W/T] `; where it ends, or -1. */
  #process(pid: number, end: number, record: LineRecord): number {
    const view = this.#view;
    const bytes = this.#bytes;
    const pidEnd = digitsEnd(bytes, pid, end);
    const app = pidEnd + APP.length;
    if (app > end || !standsShort(view, pidEnd, APP)) return -1;
    const appEnd = digitsEnd(bytes, app, end);
    const own = appEnd + REQ.length;
    if (appEnd === app || own > end || !standsShort(view, appEnd, REQ)) return -1;
    const ownEnd = digitsEnd(bytes, own, end);
    const all = ownEnd + 1;
    if (ownEnd === own || bytes[ownEnd] !== SLASH) return -1;
    const allEnd = digitsEnd(bytes, all, end);
    if (allEnd === all || bytes[allEnd] !== BRACKET_CLOSE || bytes[allEnd + 1] !== SPACE) return -1;
    record.pid = wholeNumber(bytes, pid, pidEnd);
    record.app = wholeNumber(bytes, app, appEnd);
    record.workerRequests = wholeNumber(bytes, own, ownEnd);
    record.instanceRequests = wholeNumber(bytes, all, allEnd);
    return record.pid > 0 ? allEnd + 2 : -1;
  }

  /** Steps over a word that holds nothing a line is read by; where it ends, or -1 if it is something else. */
  #word(at: number, end: number): number {
    const bytes = this.#bytes;
    while (at < end) {
      const byte = bytes[at]!;
      if (byte === SPACE || byte === CLOSE) return at;
      if (byte === BRACE || byte === BRACKET || byte === OPEN) return -1;
      at++;
    }
    return -1;
  }

  /** Steps over ` ADDR (USER) {N vars in N bytes} [`; where the time begins, or -1. */
  #time(start: number, end: number): number {
    const bytes = this.#bytes;
    const address = this.#word(start, end);
    if (address < 0 || bytes[address] !== SPACE || bytes[address + 1] !== OPEN) return -1;
    const user = bytes[address + 2] === CLOSE ? address + 2 : this.#word(address + 2, end);
    if (user < 0 || bytes[user] !== CLOSE || bytes[user + 1] !== SPACE || bytes[user + 2] !== BRACE)
      return -1;
    const size = this.#numberThen(user + 3, end, VARS_IN);
    const time = size < 0 ? -1 : this.#numberThen(size, end, BYTES_TIME);
    const after = time + CTIME_LENGTH;
    if (time < 0 || after + 2 > end || !looksLikeCtime(bytes, time)) return -1;
    return bytes[after] === BRACKET_CLOSE && bytes[after + 1] === SPACE ? time : -1;
  }

  /** Reads `METHOD TARGET => …`, to the end of the line. */
  #request(start: number, end: number, record: LineRecord): boolean {
    const bytes = this.#bytes;
    const methodEnd = this.#space(start, end);
    const path = methodEnd + 1;
    const pathEnd = this.#space(path, end);
    const generated = pathEnd + GENERATED.length;
    const first = bytes[start]!;
    if (methodEnd === start || pathEnd === path || first < 0x41 || first > 0x5a) return false;
    if (generated > end || !standsLong(this.#view, pathEnd, GENERATED)) return false;
    const size = this.#numberThen(generated, end, BYTES_IN);
    const protocol = size < 0 ? -1 : this.#numberThen(size, end, MSECS);
    if (protocol < 0 || !this.#answer(protocol, end, record)) return false;
    record.method = methodName(bytes, start, methodEnd);
    record.pathBytes = bytes;
    record.pathStart = path;
    record.pathEnd = pathEnd;
    return true;
  }

  /** Reads `PROTO STATUS) N headers in N bytes (N switches on core N)`, to the end of the line. */
  #answer(start: number, end: number, record: LineRecord): boolean {
    const bytes = this.#bytes;
    const protocol = this.#word(start, end);
    if (protocol < 0 || bytes[protocol] !== SPACE) return false;
    const status = protocol + 1;
    const statusEnd = digitsEnd(bytes, status, end);
    if (statusEnd === status || bytes[statusEnd] !== CLOSE || bytes[statusEnd + 1] !== SPACE) return false;
    const size = this.#numberThen(statusEnd + 2, end, HEADERS_IN);
    const switches = size < 0 ? -1 : this.#numberThen(size, end, IN_BYTES);
    const core = switches < 0 ? -1 : this.#numberThen(switches, end, SWITCHES);
    if (core < 0 || core + 1 >= end || bytes[end - 1] !== CLOSE) return false;
    if (digitsEnd(bytes, core, end) !== end - 1) return false;
    // What is too long for a number is none.
    record.status = Math.max(0, wholeNumber(bytes, status, statusEnd));
    record.core = Math.max(0, wholeNumber(bytes, core, end - 1));
    return true;
  }

  /** Where the next space stands, or `end`. */
  #space(at: number, end: number): number {
    const bytes = this.#bytes;
    while (at < end && bytes[at] !== SPACE) at++;
    return at;
  }
}
