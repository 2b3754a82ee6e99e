/** The parts of a piece as steps that are taken one after the other, without looking at what they were made of. */
import { standsAt } from '../../scan/bytes.ts';
import type { Piece } from './compile.ts';
import type { Part, Shape } from './part.ts';
import { mayHold, shapeEnd } from './shapes.ts';

/** A number of 15 digits is exact. */
const MOST_DIGITS = 15;

/** Fixed text, or a field and the one or two bytes behind it. */
interface Step {
  readonly kind: 'text' | 'number' | 'field';
  readonly text: Uint8Array;
  readonly shape: Shape;
  /** The byte behind a field; -1 where what follows is a step of its own. */
  readonly behind: number;
  /** The byte behind that one; -1 likewise. */
  readonly second: number;
}

function stepsOf(parts: readonly Part[]): readonly Step[] {
  const steps: Step[] = [];
  for (const part of parts) {
    const before = steps.at(-1);
    if (part.kind === 'field') {
      const kind = part.shape === 'number' || part.shape === 'decimal' ? 'number' : 'field';
      steps.push({ kind, text: new Uint8Array(0), shape: part.shape, behind: -1, second: -1 });
      continue;
    }
    const text = part.needle.literal;
    const isBehind = before && before.kind !== 'text' && before.behind < 0;
    if (isBehind) steps[steps.length - 1] = { ...before, behind: text[0]!, second: text[1] ?? -1 };
    const left = isBehind ? text.subarray(2) : text;
    if (left.length > 0) steps.push({ kind: 'text', text: left, shape: 'word', behind: -1, second: -1 });
  }
  return steps;
}

/** Where the fields of a line stand, one for each field of a template. */
export class Places {
  /** Where each field begins; -1 for one that was not found, or is in doubt. */
  readonly starts: Int32Array;
  /** Where each field ends. */
  readonly ends: Int32Array;
  /** The number in each field of the shapes `number` and `decimal`; NaN for one that is not all digits, or has too many. */
  readonly numbers: Float64Array;

  /** For so many fields. */
  constructor(fields: number) {
    this.starts = new Int32Array(fields);
    this.ends = new Int32Array(fields);
    this.numbers = new Float64Array(fields);
  }

  /** Forgets the fields `[from, to)`. */
  forget(from: number, to: number): void {
    for (let place = from; place < to; place++) this.starts[place] = -1;
  }
}

/** A piece of a template, ready to be read. */
export class Steps {
  readonly #steps: readonly Step[];
  readonly #firstField: number;
  /** The byte that its first literal begins with, and how often that stands in every text of it; 0 where texts differ in that. */
  readonly mark: number;
  readonly marks: number;

  constructor({ parts, firstField }: Piece) {
    this.#steps = stepsOf(parts);
    this.#firstField = firstField;
    const [first] = parts;
    this.mark = first?.kind === 'literal' ? first.needle.literal[0]! : 0;
    this.marks = first?.kind === 'literal' ? countOf(this.mark, parts) : 0;
  }

  /** Reads the piece where it begins at `at` in `bytes`; where it ends, or -1. The places of its fields go into `places`. */
  read({ starts, ends, numbers }: Places, bytes: Uint8Array, at: number, end: number): number {
    const steps = this.#steps;
    let place = this.#firstField;
    for (let i = 0; i < steps.length; i++) {
      const { kind, text, shape, behind, second } = steps[i]!;
      if (kind === 'text') {
        if (!standsAt(bytes, at, end, text)) return -1;
        at += text.length;
        continue;
      }
      let stop = at;
      if (kind === 'number') {
        let number = 0;
        const last = end - at > MOST_DIGITS ? at + MOST_DIGITS + 1 : end;
        while (stop < last) {
          const digit = bytes[stop]! - 0x30;
          if (digit < 0 || digit > 9) break;
          number = number * 10 + digit;
          stop++;
        }
        numbers[place] = number;
        // A point: only a decimal number goes on with it.
        if (stop === at || stop - at > MOST_DIGITS || (stop < end && bytes[stop] === 0x2e)) {
          numbers[place] = Number.NaN;
          stop = shapeEnd(shape, bytes, at, end);
        }
      } else stop = shapeEnd(shape, bytes, at, end);
      if (stop < 0) return -1;
      starts[place] = at;
      ends[place++] = stop;
      at = stop;
      if (behind < 0) continue;
      if (at >= end || bytes[at] !== behind) return -1;
      at++;
      if (second < 0) continue;
      if (at >= end || bytes[at] !== second) return -1;
      at++;
    }
    return at;
  }

  /** The one place where the piece may begin so as to end at `end`, if `marks` is not 0; less than `from` for none. */
  startBefore(bytes: Uint8Array, from: number, end: number): number {
    const { mark } = this;
    let left = this.marks;
    let at = end;
    while (left > 0 && at > from) if (bytes[--at] === mark) left--;
    return left === 0 ? at : from - 1;
  }
}

/** How often the byte stands in any text of these parts; 0 where a field may hold it too. */
function countOf(byte: number, parts: readonly Part[]): number {
  let count = 0;
  for (const part of parts) {
    if (part.kind === 'field' && mayHold(part.shape, byte)) return 0;
    if (part.kind === 'literal') count += part.needle.literal.filter((one) => one === byte).length;
  }
  return count;
}
