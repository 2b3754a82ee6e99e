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
const LONG_TOKEN_FROM = 24;

/** ISO 639-1 codes common as a first segment and unlikely as a word of a path; others are left to the fan-out tree. */
const LANGUAGES = new Set(
  'ar bg bn ca cs da de el en es et fa fi fr hr hu ja ko lt lv nl pl pt ro ru sk sl sr sv th tr uk ur vi zh'.split(
    ' ',
  ),
);

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const DATE =
  /^(?:\d{4}[-_.]\d{2}(?:[-_.]\d{2})?(?:(?:[T ]|%20)\d{2}(?:[:-]|%3[Aa])?\d{2}.{0,24})?|\d{4}-\d{1,2}-\d{1,2}|\d{2}[-_.]\d{2}[-_.]\d{4}|\d{4}-W\d{2}|\d{4}-Q[1-4])$/;
const DECIMAL = /^-?\d{1,9}\.\d{3,}$/;
/** A list of numbers, or a place on the map: `1,2,3`, `52.52,-13.4`. */
const NUMBERS = /^-?\d{1,15}(?:\.\d{1,15})?(?:,-?\d{1,15}(?:\.\d{1,15})?)+$/;
const IPV4 = /^(?:\d{1,3}\.){3}\d{1,3}$/;
/** A hash as a part of the segment, as in a link that resets a password: `d2f1k8-9c1f…`. */
const HASH_PART = /(?:^|[-_.])(?=[A-Fa-f]*\d)[0-9A-Fa-f]{16,}(?:$|[-_.])/;
const PADDING = /(?:%3[Dd]){1,2}$/;
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

/** How many runs of one class there are: 0.6 for each byte of a random token, 0.4 in a name like `GetUserV2Handler`. */
function runs(bytes: Uint8Array, start: number, end: number): number {
  let count = 1;
  for (let at = start + 1; at < end; at++) {
    if ((CLASS[bytes[at - 1]!]! & ~HEX_LETTER) !== (CLASS[bytes[at]!]! & ~HEX_LETTER)) count++;
  }
  return count;
}

/** Whether `bytes[start, end)` is written as a uuid is. */
export function isUuid(bytes: Uint8Array, start: number, end: number): boolean {
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
  if (any & HEX_LETTER && length >= HEX_FROM) return ':hex';
  if (!(any & DIGIT) || any & OTHER) return undefined;
  if (length === 26 && ULID.test(textOf(bytes, start, end))) return ':ulid';
  if (length > HEX_FROM + 4 && any & (DASH | UNDERSCORE | DOT) && HASH_PART.test(textOf(bytes, start, end)))
    return ':token';
  return isToken(bytes, start, end, any) ? ':token' : undefined;
}

function isToken(bytes: Uint8Array, start: number, end: number, any: number): boolean {
  const length = end - start;
  const mixed = (any & LETTER) === LETTER;
  if (any & DOT && !(mixed && length >= 40)) return false;
  if (changes(bytes, start, end) < 3) return false;
  if (!mixed) return length >= PLAIN_TOKEN_FROM && !(any & (DASH | UNDERSCORE));
  return length >= TOKEN_FROM && runs(bytes, start, end) > (length < LONG_TOKEN_FROM ? 0.5 : 0.45) * length;
}

const beginsNumber = (byte: number): boolean => CLASS[byte] === DIGIT || byte === 0x2d || byte === 0x2b;

/** A value of digits and marks, or undefined. */
function numericValue(bytes: Uint8Array, start: number, end: number, any: number): string | undefined {
  const length = end - start;
  const sign = bytes[start] === 0x2d || (bytes[start] === 0x2b && length > 7);
  if (sign && length > 1 && survey(bytes, start + 1, end) === (DIGIT | HEX_LETTER)) return ':id';
  // Dates, addresses and numbers that are no ids have marks in them.
  if (!(any & (DASH | UNDERSCORE | DOT | OTHER))) return undefined;
  // A uuid has letters and none of the marks of a date: it is not worth a string.
  if (length > 64 || (length === 36 && isUuid(bytes, start, end))) return undefined;
  const text = textOf(bytes, start, end);
  if (length >= 7 && DATE.test(text)) return ':date';
  if (any & LETTER) return undefined;
  if (any & DOT && IPV4.test(text)) return ':ip';
  return DECIMAL.test(text) || NUMBERS.test(text) ? ':number' : undefined;
}

/**
 * The placeholder for the value in `bytes[start, end)`, or undefined if it reads like a name.
 * `first` says that it is the first segment of its path, where a language may stand alone.
 */
export function placeholder(
  bytes: Uint8Array,
  start: number,
  end: number,
  first: boolean,
): string | undefined {
  const length = end - start;
  if (length === 0 || length > 512) return length === 0 ? undefined : ':token';
  const any = survey(bytes, start, end);
  if (any === (DIGIT | HEX_LETTER)) return ':id';
  if (any & DIGIT && beginsNumber(bytes[start]!)) {
    const value = numericValue(bytes, start, end, any);
    if (value !== undefined) return value;
  }
  if (length >= HEX_FROM) {
    const value = longValue(bytes, start, end, any);
    if (value !== undefined) return value;
    if (any & OTHER && bytes[end - 3] === 0x25 && PADDING.test(textOf(bytes, start, end))) {
      const stop = bytes[end - 6] === 0x25 ? end - 6 : end - 3;
      return placeholder(bytes, start, stop, first);
    }
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
