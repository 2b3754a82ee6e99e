/**
 * Buckets as columns of small whole numbers: differences to the neighbour, so that a compressor finds little to keep.
 * `unpackBuckets` is the inverse of `packBuckets`.
 */
import { FIGURES } from '../record.ts';
import type { Figure } from '../record.ts';
import type { Bucket, FigureCell } from './profile.ts';

/** One figure's cells; a bucket without the figure has 0 in every column. */
interface PackedCells {
  readonly readings: number[];
  readonly sum: number[];
  readonly min: number[];
  readonly max: number[];
  readonly first: number[];
  readonly firstAt: number[];
  readonly last: number[];
  readonly lastAt: number[];
}

/** A life's buckets, by column. */
export interface PackedBuckets {
  readonly index: number[];
  readonly requests: number[];
  readonly from: number[];
  readonly to: number[];
  readonly figures: Partial<Record<Figure, PackedCells>>;
  /** For each endpoint called: `[endpoint, rows onward, calls, rows onward, calls, …]`. */
  readonly calls: number[][];
}

function differences(values: readonly number[]): number[] {
  return values.map((value, i) => value - (i === 0 ? 0 : values[i - 1]!));
}

function packCells(buckets: readonly Bucket[], figure: Figure, width: number): PackedCells {
  const packed: PackedCells = {
    readings: [],
    sum: [],
    min: [],
    max: [],
    first: [],
    firstAt: [],
    last: [],
    lastAt: [],
  };
  let level = 0;
  for (const { index, figures } of buckets) {
    const cell = figures[figure];
    const { readings, sum, min, max, first, firstAt, last, lastAt } = cell ?? EMPTY_CELL;
    packed.readings.push(readings);
    packed.sum.push(sum - readings * first);
    packed.min.push(first - min);
    packed.max.push(max - first);
    packed.first.push(cell ? first - level : 0);
    packed.firstAt.push(cell ? firstAt - index * width : 0);
    packed.last.push(last - first);
    packed.lastAt.push(lastAt - firstAt);
    if (cell) level = last;
  }
  return packed;
}

const EMPTY_CELL: FigureCell = {
  readings: 0,
  sum: 0,
  min: 0,
  max: 0,
  first: 0,
  firstAt: 0,
  last: 0,
  lastAt: 0,
};

function packCalls(buckets: readonly Bucket[]): number[][] {
  const columns = new Map<number, { row: number; packed: number[] }>();
  buckets.forEach(({ calls }, row) => {
    for (let i = 0; i < calls.length; i += 2) {
      const [endpoint, count] = [calls[i]!, calls[i + 1]!];
      let column = columns.get(endpoint);
      if (!column) columns.set(endpoint, (column = { row: 0, packed: [endpoint] }));
      column.packed.push(row - column.row, count);
      column.row = row;
    }
  });
  return [...columns.values()].map(({ packed }) => packed).sort((a, b) => a[0]! - b[0]!);
}

/** The columns of a life's buckets. */
export function packBuckets(buckets: readonly Bucket[], width: number): PackedBuckets {
  const figures: Partial<Record<Figure, PackedCells>> = {};
  for (const figure of FIGURES) {
    if (buckets.some((bucket) => bucket.figures[figure])) figures[figure] = packCells(buckets, figure, width);
  }
  const from = buckets.map((bucket) => bucket.from);
  return {
    index: differences(buckets.map((bucket) => bucket.index)),
    requests: buckets.map((bucket) => bucket.requests),
    from: differences(from),
    to: buckets.map((bucket, row) => bucket.to - from[row]!),
    figures,
    calls: packCalls(buckets),
  };
}
