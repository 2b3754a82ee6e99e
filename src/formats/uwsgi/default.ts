/**
 * uWSGI's default request line, in every shape `uwsgi_logit_simple` (core/logging.c) gives it:
 *
 *     [TEXT]HEAD ADDR (USER) {N vars in N bytes} [CTIME] METHOD URI TAIL
 *
 * The client writes ADDR (with log-x-forwarded-for), USER, METHOD and URI; so the head is read from the front,
 * the tail from the back, and where two readings of the line are possible the route is given up, not guessed.
 */
import { LineRecord, NO_TIME } from '../../record.ts';
import type { LineKind } from '../../record.ts';
import { CTIME_LENGTH, CtimeReader, looksLikeCtime } from '../../scan/ctime.ts';
import type { About, Format } from '../format.ts';
import { methodName } from '../method.ts';
import { ascii, digitsEnd, isDigit, standsAt } from '../../scan/bytes.ts';
import { isOwnPlace, repeatsTarget } from './foretext.ts';
import { anotherHead, findHead } from './head.ts';
import type { Head } from './head.ts';
import { lifecycleEvent } from './lifecycle.ts';
import { findOpening, lastTail, mentionsSwitches, mentionsTail } from './tail.ts';
import { PlainLine } from './plain-line.ts';
import type { Tail } from './tail.ts';

const VARS_IN = ascii(' vars in ');
const BYTES_TIME = ascii(' bytes} [');
const TIME_CLOSE = ascii('] ');

const SPACE = 0x20;
const QUOTE = 0x22;

/**
 * Two records on one line are two writers' when their counters and clocks are neighbours. Workers that write at the same
 * moment are at most their own number of requests apart; a forger does not see the counter and must guess it.
 */
const NEAR_REQUESTS = 64;
const NEAR_SECONDS = 600;

/** Where ` {N vars in N bytes} [CTIME] ` next stands in the range: the place of the ctime, or -1. */
function findTime(bytes: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (bytes[at] !== 0x7b || !isDigit(bytes[at + 1])) continue;
    const vars = digitsEnd(bytes, at + 1, end);
    if (!standsAt(bytes, vars, end, VARS_IN)) continue;
    const size = vars + VARS_IN.length;
    const sizeEnd = digitsEnd(bytes, size, end);
    if (sizeEnd === size || !standsAt(bytes, sizeEnd, end, BYTES_TIME)) continue;
    const time = sizeEnd + BYTES_TIME.length;
    if (standsAt(bytes, time + CTIME_LENGTH, end, TIME_CLOSE) && looksLikeCtime(bytes, time)) return time;
  }
  return -1;
}

const ABOUT: About = {
  title: "uWSGI's default request line, with memory-report",
  example:
    '{address space usage: 152367104 bytes/145MB} {rss usage: 27701248 bytes/26MB} [pid: 29783|app: 0|req: 12/48] 192.0.2.7 () {30 vars in 266 bytes} [Sun Nov 22 08:53:31 2026] GET /export?id=7 => generated 3 bytes in 8 msecs (HTTP/1.1 200) 2 headers in 84 bytes (1 switches on core 0)',
  tells: 'all: memory of the worker after each request',
  switchOn:
    'add `memory-report = true` to the uWSGI configuration (or --memory-report) and let it log some traffic',
  setup: 'uwsgi',
  landmarks: [
    { what: 'the worker, as in [pid: 29783|', pattern: /\[pid: \d+\|/ },
    { what: 'its counters, as in app: 0|req: 12/48]', pattern: /app: -?\d+\|req: -?\d+\/\d+\]/ },
    { what: 'the size of the request, as in {30 vars in 266 bytes}', pattern: /\{\d+ vars in \d+ bytes\}/ },
    {
      what: 'the time, as in [Sun Nov 22 08:53:31 2026]',
      pattern: /\[\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\]/,
    },
    {
      what: 'the answer, as in => generated 3 bytes in 8 msecs',
      pattern: / => generated \d+ bytes in \d+ \w+/,
    },
    { what: 'the end, as in (1 switches on core 0)', pattern: /\(\d+ switches on core \d+\)/ },
  ],
};

/** Parser of uWSGI's default request line and of the master's lifecycle lines. One for each stream of lines. */
export class UwsgiDefault implements Format {
  readonly name = 'uwsgi';
  readonly about = ABOUT;
  readonly isTimed = true;
  readonly isLineByLine = true;
  readonly hasPlainRuns = true;
  readonly #clock = new CtimeReader();
  readonly #plain = new PlainLine(this.#clock);
  readonly #head: Head = { start: 0, end: 0 };
  readonly #second: Head = { start: 0, end: 0 };
  readonly #tail: Tail = { start: 0, end: 0, status: 0, core: 0 };
  readonly #scratch = new LineRecord();

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    if (this.#plain.read(bytes, start, end, record) === end) return 'request';
    record.reset();
    return this.parseFully(bytes, start, end, record);
  }

  readAhead(bytes: Uint8Array, start: number, end: number, record: LineRecord): number {
    return this.#plain.read(bytes, start, end, record);
  }

  /** The same of any line, plain or not. The record must be reset. */
  parseFully(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    const head = this.#head;
    if (!findHead(bytes, start, end, record, head)) return this.#withoutHead(bytes, start, end, record);
    if (head.start > start) {
      // What stands in quotes is text that somebody sent, or a member of an object, escaped.
      if (bytes[head.start - 1] === QUOTE || isInObject(bytes, start, end)) return 'foreign';
      const kind = this.#foretext(bytes, start, record);
      if (kind) return kind;
    }
    const time = findTime(bytes, head.end, end);
    if (anotherHead(bytes, head.end, end, this.#scratch, this.#second)) {
      const second = this.#second.start;
      if (!this.#isNeighbour(bytes, end, time, record)) return this.#twoHeads(bytes, start, time, record);
      record.next = second;
      end = second;
    }
    if (time < 0) return this.#routeLost(bytes, start, end, record, 'cut or broken before the request');
    record.time = this.#clock.read(bytes, time);
    const kind = this.#request(bytes, time + CTIME_LENGTH + TIME_CLOSE.length, end, record);
    return kind ?? this.#routeLost(bytes, start, end, record, 'cut or broken after the request');
  }

  #withoutHead(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    const event = lifecycleEvent(bytes, start, end);
    if (event) {
      record.event = event;
      return 'lifecycle';
    }
    if (findTime(bytes, start, end) < 0 && !mentionsTail(bytes, start, end)) return 'foreign';
    record.reason = 'no whole process block ([pid: …|app: …|req: …/…])';
    return 'malformed';
  }

  /** What the text before the head makes of the line; undefined if the head is to be read. */
  #foretext(bytes: Uint8Array, start: number, record: LineRecord): LineKind | undefined {
    const head = this.#head.start;
    // A site (`--vhost`) ends in a space, so it cannot pass for a message of the master that lost its newline.
    const event = bytes[head - 1] === SPACE ? undefined : lifecycleEvent(bytes, start, head);
    if (event) {
      record.reset();
      record.event = event;
      record.next = head;
      return 'lifecycle';
    }
    if (!repeatsTarget(bytes, start, head)) return undefined;
    record.reset();
    record.reason = 'message that repeats a request';
    return 'ignored';
  }

  /**
   * Whether the second head of the line belongs to a second record, of a worker that wrote at the same moment:
   * it follows a whole record at once, has the same blocks, and its pid, counter and clock are a neighbour's.
   */
  #isNeighbour(bytes: Uint8Array, end: number, time: number, record: LineRecord): boolean {
    const other = this.#scratch;
    const second = this.#second;
    const apart = Math.abs(other.instanceRequests - record.instanceRequests);
    if (other.instanceRequests < 0 || record.instanceRequests < 0 || apart === 0 || apart > NEAR_REQUESTS)
      return false;
    if (other.pid === record.pid || time < 0 || time > second.start) return false;
    if (other.figures.some((figure, i) => figure > 0 !== record.figures[i]! > 0)) return false;
    if (!lastTail(bytes, time, second.start, this.#tail)) return false;
    const gap = second.start - this.#tail.end;
    if (gap > 1 || (gap === 1 && bytes[second.start - 1] !== SPACE)) return false;
    const otherTime = findTime(bytes, second.end, end);
    return (
      otherTime < 0 ||
      Math.abs(this.#clock.read(bytes, otherTime) - this.#clock.read(bytes, time)) <= NEAR_SECONDS
    );
  }

  /** A line with two heads of which one may be forged: the second record is given up, the first keeps at most its reading. */
  #twoHeads(bytes: Uint8Array, start: number, time: number, record: LineRecord): LineKind {
    const second = this.#second.start;
    // What stands before a head and a space may be the site a client asked for, a forged head included.
    if ((time < 0 || second < time) && bytes[second - 1] === SPACE) {
      record.reset();
      record.reason = 'two process blocks before the time';
      return 'malformed';
    }
    if (time >= 0 && time < second) record.time = this.#clock.read(bytes, time);
    return this.#routeLost(bytes, start, second, record, 'two requests in one line');
  }

  /** Reads what follows the time; undefined if the line ends too soon. */
  #request(bytes: Uint8Array, method: number, end: number, record: LineRecord): LineKind | undefined {
    let methodEnd = method;
    while (methodEnd < end && bytes[methodEnd] !== SPACE) methodEnd++;
    const path = methodEnd + 1;
    const tail = this.#tail;
    if (!lastTail(bytes, methodEnd, end, tail)) return undefined;
    if (findTime(bytes, path, tail.start) >= 0) {
      record.time = NO_TIME;
      return this.#unclear(record, 'two times in one request');
    }
    if (isTwofold(bytes, path, tail.start)) return this.#unclear(record, 'two ends of one request');
    // What follows the record is the server's: a line of another process glued to it, or fields of its own.
    if (record.next === end) record.next = tail.end;
    record.status = tail.status;
    record.core = tail.core;
    record.method = methodName(bytes, method, methodEnd);
    // uWSGI's stand-in for a line over 4096 bytes is `- -`: no method, no target.
    if (record.method === '' && bytes[path] === 0x2d && tail.start === path + 1) return 'request';
    record.pathBytes = bytes;
    record.pathStart = Math.min(path, tail.start);
    record.pathEnd = tail.start;
    return 'request';
  }

  #unclear(record: LineRecord, reason: string): LineKind {
    record.reason = reason;
    return 'request';
  }

  /**
   * A head whose request is lost still moves its worker's baseline, where uWSGI wrote it. Behind other text it
   * counts only with the marks of a whole record after it: the text may be what an application says of a request.
   */
  #routeLost(bytes: Uint8Array, start: number, end: number, record: LineRecord, reason: string): LineKind {
    const { start: head, end: headEnd } = this.#head;
    if (
      isOwnPlace(bytes, start, head) ||
      (record.time !== NO_TIME && mentionsSwitches(bytes, headEnd, end))
    ) {
      return this.#unclear(record, reason);
    }
    record.reset();
    record.reason = 'broken behind other text';
    return 'malformed';
  }
}

/** Whether the line is a JSON object: a head within it is text of one of its members, escaped. */
function isInObject(bytes: Uint8Array, start: number, end: number): boolean {
  return bytes[start] === 0x7b && bytes[start + 1] === 0x22 && bytes[end - 1] === 0x7d;
}

/**
 * Whether the target in `bytes[path, end)` can be read as ending sooner: it holds a whole beginning of a tail, so either
 * the target or the protocol after it is forged. Behind a `?` it does not matter: the path is the same either way.
 */
function isTwofold(bytes: Uint8Array, path: number, end: number): boolean {
  const opening = findOpening(bytes, path, end);
  return opening >= 0 && !bytes.subarray(path, opening).includes(0x3f);
}
