/**
 * The shape of a line: what stands between its values. A logger writes the same names in the same order again and again, so
 * a line is first laid beside the shapes of lines before it, byte by byte; where one fits, names need not be looked up.
 */
import { ascii, copied, standsAt } from '../../scan/bytes.ts';
import { standsLong, wordsOfBytes } from '../../scan/words.ts';
import type { Words } from '../../scan/words.ts';
import type { FieldLine } from '../fields/field-line.ts';
import type { Known } from '../fields/meanings.ts';
import { mayHoldMemory } from '../fields/memory-hint.ts';
import { BACKSLASH, numberEnd, OPEN_BRACE, QUOTE, valueEnd } from './shape.ts';

const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
/** 1 for what may stand in a text as it is. */
const PLAIN = new Uint8Array(256).fill(1, 0x20);
PLAIN[QUOTE] = 0;
PLAIN[BACKSLASH] = 0;
/** 1 for what may stand behind the digits of a number: its point, and the sign of its power. */
const GOES_ON = new Uint8Array(256);
for (const byte of ascii('.eE')) GOES_ON[byte] = 1;
/** Longer texts are none that memhog reads; a path may be. */
export const LONGEST_TEXT = 16_384;
/** Shapes remembered at a time. */
const MOST_SHAPES = 4;

/** What stands before a value, and what the value means. */
interface Member {
  readonly before: Uint8Array;
  /** The same to be compared by words; undefined where that is too short for it. */
  readonly words: Words | undefined;
  readonly known: Known | undefined;
}

interface LineShape {
  readonly members: readonly Member[];
  readonly after: Uint8Array;
}

/** Where the values of the line being read stand, in order, as the walk over its members finds them. */
export class ValuePlaces {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly known: (Known | undefined)[] = [];

  /** Forgets the line before. */
  reset(): void {
    this.starts.length = 0;
    this.ends.length = 0;
    this.known.length = 0;
  }

  /** Notes the next value. */
  note(start: number, end: number, known: Known | undefined): void {
    this.starts.push(start);
    this.ends.push(end);
    this.known.push(known);
  }
}

/** See the top of this file. */
export class LineShapes {
  readonly #line: FieldLine;
  readonly #needsHint: boolean;
  readonly #shapes: LineShape[] = [];
  readonly #decoder = new TextDecoder();
  #bytes: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);
  #next = 0;
  /** Lines in a row that fitted no shape: of lines that are all unlike ever fewer are learnt. */
  #misses = 0;

  /** Fields go into `line`; with `needsHint`, only lines in which a name of memory may stand have a shape. */
  constructor(line: FieldLine, needsHint: boolean) {
    this.#line = line;
    this.#needsHint = needsHint;
  }

  /** Whether `bytes[start, end)` is of a shape that is known; then its fields were taken. Otherwise some may have been. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    for (let i = 0; i < this.#shapes.length; i++) {
      const shape = this.#shapes[i]!;
      if (!standsAt(bytes, start, end, shape.members[0]!.before)) continue;
      this.#line.reset();
      if (!this.#lay(shape, bytes, start, end)) continue;
      this.#misses = 0;
      return true;
    }
    return false;
  }

  /** Remembers the shape of a whole line that fitted none. */
  learn(bytes: Uint8Array, start: number, end: number, { starts, ends, known }: ValuePlaces): void {
    this.#misses++;
    const isRare = (this.#misses & (this.#misses - 1)) !== 0;
    if (isRare || starts.length === 0 || starts.some((at) => bytes[at] === OPEN_BRACE)) return;
    const members = starts.map((at, i) => {
      const before = copied(bytes, i === 0 ? start : ends[i - 1]!, at);
      return { before, words: before.length < 8 ? undefined : wordsOfBytes(before), known: known[i] };
    });
    if (this.#needsHint && !members.some(({ before }) => mayHoldMemory(before, 0, before.length))) return;
    const shape = { members, after: copied(bytes, ends.at(-1)!, end) };
    // A line with an escape in a text fits none, and may be shaped as the others.
    if (this.#shapes.some((other) => areAlike(shape, other))) return;
    this.#shapes[this.#next] = shape;
    this.#next = (this.#next + 1) % MOST_SHAPES;
  }

  #lay({ members, after }: LineShape, bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    let at = start;
    for (let i = 0; i < members.length; i++) {
      const { before, words, known } = members[i]!;
      if (at + before.length >= end) return false;
      if (words ? !standsLong(this.#view, at, words) : !standsAt(bytes, at, end, before)) return false;
      at = this.#value(bytes, at + before.length, end, known);
      if (at < 0) return false;
    }
    return at + after.length === end && standsAt(bytes, at, end, after);
  }

  /** Takes the value at `at`; where it ends, -1 for one that is not plain or is none. */
  #value(bytes: Uint8Array, at: number, end: number, known: Known | undefined): number {
    const first = bytes[at]!;
    if (first === QUOTE) {
      let stop = at + 1;
      while (stop < end && PLAIN[bytes[stop]!] === 1) stop++;
      if (stop >= end || bytes[stop] !== QUOTE) return -1;
      if (known && stop + 1 - at <= LONGEST_TEXT) this.#line.text(known, bytes, at + 1, stop);
      return stop + 1;
    }
    if (first === MINUS || (first >= ZERO && first <= NINE)) return this.#number(bytes, at, end, known);
    return first === OPEN_BRACE ? -1 : valueEnd(bytes, at, end);
  }

  /** Takes the number at `at`; where it ends, -1 if it is none. */
  #number(bytes: Uint8Array, at: number, end: number, known: Known | undefined): number {
    let value = 0;
    let stop = at;
    for (; stop < end; stop++) {
      const digit = bytes[stop]! - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const isMore = stop < end && GOES_ON[bytes[stop]!] === 1;
    const isWhole = stop - at <= 15 && (bytes[at]! > ZERO || stop - at === 1) && !isMore;
    if (!isWhole || stop === at) {
      stop = numberEnd(bytes, at, end);
      if (known && stop > 0) value = Number(this.#decoder.decode(bytes.subarray(at, stop)));
    }
    if (known && stop > 0) this.#line.number(known, value);
    return stop;
  }
}

function areAlike(one: LineShape, other: LineShape): boolean {
  const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
    a.length === b.length && standsAt(a, 0, a.length, b);
  return (
    one.members.length === other.members.length &&
    one.members.every(({ before }, i) => isSame(before, other.members[i]!.before)) &&
    isSame(one.after, other.after)
  );
}
