/** The values of one line, gathered by name in any order; of several names for one thing the most telling counts. */
import { NO_TIME } from '../../record.ts';
import { digitsEnd, isDigit, wholeNumber } from '../../scan/bytes.ts';
import { MEANINGS, PLACE } from './meanings.ts';
import { isLooseName } from './names.ts';
import type { Known } from './meanings.ts';
import { bareSize, decimal, writtenSize } from './size.ts';
import { epochTime, WrittenTimes } from './time.ts';

const LAST_SIZE = PLACE.external;
/** Where a text would begin, of a value that is a number. */
const NUMBER = -1;

/** See the top of this file. */
export class GatheredFields {
  /** A name stood twice in the line with unlike values: one of them may be forged. */
  isTwofold = false;
  /** One bit for each place that has a value; what the arrays below hold at other places is of lines before. */
  #present = 0;
  /** Under which name each value stands. */
  readonly #names: (Known | undefined)[] = new Array<undefined>(MEANINGS.length).fill(undefined);
  readonly #numbers = new Float64Array(MEANINGS.length);
  /** Each text stands in `#bytes[#starts, #ends)`. */
  readonly #bytes: Uint8Array[] = MEANINGS.map(() => new Uint8Array(0));
  readonly #starts = new Int32Array(MEANINGS.length);
  readonly #ends = new Int32Array(MEANINGS.length);
  readonly #times = new WrittenTimes();
  readonly #sizes = new Float64Array(LAST_SIZE + 1);
  /** 1 where neither the name nor the value says the unit. */
  readonly #sizesBare = new Uint8Array(LAST_SIZE + 1);

  /** Forgets the line before. */
  reset(): void {
    this.#present = 0;
    this.isTwofold = false;
  }

  /** Takes a number. */
  number(known: Known, value: number): void {
    const { place } = known;
    if (place <= LAST_SIZE) {
      this.#size(known, place === PLACE.blocks ? count(value) : bareSize(value, known), known.scale === 0);
      return;
    }
    if (this.has(place) && !this.#yields(place, known)) {
      if (known === this.#names[place] && (this.isText(place) || this.#numbers[place] !== value))
        this.isTwofold = true;
      return;
    }
    this.#present |= 1 << place;
    this.#names[place] = known;
    this.#starts[place] = NUMBER;
    this.#numbers[place] = value;
  }

  /** Takes the text in `bytes[start, end)`, which must stay as it is until the line is done. */
  text(known: Known, bytes: Uint8Array, start: number, end: number): void {
    const { place } = known;
    if (place <= LAST_SIZE) {
      this.#writtenSize(known, bytes, start, end);
      return;
    }
    if (this.has(place) && !this.#yields(place, known)) {
      if (known === this.#names[place] && !(this.isText(place) && this.#isSame(place, bytes, start, end)))
        this.isTwofold = true;
      return;
    }
    if (start === end) return;
    this.#present |= 1 << place;
    this.#names[place] = known;
    this.#bytes[place] = bytes;
    this.#starts[place] = start;
    this.#ends[place] = end;
  }

  /** A size in bytes (or a count), 0 if there is none, WITHOUT_UNIT or OVERFLOWN if nobody can know it. */
  sizeOf(place: number): number {
    return this.has(place) ? this.#sizes[place]! : 0;
  }

  /** Whether it is there under the name that the user gave. */
  isOwn(place: number): boolean {
    return this.has(place) && this.#names[place]!.rank < 0;
  }

  /** Whether it is there under any name. */
  has(place: number): boolean {
    return (this.#present & (1 << place)) !== 0;
  }

  /** Whether one of several is there under any name; `places` has one bit for each of them. */
  hasAny(places: number): boolean {
    return (this.#present & places) !== 0;
  }

  /** Whether every size stands under a name that may mean any memory. */
  get isLoose(): boolean {
    if (this.has(PLACE.rssM)) return false;
    for (let place = 0; place <= LAST_SIZE; place++) {
      if (this.has(place) && !isLooseName(this.#names[place]!)) return false;
    }
    return true;
  }

  /** Whether every size stands under such a name and without a unit: it may be a limit, or a cache's. */
  get isVague(): boolean {
    if (!this.isLoose) return false;
    for (let place = 0; place <= LAST_SIZE; place++) {
      if (this.has(place) && this.#sizesBare[place] !== 1) return false;
    }
    return true;
  }

  /** The time in whole seconds, NO_TIME if there is none. */
  timeOf(): number {
    const place = PLACE.time;
    if (!this.has(place)) return NO_TIME;
    if (!this.isText(place)) return epochTime(this.#numbers[place]!);
    return this.#times.read(this.#bytes[place]!, this.#starts[place]!, this.#ends[place]!);
  }

  /** Whether it is there as a text, which stands in `bytesOf(place)[startOf(place), endOf(place))`. */
  isText(place: number): boolean {
    return this.has(place) && this.#starts[place] !== NUMBER;
  }

  /** The bytes in which the text stands. */
  bytesOf(place: number): Uint8Array {
    return this.#bytes[place]!;
  }

  /** Where the text begins. */
  startOf(place: number): number {
    return this.#starts[place]!;
  }

  /** Where the text ends. */
  endOf(place: number): number {
    return this.#ends[place]!;
  }

  /** The whole number that a field holds, 0 if it holds none. */
  wholeOf(place: number): number {
    if (!this.has(place)) return 0;
    if (!this.isText(place)) return count(this.#numbers[place]!);
    const bytes = this.#bytes[place]!;
    const from = this.#starts[place]!;
    const to = this.#ends[place]!;
    // Gunicorn prints `%(p)s` in such brackets.
    const isBracketed = bytes[from] === 0x3c && bytes[to - 1] === 0x3e;
    const start = isBracketed ? from + 1 : from;
    const end = isBracketed ? to - 1 : to;
    return digitsEnd(bytes, start, end) === end && end - start <= 15 ? decimal(bytes, start, end) : 0;
  }

  /** Whether the value at a place that has one gives way to one under the name `known`. */
  #yields(place: number, known: Known): boolean {
    return known.rank < this.#names[place]!.rank;
  }

  #isSame(place: number, bytes: Uint8Array, start: number, end: number): boolean {
    const others = this.#bytes[place]!;
    const from = this.#starts[place]!;
    if (end - start !== this.#ends[place]! - from) return false;
    for (let i = 0; i < end - start; i++) if (bytes[start + i] !== others[from + i]) return false;
    return true;
  }

  #writtenSize(known: Known, bytes: Uint8Array, start: number, end: number): void {
    const isCount = known.place === PLACE.blocks && digitsEnd(bytes, start, end) === end;
    const size = isCount ? wholeNumber(bytes, start, end) : writtenSize(bytes, start, end, known);
    this.#size(known, size, known.scale === 0 && isDigit(bytes[end - 1]));
  }

  #size(known: Known, size: number, isBare: boolean): void {
    const { place, rank } = known;
    if (this.has(place)) {
      const before = this.#sizes[place]!;
      const name = this.#names[place]!;
      if (name === known && !areAlike(size, before)) this.isTwofold = true;
      // A size that can be read goes before one that cannot.
      if (size < 0 || (before > 0 && rank >= name.rank)) return;
    }
    if (size === 0) return;
    this.#present |= 1 << place;
    this.#sizes[place] = size;
    this.#sizesBare[place] = isBare ? 1 : 0;
    this.#names[place] = known;
  }
}

/**
 * Whether two sizes may be two readings of one request: pino-http asks for its properties when a response begins and when it
 * ends, and writes both. Who forges such a line gains nothing.
 */
function areAlike(size: number, other: number): boolean {
  return Math.abs(size - other) <= 0.1 * Math.max(size, other);
}

function count(value: number): number {
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
}
