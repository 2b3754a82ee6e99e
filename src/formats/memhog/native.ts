/** Lines that memhog's own middleware, probes and task handlers write: the tail says all, whatever stands before it. */
import { NO_TIME } from '../../record.ts';
import type { LineKind, LineRecord } from '../../record.ts';
import { isoTime } from '../../scan/iso-time.ts';
import type { About, Format } from '../format.ts';
import { findingIn } from './finding.ts';
import { addsRoute, fillHost, fillReading, fillRequest, namesRequest } from './fill.ts';
import { Names } from './names.ts';
import { repeatsPath } from './repeated.ts';
import type { MemorySeen } from './seen.ts';
import { beginsAsTail, isKnownVersion, MARK_LENGTH, readTail, Tail, trimmedEnd } from './tail.ts';

const ABOUT: About = {
  title: "memhog's own lines, from its middleware for Python, Ruby and Node",
  example:
    'memhog v=1 time=2026-11-22T18:52:02.123Z pid=4711 seq=12 inflight=1 rss=33570816 method=GET path="/users/7" route="/users/<int:id>" status=200 ms=3.117',
  tells:
    'all: memory of the worker after each request, its route, lost lines, and requests that ran side by side',
  switchOn:
    'add the middleware of memhog to the application (in Python, with --probe, the probe tells sooner)',
  setup: 'wsgi',
  landmarks: [
    { what: 'the mark, as in memhog v=1', pattern: /(?:^| )memhog v=1(?= )/ },
    { what: 'the memory, as in rss=33570816', pattern: / (?:rss|pss|uss|live|vsz)=\d+/ },
    {
      what: 'what was asked for, as in path="/users/7" or task=proj.add',
      pattern: / (?:method|path|route|task)=/,
    },
    {
      what: 'fields to the end of the line',
      pattern: /^(?:"[^"]*"|[^\s"=]+)?(?: [a-z_]+=(?:"[^"]*"|[^\s"=]+))*\s*$/,
    },
  ],
};

/** Parser of memhog's own lines. */
export class MemhogNative implements Format {
  readonly name = 'memhog';
  readonly about = ABOUT;
  readonly isTimed = false;
  readonly #tail = new Tail();
  readonly #names = new Names();
  readonly #seen: MemorySeen;

  /** `seen` is shared by the formats of one stream. */
  constructor(seen: MemorySeen) {
    this.#seen = seen;
  }

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    record.next = end;
    const tail = this.#tail;
    if (!readTail(bytes, start, end, tail)) {
      if (!beginsAsTail(bytes, start, end)) return 'foreign';
      record.reason = 'cut or broken memhog line';
      return 'malformed';
    }
    if (tail.span('trace').start >= 0 && beginsAsTail(bytes, start, end)) {
      record.finding = findingIn(bytes, start + MARK_LENGTH, trimmedEnd(bytes, start, end));
      fillHost(bytes, tail, this.#names, record);
      record.reason = 'finding of a trace';
      return 'ignored';
    }
    if (!namesRequest(tail)) {
      // Behind other text it is the end of an access line; alone it has lost the rest.
      if (tail.start > start || !beginsAsTail(bytes, start, end)) return 'foreign';
      record.reason = 'memhog line without a request';
      return 'malformed';
    }
    // A server's own line to which the probe adds the route says more than the tail.
    if (tail.start > start && addsRoute(tail)) return 'foreign';
    if (repeatsPath(bytes, start, tail.start)) return 'foreign';
    if (!isKnownVersion(bytes, tail)) {
      record.reason = 'memhog line of another version';
      return 'malformed';
    }
    this.#seen.isSeen = true;
    fillReading(bytes, tail, this.#names, record);
    if (record.time === NO_TIME && tail.start > start)
      record.time = isoTime(bytes, bytes[start] === 0x5b ? start + 1 : start, tail.start);
    fillRequest(bytes, tail, this.#names, record);
    if (record.pathStart < 0 && record.route === '') record.reason = 'memhog line without a path';
    return 'request';
  }
}
