/** Values as they stand in a line: bare, or as JSON strings without their quotes. */
import { ascii, standsAt } from '../../scan/bytes.ts';

/** A value in `bytes[start, end)`; `start` is -1 when there is none. Mutable and reused. */
export class Span {
  start = -1;
  end = -1;
  /** It holds JSON escapes and has to be read before it is used. */
  isEscaped = false;

  /** Says where the value stands. */
  set(start: number, end: number, isEscaped: boolean): void {
    this.start = start;
    this.end = end;
    this.isEscaped = isEscaped;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What may follow a backslash, but for `u` and its four digits. */
const SHORT_ESCAPES = ascii('"\\/bfnrt');

const isHexDigit = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);

/** Where the escape ends whose backslash stands at `at`; -1 if JSON knows none such. */
function escapeEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at + 1 >= end) return -1;
  const letter = bytes[at + 1]!;
  if (SHORT_ESCAPES.includes(letter)) return at + 2;
  if (letter !== 0x75 || at + 6 > end) return -1;
  for (let i = at + 2; i < at + 6; i++) if (!isHexDigit(bytes[i]!)) return -1;
  return at + 6;
}

/** Reads the JSON string whose opening quote stands at `at` into `span`; where the line goes on after its closing quote, -1 if it is none. */
export function readQuoted(bytes: Uint8Array, at: number, end: number, span: Span): number {
  const start = at + 1;
  let isEscaped = false;
  for (at = start; at < end;) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      span.set(start, at, isEscaped);
      return at + 1;
    }
    if (byte < 0x20) return -1;
    if (byte !== BACKSLASH) at++;
    else {
      isEscaped = true;
      at = escapeEnd(bytes, at, end);
      if (at < 0) return -1;
    }
  }
  return -1;
}

/** Bytes that bare values are made of: printable ASCII without what quotes, escapes or separates. */
const IS_BARE = new Uint8Array(256).fill(1, 0x21, 0x7f);
for (const byte of ascii('"=\'`\\')) IS_BARE[byte] = 0;
/** What a sentence around a forged value may end with; no bare value does. */
const CLOSERS = ascii(')]},;');

/** Reads the bare value that starts at `at` into `span`; where it ends, -1 if there is none. */
export function readBare(bytes: Uint8Array, at: number, end: number, span: Span): number {
  const start = at;
  while (at < end && IS_BARE[bytes[at]!] === 1) at++;
  if (at === start || (at === end && CLOSERS.includes(bytes[at - 1]!))) return -1;
  span.set(start, at, false);
  return at;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** The text of a value that is there. */
export function textOf(bytes: Uint8Array, { start, end, isEscaped }: Span): string {
  const text = decoder.decode(bytes.subarray(start, end));
  if (!isEscaped) return text;
  const value: unknown = JSON.parse(`"${text}"`);
  return typeof value === 'string' ? value : '';
}

/** The bytes of a value with escapes, read. */
export function unescaped(bytes: Uint8Array, span: Span): Uint8Array {
  return encoder.encode(textOf(bytes, span));
}

/** Whether the value is just this literal. */
export function isLiteral(bytes: Uint8Array, span: Span, literal: Uint8Array): boolean {
  return span.end - span.start === literal.length && standsAt(bytes, span.start, span.end, literal);
}
