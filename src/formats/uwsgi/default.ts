/**
 * uWSGI's default request line, in every shape `uwsgi_logit_simple` (core/logging.c) gives it:
 *
 *     [TEXT]HEAD ADDR (USER) {N vars in N bytes} [CTIME] METHOD URI TAIL
 *
 * The client writes ADDR (with log-x-forwarded-for), USER, METHOD and URI; so the head is read from the front,
 * the tail from the back, and where two readings of the line are possible the route is given up, not guessed.
 */
import { LineRecord } from '../../record.ts';
import type { LineKind } from '../../record.ts';
import { CTIME_LENGTH, CtimeReader, looksLikeCtime } from '../ctime.ts';
import type { Format } from '../format.ts';
import { methodName } from '../method.ts';
import { ascii, digitsEnd, isDigit, standsAt } from '../scan.ts';
import { anotherHead, findHead } from './head.ts';
import type { Head } from './head.ts';
import { lifecycleEvent } from './lifecycle.ts';
import { lastTail, mentionsTail } from './tail.ts';
import type { Tail } from './tail.ts';

const VARS_IN = ascii(' vars in ');
const BYTES_TIME = ascii(' bytes} [');
const TIME_CLOSE = ascii('] ');

/** Two records on one line are two writers' when their counters and clocks are neighbours; a forger does not know them. */
const NEAR_REQUESTS = 4096;
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

/** Parser of uWSGI's default request line and of the master's lifecycle lines. One for each stream of lines. */
export class UwsgiDefault implements Format {
  readonly name = 'uwsgi';
  readonly switchOn = 'add `memory-report = true` to the uWSGI configuration (or --memory-report) and let it log some traffic';
  readonly #clock = new CtimeReader();
  readonly #head: Head = { start: 0, end: 0 };
  readonly #second: Head = { start: 0, end: 0 };
  readonly #tail: Tail = { start: 0, end: 0, status: 0, core: 0 };
  readonly #scratch = new LineRecord();

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    if (!findHead(bytes, start, end, record, this.#head)) return this.#withoutHead(bytes, start, end, record);
    const head = this.#head.end;
    let time = findTime(bytes, head, end);
    if (anotherHead(bytes, head, end, this.#scratch, this.#second)) {
      const second = this.#second.start;
      if (this.#isNeighbour(bytes, end, time, record)) {
        record.next = second;
        end = second;
        if (time >= second) time = -1;
      } else if (time < 0 || second < time) {
        // Between the head and the time stands what a client may have sent: which head is the server's?
        record.reset();
        record.reason = 'two process blocks before the time';
        return 'malformed';
      }
    }
    if (time < 0) return this.#routeLost(record, 'cut or broken before the request');
    record.time = this.#clock.read(bytes, time);
    return this.#request(bytes, time + CTIME_LENGTH + TIME_CLOSE.length, end, record);
  }

  firstTime(bytes: Uint8Array): number | undefined {
    const at = findTime(bytes, 0, bytes.length);
    if (at < 0) return undefined;
    const time = this.#clock.read(bytes, at);
    return time < 0 ? undefined : time;
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

  /** Whether the second head of the line belongs to a second record, of a worker that wrote at the same moment. */
  #isNeighbour(bytes: Uint8Array, end: number, time: number, record: LineRecord): boolean {
    const other = this.#scratch;
    const apart = Math.abs(other.instanceRequests - record.instanceRequests);
    if (other.instanceRequests < 0 || record.instanceRequests < 0 || apart > NEAR_REQUESTS) return false;
    if (apart === 0) return false;
    const otherTime = findTime(bytes, this.#second.end, end);
    if (otherTime < 0 || time < 0 || time > this.#second.start) return true;
    return Math.abs(this.#clock.read(bytes, otherTime) - this.#clock.read(bytes, time)) <= NEAR_SECONDS;
  }

  #request(bytes: Uint8Array, method: number, end: number, record: LineRecord): LineKind {
    let methodEnd = method;
    while (methodEnd < end && bytes[methodEnd] !== 0x20) methodEnd++;
    const path = methodEnd + 1;
    const tail = this.#tail;
    if (!lastTail(bytes, methodEnd, end, tail)) return this.#routeLost(record, 'cut or broken after the request');
    if (findTime(bytes, path, tail.start) >= 0) return this.#routeLost(record, 'two requests in one line');
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

  #routeLost(record: LineRecord, reason: string): LineKind {
    record.reason = reason;
    return 'request';
  }
}
