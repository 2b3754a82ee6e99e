import { FIGURES, FIGURE_COUNT, NO_TIME, RSS, VSZ } from '../record.ts';
import { lowestOf } from './edge.ts';
import { RecentCalls } from './recent-calls.ts';
import { RowCalls } from './row-calls.ts';
import { bucketWidth } from './grid.ts';
import type { Bucket, FigureCell, Life } from './profile.ts';
import type { RunLife } from './run.ts';

/** Fields of one figure in one bucket, in the order of `FigureCell`. */
const CELL = 8;
const [READINGS, SUM, MIN, MAX, FIRST, FIRST_AT, LAST, LAST_AT] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** Numbers of a row of a run. */
const RUN_ROW = 4 + 2 * CELL;

/** Rows there is room for at first: where lives are many, most have no more. */
const FIRST_ROWS = 1;

/** From so many buckets per life on, lives are few. */
const FEW_LIVES_CAP = 32;

/** The history of one life while it is being built: rows in typed arrays, calls in lists. */
export class BucketStore {
  width = 1;
  low = Infinity;
  high = -Infinity;
  #slots = new Map<number, number>();
  #rows = 0;
  #requests = new Float64Array(FIRST_ROWS);
  #from = new Float64Array(FIRST_ROWS);
  #to = new Float64Array(FIRST_ROWS);
  readonly #cells: (Float64Array | undefined)[] = new Array<undefined>(FIGURE_COUNT).fill(undefined);
  #calls = new RowCalls();
  /** Calls of the bucket used last that are not in its list yet, where lives are few enough for that. */
  #recent: RecentCalls | undefined;
  #lastIndex = -1;
  #lastSlot = -1;
  /** Least coordinate of the bucket used last, NaN for none, and the cap that the grid was fitted to. */
  #lastFrom = NaN;
  #cap = 0;

  /** Counts one request of `endpoint` (none if that is undefined) at `coordinate`, with the figures that are `present`: a bit for each. */
  observe(
    coordinate: number,
    time: number,
    endpoint: number | undefined,
    figures: Float64Array,
    present: number,
    cap: number,
  ): void {
    if (coordinate < this.low) this.low = coordinate;
    if (coordinate > this.high) this.high = coordinate;
    // Within the bucket of the line before nothing can ask for a wider grid, unless there are more lives now.
    const isSame =
      cap === this.#cap && coordinate >= this.#lastFrom && coordinate < this.#lastFrom + this.width;
    if (!isSame) this.fit(cap);
    const slot = isSame ? this.#lastSlot : this.#slot(Math.floor(coordinate / this.width));
    this.#addRequests(slot, endpoint === undefined ? 0 : 1, time, time);
    if (endpoint !== undefined && this.#recent?.add(endpoint) !== true) this.#calls.add(slot, endpoint, 1);
    for (let left = present; left !== 0; left &= left - 1) {
      const figure = lowestOf(left);
      this.#addReading(slot, figure, figures[figure]!, coordinate);
    }
  }

  /** Whether no request was counted yet. */
  get isEmpty(): boolean {
    return this.#rows === 0;
  }

  /** Takes in the buckets of a piece to the right, made with a width no coarser than this one's will be. */
  absorb(
    life: Pick<Life, 'low' | 'high' | 'width' | 'buckets'>,
    rename: (endpoint: number) => number,
    cap: number,
  ): void {
    const { low, high, width, buckets } = life;
    if (buckets.length === 0) return;
    this.low = Math.min(this.low, low);
    this.high = Math.max(this.high, high);
    this.fit(cap);
    // Below 1 while the piece's grid is the coarser: its buckets then start where they will be again when this grid has widened.
    const step = this.width / width;
    for (const bucket of buckets) {
      const slot = this.#slot(Math.floor(bucket.index / step));
      this.#calls.addAll(slot, bucket.calls, rename);
      this.#addRequests(slot, bucket.requests, bucket.from, bucket.to);
      for (let figure = 0; figure < FIGURE_COUNT; figure++) {
        const cell = bucket.figures[FIGURES[figure]!];
        if (!cell) continue;
        const { readings, sum, min, max, first, firstAt, last, lastAt } = cell;
        this.#addCell(slot, figure, readings, sum, min, max, first, firstAt, last, lastAt);
      }
    }
  }

  /** The same of a run. */
  absorbRows(
    { low, high, width, rows }: Pick<RunLife, 'low' | 'high' | 'width' | 'rows'>,
    rename: (endpoint: number) => number,
    cap: number,
  ): void {
    this.low = Math.min(this.low, low);
    this.high = Math.max(this.high, high);
    this.fit(cap);
    const step = this.width / width;
    const from = rows.numbers;
    // A run's grid is no wider than this one, so calls are summed on this one at once: each bucket is added to a list once.
    const calls = rows.calls(this.width);
    const names = Array.from({ length: rows.endpoints }, (_, endpoint) => rename(endpoint));
    let added = -1;
    let at = rows.first;
    for (let row = 0; row < rows.count; row++, at += RUN_ROW) {
      if (from[at]! < 0) continue;
      const index = Math.floor(from[at]! / step);
      const slot = this.#slot(index);
      this.#addRequests(slot, from[at + 1]!, from[at + 2]!, from[at + 3]!);
      this.#addCellAt(slot, RSS, from, at + 4);
      this.#addCellAt(slot, VSZ, from, at + 4 + CELL);
      // Rows of one bucket stand side by side.
      if (index === added) continue;
      this.#calls.addRow(slot, calls, (index % rows.count) * rows.endpoints, names);
      added = index;
    }
  }

  /** Adds a cell that stands among numbers. */
  #addCellAt(slot: number, figure: number, from: Float64Array, at: number): void {
    const [readings, sum, min, max] = [from[at]!, from[at + SUM]!, from[at + MIN]!, from[at + MAX]!];
    const [first, firstAt] = [from[at + FIRST]!, from[at + FIRST_AT]!];
    const [last, lastAt] = [from[at + LAST]!, from[at + LAST_AT]!];
    this.#addCell(slot, figure, readings, sum, min, max, first, firstAt, last, lastAt);
  }

  /** Widens the grid as far as the cap and the span ask for. */
  fit(cap: number): void {
    this.#cap = cap;
    if (cap >= FEW_LIVES_CAP) this.#recent ??= new RecentCalls();
    else if (this.#recent) {
      this.#pourRecent();
      this.#recent = undefined;
    }
    if (this.high < this.low) return;
    const span = Math.floor(this.high / this.width) - Math.floor(this.low / this.width);
    if (span < cap) return;
    const width = bucketWidth(this.low, this.high, cap);
    this.#rewrite(width);
  }

  /** The buckets in order, with endpoints renamed by `rename` and calls summed under the new names. */
  toBuckets(rename: (endpoint: number) => number): Bucket[] {
    this.#pourRecent();
    return [...this.#slots]
      .sort(([a], [b]) => a - b)
      .map(([index, slot]) => ({
        index,
        requests: this.#requests[slot]!,
        from: this.#from[slot]!,
        to: this.#to[slot]!,
        figures: this.#figuresOf(slot),
        calls: this.#calls.summed(slot, rename),
      }));
  }

  /** All calls of the life, as `[endpoint, calls]`, an endpoint perhaps several times. */
  calls(): [number, number][] {
    this.#pourRecent();
    const calls: [number, number][] = [];
    this.#calls.forEach((endpoint, count) => calls.push([endpoint, count]));
    return calls;
  }

  #figuresOf(slot: number): Bucket['figures'] {
    const figures: Partial<Record<(typeof FIGURES)[number], FigureCell>> = {};
    FIGURES.forEach((name, figure) => {
      const cells = this.#cells[figure];
      const at = slot * CELL;
      if (!cells || !(cells[at + READINGS]! > 0)) return;
      figures[name] = {
        readings: cells[at + READINGS]!,
        sum: cells[at + SUM]!,
        min: cells[at + MIN]!,
        max: cells[at + MAX]!,
        first: cells[at + FIRST]!,
        firstAt: cells[at + FIRST_AT]!,
        last: cells[at + LAST]!,
        lastAt: cells[at + LAST_AT]!,
      };
    });
    return figures;
  }

  #slot(index: number): number {
    if (index === this.#lastIndex) return this.#lastSlot;
    this.#pourRecent();
    let slot = this.#slots.get(index);
    if (slot === undefined) {
      slot = this.#rows++;
      this.#slots.set(index, slot);
      if (slot >= this.#requests.length) this.#growRows();
      this.#from[slot] = NO_TIME;
      this.#to[slot] = NO_TIME;
    }
    this.#lastIndex = index;
    this.#lastSlot = slot;
    this.#lastFrom = index * this.width;
    return slot;
  }

  #pourRecent(): void {
    if (this.#lastSlot >= 0) this.#recent?.pour(this.#calls, this.#lastSlot);
  }

  #growRows(): void {
    const length = this.#requests.length * 2;
    const larger = (old: Float64Array, size: number): Float64Array<ArrayBuffer> => {
      const array = new Float64Array(size);
      array.set(old);
      return array;
    };
    this.#requests = larger(this.#requests, length);
    this.#from = larger(this.#from, length);
    this.#to = larger(this.#to, length);
    this.#cells.forEach((cells, figure) => {
      if (cells) this.#cells[figure] = larger(cells, length * CELL);
    });
  }

  #addRequests(slot: number, requests: number, from: number, to: number): void {
    this.#requests[slot]! += requests;
    if (from === NO_TIME) return;
    const before = this.#from[slot]!;
    if (before === NO_TIME || from < before) this.#from[slot] = from;
    if (to > this.#to[slot]!) this.#to[slot] = to;
  }

  /** What `#addCell` does for a cell of one reading. */
  #addReading(slot: number, figure: number, value: number, coordinate: number): void {
    const cells = this.#cells[figure];
    const at = slot * CELL;
    if (!cells || cells[at] === 0) {
      this.#addCell(slot, figure, 1, value, value, value, value, coordinate, value, coordinate);
      return;
    }
    cells[at]! += 1;
    cells[at + SUM]! += value;
    if (value < cells[at + MIN]!) cells[at + MIN] = value;
    if (value > cells[at + MAX]!) cells[at + MAX] = value;
    if (coordinate < cells[at + FIRST_AT]!) {
      cells[at + FIRST] = value;
      cells[at + FIRST_AT] = coordinate;
    }
    if (coordinate >= cells[at + LAST_AT]!) {
      cells[at + LAST] = value;
      cells[at + LAST_AT] = coordinate;
    }
  }

  // Ten numbers in the order of the cell's fields; an object here would be one per line of the log.
  #addCell(
    slot: number,
    figure: number,
    readings: number,
    sum: number,
    min: number,
    max: number,
    first: number,
    firstAt: number,
    last: number,
    lastAt: number,
  ): void {
    const cells = (this.#cells[figure] ??= new Float64Array(this.#requests.length * CELL));
    const at = slot * CELL;
    const empty = cells[at] === 0;
    cells[at]! += readings;
    cells[at + SUM]! += sum;
    if (empty || min < cells[at + MIN]!) cells[at + MIN] = min;
    if (empty || max > cells[at + MAX]!) cells[at + MAX] = max;
    // Ties go by file order: what came first stays first, what came last becomes last.
    if (empty || firstAt < cells[at + FIRST_AT]!) {
      cells[at + FIRST] = first;
      cells[at + FIRST_AT] = firstAt;
    }
    if (empty || lastAt >= cells[at + LAST_AT]!) {
      cells[at + LAST] = last;
      cells[at + LAST_AT] = lastAt;
    }
  }

  #rewrite(width: number): void {
    this.#pourRecent();
    const step = width / this.width;
    const old = {
      slots: this.#slots,
      requests: this.#requests,
      from: this.#from,
      to: this.#to,
    };
    const oldCells = [...this.#cells];
    this.width = width;
    this.#slots = new Map();
    this.#rows = 0;
    this.#requests = new Float64Array(FIRST_ROWS);
    this.#from = new Float64Array(FIRST_ROWS);
    this.#to = new Float64Array(FIRST_ROWS);
    this.#cells.fill(undefined);
    this.#lastIndex = -1;
    this.#lastSlot = -1;
    this.#lastFrom = NaN;
    const moved = new Int32Array(old.slots.size);
    for (const [index, slot] of [...old.slots].sort(([a], [b]) => a - b)) {
      const target = this.#slot(Math.floor(index / step));
      moved[slot] = target;
      this.#addRequests(target, old.requests[slot]!, old.from[slot]!, old.to[slot]!);
      oldCells.forEach((cells, figure) => {
        const at = slot * CELL;
        if (cells && cells[at]! > 0) this.#addCellAt(target, figure, cells, at);
      });
    }
    this.#calls = this.#calls.moved(moved);
  }
}
