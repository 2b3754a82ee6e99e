/**
 * The shape of a line: what stands between its values. A logger writes the same names in the same order again and again, so
 * a line is first laid beside the shapes of lines before it, byte by byte; where one fits, names need not be looked up.
 */
import type { LineKind, LineRecord } from '../../record.ts';
import { copied, standsAt } from '../../scan/bytes.ts';
import type { FieldLine } from '../fields/field-line.ts';
import type { Known } from '../fields/meanings.ts';
import { mayHoldMemory } from '../fields/memory-hint.ts';
import { NUMBER, planOf } from '../fields/plan.ts';
import { OPEN_BRACE } from './shape.ts';
import { memberOf, ShapeReader } from './shape-reader.ts';
import type { LineShape } from './shape-reader.ts';

/** Shapes remembered at a time. */
const MOST_SHAPES = 4;
/** Lines with more values have no shape. */
const MOST_MEMBERS = 400;

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
  readonly #laid = new ShapeReader(MOST_MEMBERS);
  readonly #shapes: LineShape[] = [];
  #next = 0;
  /** Lines in a row that fitted no shape: of lines that are all unlike ever fewer are learnt. */
  #misses = 0;

  /** Fields go into `line`; with `needsHint`, only lines in which a name of memory may stand have a shape. */
  constructor(line: FieldLine, needsHint: boolean) {
    this.#line = line;
    this.#needsHint = needsHint;
  }

  /** What `bytes[start, end)` says, if it is of a shape that is known; undefined if not. `record` was reset before. */
  read(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind | undefined {
    for (let i = 0; i < this.#shapes.length; i++) {
      const shape = this.#shapes[i]!;
      if (!this.#laid.lay(shape, bytes, start, end)) continue;
      this.#misses = 0;
      if (shape.plan) {
        if (this.#line.fill(shape.plan, this.#laid, bytes, record)) return 'request';
        record.reset();
      }
      this.#take(shape, bytes);
      return this.#line.toRecord(record, true);
    }
    return undefined;
  }

  /** Remembers the shape of a whole line that fitted none. */
  learn(bytes: Uint8Array, start: number, end: number, { starts, ends, known }: ValuePlaces): void {
    this.#misses++;
    const isRare = (this.#misses & (this.#misses - 1)) !== 0;
    if (
      isRare ||
      starts.length === 0 ||
      starts.length > MOST_MEMBERS ||
      starts.some((at) => bytes[at] === OPEN_BRACE)
    )
      return;
    const members = starts.map((at, i) => memberOf(bytes, i === 0 ? start : ends[i - 1]!, at, known[i]));
    if (this.#needsHint && !members.some(({ before }) => mayHoldMemory(before, 0, before.length))) return;
    const shape = { members, after: copied(bytes, ends.at(-1)!, end), plan: planOf(known) };
    // A line with an escape in a text fits none, and may be shaped as the others.
    if (this.#shapes.some((other) => areAlike(shape, other))) return;
    this.#shapes[this.#next] = shape;
    this.#next = (this.#next + 1) % MOST_SHAPES;
  }

  /** Takes the fields of the line that was laid beside `shape`. */
  #take({ members }: LineShape, bytes: Uint8Array): void {
    const { starts, ends, numbers } = this.#laid;
    const line = this.#line;
    line.reset();
    for (let i = 0; i < members.length; i++) {
      const { known } = members[i]!;
      if (known === undefined) continue;
      const start = starts[i]!;
      if (start === NUMBER) line.number(known, numbers[i]!);
      else if (start >= 0) line.text(known, bytes, start, ends[i]!);
    }
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
