/**
 * The words of an access line outside its quotes: `[time]`, `<pid>`, `[pid]`, `key=value`.
 *
 * Before the time stand the client's address and, in all common formats, the name it gave itself, unquoted. So a word
 * there counts only as long as nothing else stood before it, and again behind the time.
 */
import { FIGURE_COUNT, NO_TIME } from '../../record.ts';
import { CLF_LENGTH, clfTime } from '../../scan/clf-time.ts';
import { ascii, digitsEnd, isDigit, standsAt, wholeNumber } from '../../scan/bytes.ts';
import { CTIME_LENGTH, CtimeReader, looksLikeCtime } from '../../scan/ctime.ts';
import { isoTime, isoTimeEnd } from '../../scan/iso-time.ts';
import { isOverflow } from '../overflow.ts';
import { meaningOf } from './keys.ts';
import type { Keys, Meaning } from './keys.ts';
import { quantity } from './quantity.ts';
import { statusAt } from './request.ts';

const SPACE = 0x20;
const MARK = ascii('memhog');
/** RSS is whole pages; a bare figure that is not, at the very end of a line, was cut. */
const SMALLEST_PAGE = 4096;

/** What the words say. Mutable and reused. */
export class Words {
  time = NO_TIME;
  pid = 0;
  seq = -1;
  inflight = -1;
  core = -1;
  /** RSS in MiB as uWSGI prints it beside the bytes; -1 if absent. */
  mebi = -1;
  status = 0;
  readonly figures = new Float64Array(FIGURE_COUNT);
  /** A field for memory is there, whatever it says. */
  hasField = false;
  /** Two different readings or process ids: one of them is not the server's. */
  isTwofold = false;
  /** What stands next is the server's. */
  isTrusted = true;
  /** So is all that stands behind the request. */
  isBehindRequest = false;
  /** Something stood before that may be the client's. */
  #isDoubted = false;
  /** A time was found behind that. */
  #isRegained = false;

  /** Reads times as C prints them, remembered from line to line. */
  readonly clock = new CtimeReader();

  /** The memory is negative: uWSGI's `%(rss)`, overflowed. */
  hasOverflow = false;

  readonly keys: Keys;

  constructor(keys: Keys) {
    this.keys = keys;
  }

  /** Forgets the line before. */
  reset(): void {
    this.time = NO_TIME;
    this.pid = 0;
    this.seq = -1;
    this.inflight = -1;
    this.core = -1;
    this.mebi = -1;
    this.status = 0;
    this.figures.fill(0);
    this.hasField = false;
    this.hasOverflow = false;
    this.isTwofold = false;
    this.isTrusted = true;
    this.isBehindRequest = false;
    this.#isDoubted = false;
    this.#isRegained = false;
  }

  /** What follows stands behind the request. */
  passRequest(): void {
    this.isTrusted = true;
    this.isBehindRequest = true;
  }

  /** Something stands here that may be the client's, and so may what follows. */
  doubt(): void {
    if (this.isBehindRequest) return;
    this.isTrusted = false;
    this.#isDoubted = true;
  }

  /** Takes a process id that the line names. */
  setPid(pid: number): void {
    if (!this.isTrusted || pid <= 0 || pid >= 2 ** 32) return;
    if (this.pid > 0 && this.pid !== pid) this.isTwofold = true;
    this.pid = pid;
  }

  /** Takes the MiB of RSS. */
  setMebi(mebi: number): void {
    this.hasField = true;
    if (this.mebi >= 0 && this.mebi !== mebi) this.isTwofold = true;
    this.mebi = mebi;
  }

  /** Takes a time that the line names. Behind the address and the name there is one: of two, the client wrote one. */
  setTime(time: number): void {
    if (time === NO_TIME) return;
    if (this.time === NO_TIME) this.time = time;
    if (this.isBehindRequest || !this.#isDoubted) return;
    if (this.#isRegained) {
      this.isTwofold = true;
      this.time = time;
    }
    this.#isRegained = true;
    this.isTrusted = true;
  }
}

/** Reads the words of `bytes[start, end)`, in which no quote stands, into `words`. `lineEnd` is where the whole line ends. */
export function readWords(
  bytes: Uint8Array,
  start: number,
  end: number,
  lineEnd: number,
  words: Words,
): void {
  for (let at = start; at < end;) {
    const byte = bytes[at]!;
    if (byte === SPACE) at++;
    else if (byte === 0x5b) at = bracket(bytes, at, end, words);
    else if (isDigit(byte)) at = startsWithDigit(bytes, at, end, words);
    else at = word(bytes, at, end, lineEnd, words);
  }
}

/** Reads `[time]` or `[pid]`; where the next word may begin. */
function bracket(bytes: Uint8Array, at: number, end: number, words: Words): number {
  const inner = at + 1;
  const digits = digitsEnd(bytes, inner, end);
  if (digits > inner && digits < end && bytes[digits] === 0x5d) {
    words.setPid(wholeNumber(bytes, inner, digits));
    return digits + 1;
  }
  let stop = inner;
  while (stop < end && bytes[stop] !== 0x5d) stop++;
  if (digits > inner) {
    const clf = clfTime(bytes, inner, end);
    words.setTime(clf === NO_TIME ? isoTime(bytes, inner, end) : clf);
  } else if (stop - inner === CTIME_LENGTH && looksLikeCtime(bytes, inner)) {
    words.setTime(words.clock.read(bytes, inner));
  }
  return Math.min(end, stop + 1);
}

function startsWithDigit(bytes: Uint8Array, at: number, end: number, words: Words): number {
  const time = isoTime(bytes, at, end);
  if (time !== NO_TIME) {
    words.setTime(time);
    return isoTimeEnd(bytes, at, end);
  }
  const clf = clfTime(bytes, at, end);
  if (clf !== NO_TIME) {
    words.setTime(clf);
    const zone = at + CLF_LENGTH + 1;
    return digitsEnd(bytes, zone + 1, end) === zone + 5 ? zone + 5 : at + CLF_LENGTH;
  }
  words.doubt();
  return wordEnd(bytes, at, end);
}

function wordEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && bytes[at] !== SPACE) at++;
  return at;
}

function isCapitals(bytes: Uint8Array, at: number, end: number): boolean {
  while (at < end && bytes[at]! >= 0x41 && bytes[at]! <= 0x5a) at++;
  return at === end;
}

function isMark(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at === MARK.length && standsAt(bytes, at, end, MARK);
}

/** Reads `<pid>`, `key=value`, `key:value` or `key: value`; where the next word may begin. */
function word(bytes: Uint8Array, at: number, end: number, lineEnd: number, words: Words): number {
  let mark = at;
  while (mark < end && bytes[mark] !== SPACE && bytes[mark] !== 0x3d && bytes[mark] !== 0x3a) mark++;
  const isField = mark < end && bytes[mark] !== SPACE;
  if (!isField) {
    if (bytes[at] === 0x3c && bytes[mark - 1] === 0x3e && digitsEnd(bytes, at + 1, mark) === mark - 1)
      words.setPid(wholeNumber(bytes, at + 1, mark - 1));
    // A level, or the mark of a tail that stands in the middle of a line.
    else if (!isCapitals(bytes, at, mark) && !isMark(bytes, at, mark)) words.doubt();
    return mark;
  }
  const meaning = meaningOf(bytes, at, mark, words.keys);
  let value = mark + 1;
  if (bytes[mark] === 0x3a && value < end && bytes[value] === SPACE && meaning) value++;
  if (meaning?.what === 'time' && bytes[value] === 0x5b) return bracket(bytes, value, end, words);
  const stop = wordEnd(bytes, value, end);
  if (!meaning) {
    if (bytes[mark] === 0x3a && !(stop === value && isCapitals(bytes, at, mark))) words.doubt();
    return stop;
  }
  if (words.isTrusted) field(bytes, value, stop, lineEnd, meaning, words);
  return stop;
}

/** Takes the value in `bytes[start, end)` of a field that means something. */
function field(
  bytes: Uint8Array,
  start: number,
  end: number,
  lineEnd: number,
  { what, figure, factor }: Meaning,
  words: Words,
): void {
  const wasLast = end === lineEnd;
  if (end > start && (bytes[end - 1] === 0x2c || bytes[end - 1] === 0x3b || bytes[end - 1] === 0x0d)) end--;
  if (what === 'figure') {
    words.hasField = true;
    if (figure === 0 && isOverflow(bytes, start, end)) words.hasOverflow = true;
    const value = quantity(bytes, start, end, factor);
    const isCut = wasLast && figure === 0 && isDigit(bytes[end - 1]) && value % SMALLEST_PAGE !== 0;
    if (value <= 0 || isCut) return;
    if (words.figures[figure]! > 0 && words.figures[figure] !== value) words.isTwofold = true;
    words.figures[figure] = value;
    return;
  }
  if (what === 'time') {
    words.setTime(isoTime(bytes, start, end));
    return;
  }
  const open = start < end && (bytes[start] === 0x3c || bytes[start] === 0x5b) ? start + 1 : start;
  const digits = digitsEnd(bytes, open, end);
  const number = wholeNumber(bytes, open, digits);
  if (number < 0 || digits + (open - start) !== end) return;
  if (what === 'pid') words.setPid(number);
  else if (what === 'mebi') words.setMebi(number);
  else if (what === 'status') words.status = statusAt(bytes, open, digits);
  else words[what] = number;
}
