/** A line laid beside a shape: what stands between its values is compared, and the values are found and read. */
import { copied, standsAt } from '../../scan/bytes.ts';
import { wordsOfBytes } from '../../scan/words.ts';
import type { Known } from '../fields/meanings.ts';
import { NUMBER, OTHER } from '../fields/plan.ts';
import type { FieldPlan, Values } from '../fields/plan.ts';
import { isPlainNumber, plainTextEnd } from './plain-value.ts';
import { numberEnd, OPEN_BRACE, valueEnd } from './shape.ts';

/** More digits make a number that is not exact. */
const MOST_DIGITS = 15;
/** Longer texts are none that memhog reads; a path may be. */
export const LONGEST_TEXT = 16_384;

/** What stands before a value, as words of eight bytes (four where it is shorter than eight), and what the value means. */
export interface Member {
  readonly before: Uint8Array;
  readonly words: Float64Array;
  /** Where the last word begins, which may overlap the one before. */
  readonly last: number;
  readonly length: number;
  readonly known: Known | undefined;
}

/** What stands between the values of a line. */
export interface LineShape {
  readonly members: readonly Member[];
  readonly after: Uint8Array;
  /** What to make of the values; undefined where they must be weighed one by one. */
  readonly plan: FieldPlan | undefined;
}

/** The member before whose value `bytes[start, end)` stands: a name in quotes and a colon at least. */
export function memberOf(bytes: Uint8Array, start: number, end: number, known: Known | undefined): Member {
  const before = copied(bytes, start, end);
  const { words, last, length } = wordsOfBytes(before);
  return { before, words, last, length, known };
}

/** Lays lines beside shapes. One for each stream of lines: it remembers the block of bytes it looked at last. */
export class ShapeReader implements Values {
  /** Of each member that means something: where its text begins, NUMBER or OTHER. */
  readonly starts: Int32Array;
  /** Where each text ends, before its closing quote. */
  readonly ends: Int32Array;
  /** Each number. */
  readonly numbers: Float64Array;
  readonly #decoder = new TextDecoder();
  #bytes: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);

  /** For shapes of so many members at most. */
  constructor(members: number) {
    this.starts = new Int32Array(members);
    this.ends = new Int32Array(members);
    this.numbers = new Float64Array(members);
  }

  /** Whether all of `bytes[start, end)` is of the shape. */
  lay({ members, after }: LineShape, bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const view = this.#view;
    let at = start;
    for (let i = 0; i < members.length; i++) {
      const member = members[i]!;
      const value = at + member.length;
      if (value >= end || !stands(view, at, member)) return false;
      const first = bytes[value]!;
      if (first === 0x22) {
        const stop = plainTextEnd(bytes, view, value + 1, end);
        if (stop < 0) return false;
        this.starts[i] = stop + 1 - value > LONGEST_TEXT ? OTHER : value + 1;
        this.ends[i] = stop;
        at = stop + 1;
      } else if (first >= 0x30 && first <= 0x39) {
        const stop = this.#number(i, bytes, value, end);
        at = isPlainNumber(bytes, value, stop, end) ? stop : this.#other(i, bytes, value, end);
      } else at = this.#other(i, bytes, value, end);
      if (at < 0) return false;
    }
    return at + after.length === end && standsAt(bytes, at, end, after);
  }

  /** Reads the digits at `at`; where they end. */
  #number(i: number, bytes: Uint8Array, at: number, end: number): number {
    let number = 0;
    for (const last = Math.min(end, at + MOST_DIGITS); at < last; at++) {
      const digit = bytes[at]! - 0x30;
      if (digit < 0 || digit > 9) break;
      number = number * 10 + digit;
    }
    this.starts[i] = NUMBER;
    this.numbers[i] = number;
    return at;
  }

  /** Reads a value that is no plain one; where it ends, -1 for one that is none, or an object. */
  #other(i: number, bytes: Uint8Array, at: number, end: number): number {
    const first = bytes[at]!;
    this.starts[i] = OTHER;
    if (first === OPEN_BRACE) return -1;
    if (first !== 0x2d && (first < 0x30 || first > 0x39)) return valueEnd(bytes, at, end);
    const stop = numberEnd(bytes, at, end);
    if (stop < 0) return -1;
    this.starts[i] = NUMBER;
    this.numbers[i] = Number(this.#decoder.decode(bytes.subarray(at, stop)));
    return stop;
  }
}

/** Whether what stands before a value stands at `at`, from where on there is room for it. */
function stands(view: DataView, at: number, { words, last, length }: Member): boolean {
  const final = words.length - 1;
  if (length < 8)
    return view.getInt32(at, true) === words[0] && view.getInt32(at + last, true) === words[final];
  for (let i = 0; i < final; i++) if (view.getFloat64(at + 8 * i, true) !== words[i]) return false;
  return view.getFloat64(at + last, true) === words[final];
}
