/**
 * The memhog tail: what memhog's own loggers and middleware add to the end of a line, or write as a line of its own:
 *
 *     ... memhog v=1 pid=4711 seq=12 inflight=1 rss=33570816
 *     memhog v=1 time=2026-11-22T18:52:02.123Z pid=4711 seq=12 inflight=1 rss=33570816 method=GET path="/users/7" ...
 *     ... memhog v=1 at=start pid=4711 seq=12 inflight=1 every=1 rss=33570816 blocks=81234 gc=40/3/0 young=512 heap=9100288 alloc=glibc
 *
 * Clients write much of what stands before it. So the tail is looked for from the end of the line, and counts only when
 * all that follows its mark is `key=value`: a value never holds a bare quote, so nothing that a client is quoted with can
 * reach from within its quotes to the end of the line.
 */
import { FIGURE_COUNT, FIGURES } from '../../record.ts';
import { ascii, digitsEnd, find, needle, standsAt, wholeNumber } from '../../scan/bytes.ts';
import { isLiteral, readBare, readQuoted, Span } from './span.ts';

const OPENING = ascii('memhog v=');
const BEHIND_TEXT = needle(' memhog v=');
/** Of the word and the space before the first field. */
export const MARK_LENGTH = 'memhog '.length;
const ONE = ascii('1');

/** The keys that are read, in the order in which they are written; others are skipped. */
const KEYS = [
  ...['v', 'at', 'time', 'pid', 'host', 'seq', 'inflight', 'every'],
  ...['rss', 'vsz', 'pss', 'uss', 'live', 'blocks', 'gc', 'young', 'heap', 'small', 'alloc'],
  ...['method', 'path', 'route', 'task', 'status', 'spans_every', 'spans', 'ms', 'trace'],
] as const;
const LITERALS = KEYS.map((key) => ascii(key));
/** The name of a field that is read. */
export type Key = (typeof KEYS)[number];
const placeOf = (key: Key): number => KEYS.indexOf(key);

const SPACE = 0x20;
const QUOTE = 0x22;
const EQUALS = 0x3d;
const LONGEST_KEY = 32;
/** A reading of RSS is whole pages, of 4 KiB or more; one that is not, at the very end of a line, was cut. */
const SMALLEST_PAGE = 4096;

/** A tail, read. Mutable and reused. */
export class Tail {
  /** Where its mark begins (the space before it, if any). */
  start = 0;
  /** The number in it ends the line in the middle of its digits. */
  isCut = false;
  /** Place in KEYS of the field that ends the line; -1 for one that is not read. */
  last = -1;
  /** One for each of KEYS. */
  readonly spans: readonly Span[] = KEYS.map(() => new Span());

  /** Forgets the line before. */
  reset(): void {
    this.isCut = false;
    for (const span of this.spans) span.start = -1;
  }

  /** The value of a key; its `start` is -1 when the tail has none. */
  span(key: Key): Span {
    return this.spans[placeOf(key)]!;
  }
}

/** Place in KEYS of the key in `bytes[start, end)`, or -1. The one after the last is tried first: writers keep the order. */
function keyAt(bytes: Uint8Array, start: number, end: number, after: number): number {
  for (let i = 1; i <= KEYS.length; i++) {
    const place = (after + i) % KEYS.length;
    const literal = LITERALS[place]!;
    if (literal.length === end - start && standsAt(bytes, start, end, literal)) return place;
  }
  return -1;
}

function keyEnd(bytes: Uint8Array, at: number, end: number): number {
  const last = Math.min(end, at + LONGEST_KEY);
  while (at < last) {
    const byte = bytes[at]!;
    if (!((byte >= 0x61 && byte <= 0x7a) || byte === 0x5f || (byte >= 0x30 && byte <= 0x39))) break;
    at++;
  }
  return at;
}

const skipped = new Span();

/** Reads `bytes[at, end)` into `tail`; false unless all of it is `key=value` with one space between, each known key once. */
function readFields(bytes: Uint8Array, at: number, end: number, tail: Tail): boolean {
  tail.reset();
  let last = -1;
  for (;;) {
    const stop = keyEnd(bytes, at, end);
    if (stop === at || stop + 1 >= end || bytes[stop] !== 0x3d) return false;
    const place = keyAt(bytes, at, stop, last);
    const span = place < 0 ? skipped : tail.spans[place]!;
    if (place >= 0) {
      if (span.start >= 0) return false;
      last = place;
    }
    const value = stop + 1;
    at = bytes[value] === 0x22 ? readQuoted(bytes, value, end, span) : readBare(bytes, value, end, span);
    if (at < 0) return false;
    if (at === end) {
      tail.last = place;
      tail.isCut = place === placeOf('rss') && numberOf(bytes, span) % SMALLEST_PAGE !== 0;
      return true;
    }
    if (bytes[at] !== 0x20) return false;
    at++;
  }
}

/** Where the line ends but for blanks. */
export function trimmedEnd(bytes: Uint8Array, start: number, end: number): number {
  while (end > start && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0x0d || bytes[end - 1] === 0x09))
    end--;
  return end;
}

/** Reads the tail whose word `memhog` stands at `at`; what follows must be fields to the end of the line. */
export function tailAt(bytes: Uint8Array, at: number, end: number, tail: Tail): boolean {
  tail.start = at;
  return readFields(bytes, at + MARK_LENGTH, trimmedEnd(bytes, at, end), tail);
}

/** Whether the line begins as one that memhog's middleware writes. */
export function beginsAsTail(bytes: Uint8Array, start: number, end: number): boolean {
  return standsAt(bytes, start, end, OPENING);
}

/** A look at the last field only: false for most lines that have no tail, and for none that has one. */
export function mayEndInTail(bytes: Uint8Array, start: number, end: number): boolean {
  let at = trimmedEnd(bytes, start, end) - 1;
  // A value that is not quoted holds neither.
  while (at > start && bytes[at] !== SPACE && bytes[at] !== EQUALS && bytes[at] !== QUOTE) at--;
  return at > start && bytes[at] !== SPACE;
}

/** Reads the tail of the line `bytes[start, end)`, if it has one. */
export function readTail(bytes: Uint8Array, start: number, end: number, tail: Tail): boolean {
  if (beginsAsTail(bytes, start, end) && tailAt(bytes, start, end, tail)) return true;
  let at = -1;
  for (let next = find(bytes, start, end, BEHIND_TEXT); next >= 0;) {
    at = next;
    next = find(bytes, at + 1, end, BEHIND_TEXT);
  }
  if (at < 0 || !tailAt(bytes, at + 1, end, tail)) return false;
  tail.start = at;
  return true;
}

/** Whether the tail is of the one version there is; lines of Celery's older handlers name none. */
export function isKnownVersion(bytes: Uint8Array, tail: Tail): boolean {
  const version = tail.span('v');
  return version.start < 0 || isLiteral(bytes, version, ONE);
}

/** The whole number of a value; -1 if it is none, or none is there. */
export function numberOf(bytes: Uint8Array, { start, end }: Span): number {
  return start < 0 || digitsEnd(bytes, start, end) !== end ? -1 : wholeNumber(bytes, start, end);
}

const START = ascii('start');

/** Whether the figures stand for the moment the request began. */
export function isAtStart(bytes: Uint8Array, tail: Tail): boolean {
  const at = tail.span('at');
  return at.start >= 0 && isLiteral(bytes, at, START);
}

/** The whole number of a figure of the probe; -1 if it says none. A number at the very end of the line was cut: `alloc` follows. */
export function probedNumber(bytes: Uint8Array, tail: Tail, key: Key): number {
  return tail.last === placeOf(key) ? -1 : numberOf(bytes, tail.span(key));
}

const FIGURE_SPANS = FIGURES.map((figure) => KEYS.findIndex((key) => key === figure));

/** Writes the memory figures of the tail into `figures`, one for each of FIGURES; whether there is any. One that was cut is none. */
export function figuresOf(bytes: Uint8Array, tail: Tail, figures: Float64Array): boolean {
  let isAny = false;
  const cut = isAtStart(bytes, tail) ? tail.last : tail.isCut ? FIGURE_SPANS[0]! : -1;
  for (let figure = 0; figure < FIGURE_COUNT; figure++) {
    const place = FIGURE_SPANS[figure]!;
    const value = place < 0 || place === cut ? -1 : numberOf(bytes, tail.spans[place]!);
    figures[figure] = Math.max(0, value);
    isAny ||= value > 0;
  }
  return isAny;
}
