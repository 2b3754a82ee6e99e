/** Rows of a regression, column by column, with the pieces of it that belong to each life. */
import { addProducts } from './gram.ts';
import { sumProducts } from './kernels.ts';

/** Successive rows of one life, `to` exclusive. */
export interface RowRange {
  readonly life: number;
  readonly from: number;
  readonly to: number;
}

/** Whitened rows. Columns stand in the order [y, E (k), D (k)]; only rows within the ranges count. */
export interface RowSet {
  readonly columns: readonly Float64Array[];
  readonly ranges: readonly RowRange[];
}

/** How many rows the ranges hold. */
export function countRows(ranges: readonly RowRange[]): number {
  return ranges.reduce((sum, range) => sum + range.to - range.from, 0);
}

/** Products are summed over at most so many rows at a time, so that the columns stay in the cache. */
const CHUNK = 1024;

/** Adds the products of all pairs of columns to the upper triangle of `out`. Neighbouring ranges are run together. */
export function addMoments(
  out: Float64Array,
  columns: readonly Float64Array[],
  ranges: readonly RowRange[],
): void {
  const isSummed = sumProducts(out, columns.length, CHUNK, (add) =>
    inChunks(ranges, (from, to) => add(columns, from, to)),
  );
  if (!isSummed) inChunks(ranges, (from, to) => addProducts(out, columns, from, to));
}

function inChunks(ranges: readonly RowRange[], visit: (from: number, to: number) => void): void {
  let i = 0;
  while (i < ranges.length) {
    const from = ranges[i]!.from;
    let to = ranges[i]!.to;
    while (i + 1 < ranges.length && ranges[i + 1]!.from === to) to = ranges[++i]!.to;
    for (let t = from; t < to; t += CHUNK) visit(t, Math.min(to, t + CHUNK));
    i++;
  }
}
