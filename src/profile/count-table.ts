/** Numbers of an entry: the pair as one number, and its count. */
const ENTRY = 2;
const EMPTY = -1;
/** Places at least; an array of so few entries is cheap. */
const FEWEST_PLACES = 4;
/** A row is counted in so many: both numbers of a pair, below 2 ** 21 and 2 ** 32, fit into a whole number exactly. */
const ROW = 2 ** 32;

/** Counts by a pair of small whole numbers: an open-addressing table without an object per entry. */
export class CountTable {
  #size = 0;
  #mask: number;
  #entries: Float64Array;

  /** With room for so many pairs, before it grows. */
  constructor(pairs = 0) {
    this.#mask = placesFor(pairs) - 1;
    this.#entries = emptyEntries(this.#mask + 1);
  }

  /** How many pairs there are. */
  get size(): number {
    return this.#size;
  }

  /** Adds `count` to the pair's. */
  add(row: number, column: number, count: number): void {
    const entries = this.#entries;
    const pair = row * ROW + column;
    let at = hashOf(row, column) & this.#mask;
    for (; ; at = (at + 1) & this.#mask) {
      const there = entries[at * ENTRY]!;
      if (there === pair) {
        entries[at * ENTRY + 1]! += count;
        return;
      }
      if (there === EMPTY) break;
    }
    entries[at * ENTRY] = pair;
    entries[at * ENTRY + 1] = count;
    if (++this.#size * 3 > (this.#mask + 1) * 2) this.#grow();
  }

  /** Calls `visit` for every pair, in no order that means anything. */
  forEach(visit: (row: number, column: number, count: number) => void): void {
    const entries = this.#entries;
    for (let at = 0; at < entries.length; at += ENTRY) {
      const pair = entries[at]!;
      if (pair === EMPTY) continue;
      const row = Math.floor(pair / ROW);
      visit(row, pair - row * ROW, entries[at + 1]!);
    }
  }

  #grow(): void {
    const old = this.#entries;
    this.#mask = this.#mask * 2 + 1;
    this.#entries = emptyEntries(this.#mask + 1);
    this.#size = 0;
    for (let at = 0; at < old.length; at += ENTRY) {
      const pair = old[at]!;
      if (pair === EMPTY) continue;
      const row = Math.floor(pair / ROW);
      this.add(row, pair - row * ROW, old[at + 1]!);
    }
  }
}

function hashOf(row: number, column: number): number {
  const hash = Math.imul(Math.imul(row, 0x9e3779b1) + column, 0x85ebca6b);
  return hash ^ (hash >>> 16);
}

/** Places for so many pairs: two thirds are filled at most. A power of two. */
function placesFor(pairs: number): number {
  return Math.max(FEWEST_PLACES, 2 ** Math.ceil(Math.log2(Math.max(1, pairs * 1.5))));
}

function emptyEntries(count: number): Float64Array {
  return new Float64Array(count * ENTRY).fill(EMPTY);
}
