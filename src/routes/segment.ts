/**
 * Which segments of a path are values, not names: pure rules, one segment at a time, on bytes.
 * Short words with digits (`v1`, `s3`, `oauth2`) are names and stay. What the rules cannot know
 * (slugs, user names) is left to the fan-out tree of the profile.
 */

const DIGIT = 1;
const HEX_LETTER = 2;
const LOWER = 4;
const UPPER = 8;
const DASH = 16;
const UNDERSCORE = 32;
const DOT = 64;
const OTHER = 128;
const LETTER = LOWER | UPPER;

const CLASS = new Uint8Array(256).fill(OTHER);
for (let c = 0x30; c <= 0x39; c++) CLASS[c] = DIGIT;
for (let c = 0x41; c <= 0x5a; c++) CLASS[c] = UPPER | (c <= 0x46 ? HEX_LETTER : 0);
for (let c = 0x61; c <= 0x7a; c++) CLASS[c] = LOWER | (c <= 0x66 ? HEX_LETTER : 0);
CLASS[0x2d] = DASH;
CLASS[0x5f] = UNDERSCORE;
CLASS[0x2e] = DOT;
CLASS[0x3d] = 0; // padding of base64
CLASS[0x2b] = 0;

const HEX_FROM = 12;
const TOKEN_FROM = 16;
const PLAIN_TOKEN_FROM = 20;

/** ISO 639-1 codes common as a first segment and unlikely as a word of a path; others are left to the fan-out tree. */
const LANGUAGES = new Set('ar bg bn ca cs da de el en es et fa fi fr he hi hr hu ja ko lt lv nl pl pt ro ru sk sl sr sv th tr uk ur vi zh'.split(' '));

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const DATE = /^(?:\d{4}[-_.]\d{2}(?:[-_.]\d{2})?(?:[T ]\d{2}[:-]?\d{2}.{0,16})?|\d{2}[-_.]\d{2}[-_.]\d{4}|\d{4}-W\d{2}|\d{4}-Q[1-4])$/;
const DECIMAL = /^-?\d{1,9}\.\d{3,}$/;
const EMAIL = /^[^@/]{1,64}(?:@|%40)[A-Za-z0-9.-]{1,253}\.[A-Za-z]{2,24}$/;
const LOCALE = /^[a-z]{2}[-_](?:[A-Z]{2}|[a-z]{2}|[A-Z][a-z]{3}|419)$/;

/** How often a letter follows a digit or a digit a letter: random tokens do it all the time, names hardly ever. */
function changes(bytes: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let at = start + 1; at < end; at++) {
    const one = CLASS[bytes[at - 1]!]!;
    const two = CLASS[bytes[at]!]!;
    if ((one & DIGIT && two & LETTER) || (one & LETTER && two & DIGIT)) count++;
  }
  return count;
}

function isUuid(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const dash = i === 8 || i === 13 || i === 18 || i === 23;
    const kind = CLASS[bytes[start + i]!]!;
    if (dash ? kind !== DASH : !(kind & (DIGIT | HEX_LETTER))) return false;
  }
  return true;
}

/** All classes that occur in the range; HEX_LETTER only if every byte is a hex digit. */
function survey(bytes: Uint8Array, start: number, end: number): number {
  let any = 0;
  let hex = true;
  for (let at = start; at < end; at++) {
    const kind = CLASS[bytes[at]!]!;
    any |= kind & ~HEX_LETTER;
    if (!(kind & (DIGIT | HEX_LETTER))) hex = false;
  }
  return hex ? any | HEX_LETTER : any;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}

function longValue(bytes: Uint8Array, start: number, end: number, any: number): string | undefined {
  const length = end - start;
  if (isUuid(bytes, start, end)) return ':uuid';
  if (any & HEX_LETTER && length >= HEX_FROM && (any & DIGIT || length >= TOKEN_FROM)) return ':hex';
  if (!(any & DIGIT) || any & OTHER) return undefined;
  if (length === 26 && ULID.test(textOf(bytes, start, end))) return ':ulid';
  const mixed = (any & LETTER) === LETTER;
  if (any & DOT && !(mixed && length >= 40)) return undefined;
  const long = mixed ? length >= TOKEN_FROM : length >= PLAIN_TOKEN_FROM && !(any & (DASH | UNDERSCORE));
  return long && changes(bytes, start, end) >= 3 ? ':token' : undefined;
}

/**
 * The placeholder for the value in `bytes[start, end)`, or undefined if it reads like a name.
 * `first` says that it is the first segment of its path, where a language may stand alone.
 */
export function placeholder(bytes: Uint8Array, start: number, end: number, first: boolean): string | undefined {
  const length = end - start;
  if (length === 0 || length > 512) return length === 0 ? undefined : ':token';
  const any = survey(bytes, start, end);
  if (any === (DIGIT | HEX_LETTER)) return ':id';
  if (any & DIGIT) {
    if (bytes[start] === 0x2d && length > 1 && survey(bytes, start + 1, end) === (DIGIT | HEX_LETTER)) return ':id';
    if (length >= 7 && length <= 40 && DATE.test(textOf(bytes, start, end))) return ':date';
    if (any & DOT && !(any & LETTER) && DECIMAL.test(textOf(bytes, start, end))) return ':number';
  }
  if (length >= HEX_FROM) {
    const value = longValue(bytes, start, end, any);
    if (value !== undefined) return value;
  }
  if (any & OTHER && any & DOT && EMAIL.test(textOf(bytes, start, end))) return ':email';
  if (any & LOWER && length <= 7 && isLocale(bytes, start, end, first)) return ':locale';
  return undefined;
}

function isLocale(bytes: Uint8Array, start: number, end: number, first: boolean): boolean {
  const length = end - start;
  if (length === 2) return first && LANGUAGES.has(textOf(bytes, start, end));
  if (bytes[start + 2] !== 0x2d && bytes[start + 2] !== 0x5f) return false;
  return LOCALE.test(textOf(bytes, start, end)) && LANGUAGES.has(textOf(bytes, start, start + 2));
}

/** Longest file extension that may follow a value: `12345.json`. */
const LONGEST_EXTENSION = 5;

/** Where the extension of the segment starts (its dot), or `end` if it has none. */
export function extensionStart(bytes: Uint8Array, start: number, end: number): number {
  for (let at = end - 1; at > start && end - at <= LONGEST_EXTENSION + 1; at--) {
    if (bytes[at] === 0x2e) return at < end - 1 && CLASS[bytes[at + 1]!]! & LETTER ? at : end;
    if (!(CLASS[bytes[at]!]! & (LETTER | DIGIT))) return end;
  }
  return end;
}
