/** The values of one line, gathered by name in any order; of several names for one thing the most telling counts. */
import { NO_TIME } from '../../record.ts';
import { digitsEnd, isDigit, wholeNumber } from '../../scan/bytes.ts';
import { MEANINGS, PLACE } from './meanings.ts';
import { isLooseName } from './names.ts';
import type { Known } from './meanings.ts';
import { bareSize, decimal, writtenSize } from './size.ts';
import { epochTime, writtenTime } from './time.ts';

const LAST_SIZE = PLACE.external;
const UNSET = 1e9;

/** One value: a number, or text in `bytes[start, end)`. */
export interface Value {
  known: Known | undefined;
  isText: boolean;
  number: number;
  bytes: Uint8Array;
  start: number;
  end: number;
}

/** See the top of this file. */
export class GatheredFields {
  /** A name stood twice in the line with unlike values: one of them may be forged. */
  isTwofold = false;
  readonly #values: readonly Value[];
  /** The rank of each value, UNSET where there is none. */
  readonly #ranks = new Float64Array(MEANINGS.length);
  readonly #sizes = new Float64Array(LAST_SIZE + 1);
  /** 1 where neither the name nor the value says the unit. */
  readonly #sizesBare = new Uint8Array(LAST_SIZE + 1);
  readonly #sizeNames: (Known | undefined)[] = new Array<undefined>(LAST_SIZE + 1).fill(undefined);

  constructor() {
    const none = new Uint8Array(0);
    this.#values = MEANINGS.map(() => ({
      ...{ known: undefined, isText: false, number: 0 },
      ...{ bytes: none, start: 0, end: 0 },
    }));
  }

  /** Forgets the line before. */
  reset(): void {
    // Loops, not `fill`, which takes longer to be called than to fill so little.
    for (let place = 0; place < this.#ranks.length; place++) this.#ranks[place] = UNSET;
    for (let place = 0; place <= LAST_SIZE; place++) this.#sizes[place] = 0;
    for (let place = 0; place <= LAST_SIZE; place++) this.#sizeNames[place] = undefined;
    this.isTwofold = false;
  }

  /** Takes a number. */
  number(known: Known, value: number): void {
    const { place, rank } = known;
    if (place <= LAST_SIZE) {
      this.#size(known, place === PLACE.blocks ? count(value) : bareSize(value, known), known.scale === 0);
      return;
    }
    const slot = this.#values[place]!;
    if (rank === this.#ranks[place] && known === slot.known && (slot.isText || slot.number !== value))
      this.isTwofold = true;
    if (rank >= this.#ranks[place]!) return;
    this.#ranks[place] = rank;
    slot.known = known;
    slot.isText = false;
    slot.number = value;
  }

  /** Takes the text in `bytes[start, end)`, which must stay as it is until the line is done. */
  text(known: Known, bytes: Uint8Array, start: number, end: number): void {
    const { place, rank } = known;
    if (place <= LAST_SIZE) {
      const isCount = place === PLACE.blocks && digitsEnd(bytes, start, end) === end;
      const size = isCount ? wholeNumber(bytes, start, end) : writtenSize(bytes, start, end, known);
      this.#size(known, size, known.scale === 0 && isDigit(bytes[end - 1]));
      return;
    }
    const slot = this.#values[place]!;
    if (
      rank === this.#ranks[place] &&
      known === slot.known &&
      !(slot.isText && isSame(slot, bytes, start, end))
    )
      this.isTwofold = true;
    if (rank >= this.#ranks[place]! || start === end) return;
    this.#ranks[place] = rank;
    slot.known = known;
    slot.isText = true;
    slot.bytes = bytes;
    slot.start = start;
    slot.end = end;
  }

  /** A size in bytes (or a count), 0 if there is none, WITHOUT_UNIT or OVERFLOWN if nobody can know it. */
  sizeOf(place: number): number {
    return this.#sizes[place]!;
  }

  /** Whether it is there under the name that the user gave. */
  isOwn(place: number): boolean {
    return this.#ranks[place]! < 0;
  }

  /** Whether it is there under any name. */
  has(place: number): boolean {
    return this.#ranks[place] !== UNSET;
  }

  /** Whether every size stands under a name that may mean any memory. */
  get isLoose(): boolean {
    if (this.has(PLACE.rssM)) return false;
    for (let place = 0; place <= LAST_SIZE; place++) {
      const name = this.#sizeNames[place];
      if (name !== undefined && !isLooseName(name)) return false;
    }
    return true;
  }

  /** Whether every size stands under such a name and without a unit: it may be a limit, or a cache's. */
  get isVague(): boolean {
    return this.isLoose && this.#sizeNames.every((name, place) => !name || this.#sizesBare[place] === 1);
  }

  /** Whether a size is there under the name that the user gave. */
  isOwnSize(place: number): boolean {
    return (this.#sizeNames[place]?.rank ?? 0) < 0;
  }

  /** The time in whole seconds, NO_TIME if there is none. */
  timeOf(): number {
    const value = this.#values[PLACE.time]!;
    if (this.#ranks[PLACE.time] === UNSET) return NO_TIME;
    return value.isText ? writtenTime(value.bytes, value.start, value.end) : epochTime(value.number);
  }

  /** The value as text, undefined where there is none. */
  textOf(place: number): Value | undefined {
    const value = this.#values[place]!;
    return this.#ranks[place] !== UNSET && value.isText ? value : undefined;
  }

  /** The whole number that a field holds, 0 if it holds none. */
  wholeOf(place: number): number {
    const value = this.#values[place]!;
    if (this.#ranks[place] === UNSET) return 0;
    if (!value.isText) return count(value.number);
    const { bytes } = value;
    // Gunicorn prints `%(p)s` in such brackets.
    const isBracketed = bytes[value.start] === 0x3c && bytes[value.end - 1] === 0x3e;
    const start = isBracketed ? value.start + 1 : value.start;
    const end = isBracketed ? value.end - 1 : value.end;
    return digitsEnd(bytes, start, end) === end && end - start <= 15 ? decimal(bytes, start, end) : 0;
  }

  #size(known: Known, size: number, isBare: boolean): void {
    const { place, rank } = known;
    const before = this.#sizes[place]!;
    const name = this.#sizeNames[place];
    if (name === known && !areAlike(size, before)) this.isTwofold = true;
    // A size that can be read goes before one that cannot.
    const isBetter = size < 0 ? before === 0 : before <= 0 || rank < (name?.rank ?? UNSET);
    if (size === 0 || !isBetter) return;
    this.#sizes[place] = size;
    this.#sizesBare[place] = isBare ? 1 : 0;
    this.#sizeNames[place] = known;
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

function isSame(value: Value, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== value.end - value.start) return false;
  for (let i = 0; i < end - start; i++) if (bytes[start + i] !== value.bytes[value.start + i]) return false;
  return true;
}
