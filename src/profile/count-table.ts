/** Counts by a pair of small whole numbers: an open-addressing table without an object per entry. */
export class CountTable {
  #size = 0;
  #rows = new Int32Array(16).fill(-1);
  #columns = new Int32Array(16);
  #counts = new Float64Array(16);

  /** Adds `count` to the pair's. */
  add(row: number, column: number, count: number): void {
    const at = this.#place(row, column);
    if (this.#rows[at] !== -1) {
      this.#counts[at]! += count;
      return;
    }
    this.#rows[at] = row;
    this.#columns[at] = column;
    this.#counts[at] = count;
    if (++this.#size * 3 > this.#rows.length * 2) this.#grow();
  }

  /** Calls `visit` for every pair, in no order that means anything. */
  forEach(visit: (row: number, column: number, count: number) => void): void {
    for (let at = 0; at < this.#rows.length; at++) {
      if (this.#rows[at] !== -1) visit(this.#rows[at]!, this.#columns[at]!, this.#counts[at]!);
    }
  }

  #place(row: number, column: number): number {
    const mask = this.#rows.length - 1;
    let hash = Math.imul(row, 0x9e3779b1) ^ Math.imul(column, 0x85ebca6b);
    hash ^= hash >>> 15;
    let at = hash & mask;
    while (this.#rows[at] !== -1 && (this.#rows[at] !== row || this.#columns[at] !== column))
      at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const [rows, columns, counts] = [this.#rows, this.#columns, this.#counts];
    const length = rows.length * 2;
    this.#rows = new Int32Array(length).fill(-1);
    this.#columns = new Int32Array(length);
    this.#counts = new Float64Array(length);
    for (let old = 0; old < rows.length; old++) {
      if (rows[old] === -1) continue;
      const at = this.#place(rows[old]!, columns[old]!);
      this.#rows[at] = rows[old]!;
      this.#columns[at] = columns[old]!;
      this.#counts[at] = counts[old]!;
    }
  }
}
