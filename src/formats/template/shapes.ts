/** Where the text of a field ends, by its shape. Every search is bounded, so that a whole line stays linear. */
import { NO_TIME } from '../../record.ts';
import { ascii, digitsEnd, isDigit } from '../../scan/bytes.ts';
import { CLF_LENGTH, clfTime } from '../../scan/clf-time.ts';
import { CTIME_LENGTH, looksLikeCtime } from '../../scan/ctime.ts';
import { isoTime, isoTimeEnd } from '../../scan/iso-time.ts';
import type { Shape } from './part.ts';

const MINUS = 0x2d;
const DOT = 0x2e;
const SPACE = 0x20;
const ZONE_LENGTH = 5;

/** The most bytes a shape may take; a `free` text may take any. */
export const LONGEST: Readonly<Record<Shape, number>> = {
  number: 24,
  decimal: 48,
  two: 2,
  four: 4,
  method: 32,
  protocol: 16,
  word: 128,
  letters: 16,
  zone: 6,
  ctime: CTIME_LENGTH,
  clf: CLF_LENGTH + 1 + ZONE_LENGTH,
  time: 48,
  free: Number.MAX_SAFE_INTEGER,
};

function alphabet(letters: string): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of ascii(`${letters}ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789`))
    table[byte] = 1;
  return table;
}

/** Letters of a token (RFC 9110, 5.6.2) but for `|`, which stands between the fields of many formats. */
const METHOD = alphabet("!#$%&'*+-.^_`~");
const WORD = alphabet('_.-+/');
const LETTERS = alphabet('').fill(0, 0x30, 0x3a);

const DIGITS = alphabet('').fill(0, 0x3a);
/** Bytes that may stand in a text of each shape; a shape that is left out may hold any. */
const ALPHABETS: Readonly<Partial<Record<Shape, Uint8Array>>> = {
  number: withAll(DIGITS, '-'),
  decimal: withAll(DIGITS, '-.'),
  two: withAll(DIGITS, ' '),
  four: withAll(DIGITS, ' '),
  method: METHOD,
  protocol: alphabet('/.-'),
  word: WORD,
  letters: LETTERS,
  zone: withAll(DIGITS, '+-:Z'),
};

function withAll(letters: Uint8Array, more: string): Uint8Array {
  const table = letters.slice();
  for (const byte of ascii(more)) table[byte] = 1;
  return table;
}

/** Whether a text of this shape may hold the byte. */
export function mayHold(shape: Shape, byte: number): boolean {
  return ALPHABETS[shape]?.[byte] !== 0;
}

function run(bytes: Uint8Array, at: number, end: number, letters: Uint8Array, longest: number): number {
  const last = Math.min(end, at + longest);
  while (at < last && letters[bytes[at]!] === 1) at++;
  return at;
}

/** Digits, with a minus if need be; `-` alone is how servers print that there is none. */
function numberEnd(bytes: Uint8Array, at: number, end: number): number {
  const digits = at < end && bytes[at] === MINUS ? at + 1 : at;
  const last = Math.min(end, at + LONGEST.number);
  const stop = digitsEnd(bytes, digits, last);
  return stop === at || (stop === last && last < end && isDigit(bytes[last])) ? -1 : stop;
}

function decimalEnd(bytes: Uint8Array, at: number, end: number): number {
  const stop = numberEnd(bytes, at, end);
  if (stop < 0 || stop + 1 >= end || bytes[stop] !== DOT || !isDigit(bytes[stop + 1])) return stop;
  return digitsEnd(bytes, stop + 1, Math.min(end, at + LONGEST.decimal));
}

/** `HTTP/1.1`, `HTTP/2` or `-`. */
function protocolEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at < end && bytes[at] === MINUS) return at + 1;
  const name = run(bytes, at, end, LETTERS, LONGEST.protocol / 2);
  if (name === at || name >= end || bytes[name] !== 0x2f) return -1;
  const last = Math.min(end, at + LONGEST.protocol);
  const major = digitsEnd(bytes, name + 1, last);
  if (major === name + 1) return -1;
  return major + 1 < last && bytes[major] === DOT ? digitsEnd(bytes, major + 1, last) : major;
}

function digitsAt(bytes: Uint8Array, at: number, end: number, count: number): number {
  if (at + count > end) return -1;
  for (let i = at; i < at + count; i++) if (!isDigit(bytes[i]) && (i > at || bytes[i] !== SPACE)) return -1;
  return at + count;
}

/** `+0000`, `+00:00` or `Z`. */
function zoneEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  if (bytes[at] === 0x5a) return at + 1;
  if (bytes[at] !== 0x2b && bytes[at] !== MINUS) return -1;
  const hours = digitsEnd(bytes, at + 1, Math.min(end, at + ZONE_LENGTH));
  if (hours - at === ZONE_LENGTH) return hours;
  if (hours - at !== 3 || hours + 3 > end || bytes[hours] !== 0x3a) return -1;
  return digitsAt(bytes, hours + 1, end, 2);
}

function ctimeEnd(bytes: Uint8Array, at: number, end: number): number {
  return at + CTIME_LENGTH <= end && looksLikeCtime(bytes, at) ? at + CTIME_LENGTH : -1;
}

function clfEnd(bytes: Uint8Array, at: number, end: number): number {
  const zone = at + CLF_LENGTH + 1;
  if (zone >= end || bytes[zone - 1] !== SPACE || bytes[at + 2] !== 0x2f || bytes[at + 11] !== 0x3a)
    return -1;
  return zoneEnd(bytes, zone, end);
}

/** A time in whichever of the known ways of writing one. */
function timeEnd(bytes: Uint8Array, at: number, end: number): number {
  const ctime = ctimeEnd(bytes, at, end);
  if (ctime >= 0) return ctime;
  const clf = clfEnd(bytes, at, end);
  if (clf >= 0) return clf;
  if (clfTime(bytes, at, end) !== NO_TIME) return at + CLF_LENGTH;
  if (isoTime(bytes, at, end) !== NO_TIME) return isoTimeEnd(bytes, at, Math.min(end, at + LONGEST.time));
  return decimalEnd(bytes, at, end);
}

/** Where the text that starts at `at` and has this shape ends, or -1 if it has not. Not for `free`, which ends anywhere. */
export function shapeEnd(shape: Shape, bytes: Uint8Array, at: number, end: number): number {
  switch (shape) {
    case 'number':
      return numberEnd(bytes, at, end);
    case 'decimal':
      return decimalEnd(bytes, at, end);
    case 'two':
      return digitsAt(bytes, at, end, 2);
    case 'four':
      return digitsAt(bytes, at, end, 4);
    case 'method':
      return run(bytes, at, end, METHOD, LONGEST.method);
    case 'protocol':
      return protocolEnd(bytes, at, end);
    case 'word':
      return run(bytes, at, end, WORD, LONGEST.word);
    case 'letters':
      return run(bytes, at, end, LETTERS, LONGEST.letters);
    case 'zone':
      return zoneEnd(bytes, at, end);
    case 'ctime':
      return ctimeEnd(bytes, at, end);
    case 'clf':
      return clfEnd(bytes, at, end);
    case 'time':
      return timeEnd(bytes, at, end);
    case 'free':
      return -1;
  }
}
