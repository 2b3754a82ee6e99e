/**
 * Access lines with the worker's memory in them: of Gunicorn, Hypercorn, Granian, uvicorn, and of whatever writes a
 * quoted request. The memory stands in a memhog tail, or in a field that the user added (`rss=33570816`).
 *
 *     BEFORE "METHOD TARGET PROTOCOL" BEHIND [memhog tail]
 */
import { NO_TIME, RSS } from '../../record.ts';
import type { LineKind, LineRecord } from '../../record.ts';
import type { About, Format, FormatOptions } from '../format.ts';
import { addsRoute, fillReading, fillRoute, namesRequest } from '../memhog/fill.ts';
import { Names } from '../memhog/names.ts';
import { repeatsPath } from '../memhog/repeated.ts';
import type { MemorySeen } from '../memhog/seen.ts';
import { isKnownVersion, readTail, Tail, trimmedEnd } from '../memhog/tail.ts';
import { methodName } from '../method.ts';
import { mendedSize, OVERFLOW } from '../overflow.ts';
import { BareRequest, findBareRequest } from './bare-request.ts';
import { keysWith } from './keys.ts';
import { findRequest, hasAnother, Request } from './request.ts';
import { readWords, Words } from './words.ts';
import { readBehind } from './zones.ts';

const OPEN_BRACE = 0x7b;
const COLON = 0x3a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const ABOUT: About = {
  title: 'access lines with memory added: Gunicorn, Hypercorn, Granian, uvicorn and their like',
  example:
    '192.0.2.7 - - [22/Nov/2026:18:58:47 +0000] "GET /export?id=7 HTTP/1.1" 200 2 "-" "curl/7.88.1" memhog v=1 pid=31910 seq=12 inflight=1 rss=20033536',
  tells: 'all with a memhog tail; with rss= and pid= of your own no lost lines and no requests side by side',
  switchOn:
    'add the memory to the access line: for Gunicorn by the logger class of memhog, else by its middleware',
  setup: 'gunicorn',
  landmarks: [
    { what: 'the request in quotes, as in "GET /export HTTP/1.1"', pattern: /"[A-Z_-]{1,20} [^"]{1,4000}"/ },
    { what: 'the status, as in 200', pattern: /\s[1-5]\d\d(?=\s|$)/ },
    {
      what: 'the memory, as in memhog v=1 pid=31910 rss=20033536, or rss=20033536',
      pattern: /(?:^|\s)(?:rss|mem|memory)\w{0,8}[=:] ?\d+/,
    },
  ],
};

/** Parser of access lines that carry memory. One for each stream of lines. */
export class Access implements Format {
  /**
   * Of the line read last. A tail that names neither request nor route is added by memhog's logger for Gunicorn alone: then
   * `gunicorn-access`, so that the server is known.
   */
  get name(): 'access' | 'gunicorn-access' {
    return this.#isOfGunicorn ? 'gunicorn-access' : 'access';
  }

  readonly about = ABOUT;
  readonly isTimed = false;
  readonly #tail = new Tail();
  readonly #names = new Names();
  readonly #request = new Request();
  readonly #another = new Request();
  readonly #bare = new BareRequest();
  readonly #words: Words;
  readonly #seen: MemorySeen;
  #isOfGunicorn = false;

  /** `seen` is shared by the formats of one stream; `options` may name fields. */
  constructor(seen: MemorySeen, options: FormatOptions = {}) {
    this.#words = new Words(keysWith(options));
    this.#seen = seen;
  }

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    if (start === end || bytes[start] === OPEN_BRACE) return 'foreign';
    const stop = trimmedEnd(bytes, start, end);
    const tail = this.#tail;
    const request = this.#request;
    const hasTail = readTail(bytes, start, stop, tail);
    // Such a line is memhog's own, whatever stands before it.
    if (hasTail && namesRequest(tail) && !addsRoute(tail)) return 'foreign';
    const textEnd = hasTail ? tail.start : stop;
    if (!findRequest(bytes, start, textEnd, request))
      return hasTail ? this.#withoutQuotes(bytes, start, textEnd, record) : 'foreign';
    if (repeatsPath(bytes, start, request.start)) return 'foreign';
    const words = this.#words;
    words.reset();
    readWords(bytes, start, request.start, stop, words);
    words.passRequest();
    readBehind(bytes, request.end, textEnd, stop, words);
    if (!hasTail && !words.hasField) return this.#withoutMemory(record);
    return this.#reading(bytes, textEnd, hasTail, record);
  }

  /** An access line without any field for memory: that of another server, unless this stream has lines with memory. */
  #withoutMemory(record: LineRecord): LineKind {
    const { hasProtocol, status } = this.#request;
    if (!this.#seen.isSeen || !hasProtocol || status === 0) return 'foreign';
    record.reason = 'access line without memory';
    return 'ignored';
  }

  #reading(bytes: Uint8Array, textEnd: number, hasTail: boolean, record: LineRecord): LineKind {
    const [request, words] = [this.#request, this.#words];
    this.#seen.isSeen = true;
    this.#isOfGunicorn = hasTail && !addsRoute(this.#tail) && this.#tail.span('route').start < 0;
    record.time = words.time;
    if (hasTail) {
      if (!this.#readTail(bytes, record)) return 'malformed';
    } else {
      if (words.isTwofold) {
        record.time = NO_TIME;
        record.reason = 'two memory figures, process ids or times in one line';
        return 'malformed';
      }
      if (words.seq >= 0) record.workerRequests = words.seq;
      if (words.inflight > 0) record.core = words.inflight - 1;
      else if (words.core > 0) record.core = words.core;
      record.figures.set(words.figures);
      record.figures[RSS] = mendedSize(record.figures[RSS]!, words.mebi);
      if (words.hasOverflow && words.mebi < 0) record.reason = OVERFLOW;
    }
    if (record.pid === 0 && !words.isTwofold) record.pid = words.pid;
    record.status = request.status > 0 ? request.status : words.status;
    // Which of two was asked for is sure only where the status follows.
    if (request.status === 0 && hasAnother(bytes, request, textEnd, this.#another)) {
      record.reason = 'two requests in one line';
      return 'request';
    }
    record.method = methodName(bytes, request.start + 1, request.methodEnd);
    setTarget(bytes, request, record);
    if (hasTail) fillRoute(bytes, this.#tail, this.#names, record);
    return 'request';
  }

  /** A line that ends in a tail and has no quoted request: one in bare words, or one whose route is lost. */
  #withoutQuotes(bytes: Uint8Array, start: number, textEnd: number, record: LineRecord): LineKind {
    // Behind a colon it is a message of a logger: a task's, say.
    if (repeatsPath(bytes, start, textEnd) || bytes[textEnd - 1] === COLON) return 'foreign';
    const [bare, words] = [this.#bare, this.#words];
    words.reset();
    readWords(bytes, start, textEnd, -1, words);
    record.time = words.time;
    if (!this.#readTail(bytes, record)) return 'malformed';
    this.#seen.isSeen = true;
    fillRoute(bytes, this.#tail, this.#names, record);
    if (!findBareRequest(bytes, start, textEnd, bare)) {
      record.reason = 'no request before the memory';
      return 'request';
    }
    record.method = bare.method;
    record.status = bare.status;
    record.pathBytes = bytes;
    record.pathStart = bare.pathStart;
    record.pathEnd = bare.pathEnd;
    return 'request';
  }

  /** Takes the tail into the record; false, with the record but for its reason forgotten, if it has no reading. */
  #readTail(bytes: Uint8Array, record: LineRecord): boolean {
    const isKnown = isKnownVersion(bytes, this.#tail);
    if (isKnown && fillReading(bytes, this.#tail, this.#names, record)) return true;
    const { next } = record;
    record.reset();
    record.next = next;
    record.reason = isKnown ? 'cut in its memory figures' : 'memhog tail of another version';
    return false;
  }
}

/** The target as the client sent it: Gunicorn and Apache put a backslash before a quote. */
function setTarget(bytes: Uint8Array, { pathStart, pathEnd }: Request, record: LineRecord): void {
  record.pathBytes = bytes;
  record.pathStart = pathStart;
  record.pathEnd = pathEnd;
  let at = pathStart;
  while (at < pathEnd && bytes[at] !== QUOTE) at++;
  if (at === pathEnd) return;
  record.pathBytes = bytes
    .subarray(pathStart, pathEnd)
    .filter((byte, i, all) => byte !== BACKSLASH || all[i + 1] !== QUOTE);
  record.pathStart = 0;
  record.pathEnd = record.pathBytes.length;
}
