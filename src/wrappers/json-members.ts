/**
 * Reading one JSON object where it stands, member by member, without making anything of it: a log line is wrapped in
 * an object of a few members, of which two or three are wanted.
 */
import { standsAt } from '../scan/bytes.ts';
import { nestedEnd } from '../scan/json-nesting.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function afterBlanks(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && isBlank(bytes[at])) at++;
  return at;
}

/** Where the string whose opening quote stands at `at` ends, past its closing quote; -1 if it is not closed. */
function stringEnd(bytes: Uint8Array, at: number, end: number): number {
  for (at++; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at++;
  }
  return -1;
}

/** Where the value that starts at `at` ends; -1 if there is none. */
export function jsonValueEnd(bytes: Uint8Array, at: number, end: number): number {
  const first = bytes[at];
  if (first === QUOTE) return stringEnd(bytes, at, end);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return nestedEnd(bytes, at, end, stringEnd);
  const start = at;
  while (at < end && bytes[at] !== COMMA && bytes[at] !== CLOSE_BRACE && bytes[at] !== CLOSE_BRACKET) at++;
  while (at > start && isBlank(bytes[at - 1])) at--;
  return at > start ? at : -1;
}

/** Whether `bytes[start, end)` begins like a JSON object with members and ends like one. */
export function looksLikeObject(bytes: Uint8Array, start: number, end: number): boolean {
  return (
    bytes[start + 1] === QUOTE &&
    end - start > 4 &&
    bytes[start] === OPEN_BRACE &&
    bytes[end - 1] === CLOSE_BRACE
  );
}

/** Walks the members of one object. Reused from line to line. */
export class JsonMembers {
  /** The present member's name is `bytes[keyStart, keyEnd)`, its value, quotes or brackets included, `bytes[start, end)`. */
  keyStart = 0;
  keyEnd = 0;
  start = 0;
  end = 0;
  /** Whether the walk came to the closing brace and nothing follows. */
  isWhole = false;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #limit = 0;

  /** Begins with the object whose brace stands at `start`. */
  open(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes = bytes;
    this.#at = start + 1;
    this.#limit = end;
    this.isWhole = false;
  }

  /** Steps to the next member; false when there is none, or when what follows is no member. */
  next(): boolean {
    const bytes = this.#bytes;
    const limit = this.#limit;
    let at = afterBlanks(bytes, this.#at, limit);
    if (bytes[at] === CLOSE_BRACE && at < limit) {
      this.isWhole = afterBlanks(bytes, at + 1, limit) === limit;
      return false;
    }
    if (bytes[at] === COMMA) at = afterBlanks(bytes, at + 1, limit);
    if (at >= limit || bytes[at] !== QUOTE) return false;
    const close = stringEnd(bytes, at, limit);
    if (close < 0) return false;
    this.keyStart = at + 1;
    this.keyEnd = close - 1;
    at = afterBlanks(bytes, close, limit);
    if (at >= limit || bytes[at] !== COLON) return false;
    this.start = afterBlanks(bytes, at + 1, limit);
    this.end = this.start < limit ? jsonValueEnd(bytes, this.start, limit) : -1;
    this.#at = this.end;
    return this.end >= 0;
  }

  /** Whether the present member has this name. */
  isNamed(name: Uint8Array): boolean {
    return (
      this.keyEnd - this.keyStart === name.length && standsAt(this.#bytes, this.keyStart, this.keyEnd, name)
    );
  }

  /** Whether the present value is a string. */
  get isString(): boolean {
    return this.#bytes[this.start] === QUOTE;
  }
}
