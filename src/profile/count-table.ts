/** Numbers of an entry: row, column, count. The fourth is left empty, so that an entry does not straddle two lines of the cache. */
const ENTRY = 4;
const EMPTY = -1;

/** Counts by a pair of small whole numbers: an open-addressing table without an object per entry. */
export class CountTable {
  #size = 0;
  #mask: number;
  #entries: Float64Array;

  /** With room for as many pairs as `like` has room for. */
  constructor(like?: CountTable) {
    this.#mask = like ? like.#mask : 15;
    this.#entries = emptyEntries(this.#mask + 1);
  }

  /** Adds `count` to the pair's. */
  add(row: number, column: number, count: number): void {
    const entries = this.#entries;
    let at = hashOf(row, column) & this.#mask;
    for (; ; at = (at + 1) & this.#mask) {
      const there = entries[at * ENTRY]!;
      if (there === row && entries[at * ENTRY + 1] === column) {
        entries[at * ENTRY + 2]! += count;
        return;
      }
      if (there === EMPTY) break;
    }
    entries[at * ENTRY] = row;
    entries[at * ENTRY + 1] = column;
    entries[at * ENTRY + 2] = count;
    if (++this.#size * 3 > (this.#mask + 1) * 2) this.#grow();
  }

  /** Calls `visit` for every pair, in no order that means anything. */
  forEach(visit: (row: number, column: number, count: number) => void): void {
    const entries = this.#entries;
    for (let at = 0; at < entries.length; at += ENTRY) {
      if (entries[at] !== EMPTY) visit(entries[at]!, entries[at + 1]!, entries[at + 2]!);
    }
  }

  #grow(): void {
    const old = this.#entries;
    this.#mask = this.#mask * 2 + 1;
    this.#entries = emptyEntries(this.#mask + 1);
    this.#size = 0;
    for (let at = 0; at < old.length; at += ENTRY) {
      if (old[at] !== EMPTY) this.add(old[at]!, old[at + 1]!, old[at + 2]!);
    }
  }
}

function hashOf(row: number, column: number): number {
  const hash = Math.imul(Math.imul(row, 0x9e3779b1) + column, 0x85ebca6b);
  return hash ^ (hash >>> 16);
}

function emptyEntries(count: number): Float64Array {
  return new Float64Array(count * ENTRY).fill(EMPTY);
}
