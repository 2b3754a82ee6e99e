/**
 * Routes called in a fixed rhythm, as a load script calls them: every third request, say.
 *
 * What tells routes apart is how their share of the traffic varies. Where it varies far less than chance would make
 * it, only the phase of the rhythm against the grid is left to see, and a fit to that names anyone.
 */
import { addScaled } from './attribution/vectors.ts';
import type { LifeSeries } from './series.ts';

/** Rows taken together, so that the rounding of a rhythm to whole calls does not look like variation. */
const BLOCK = 8;

/** Fewer blocks than this cannot show that variation is missing; random traffic goes below the part once in 1,000 logs. */
const LEAST_BLOCKS = 30;
const PART_OF_CHANCE = 0.35;

/** The columns among the first `columns` whose share of the requests varies far less than independent calls would. */
export function lockstepColumns(
  series: readonly LifeSeries[],
  columns: number,
  width: number,
): ReadonlySet<number> {
  const seen = new Float64Array(columns);
  const expected = new Float64Array(columns);
  const blocks = new Float64Array(columns);
  for (const life of series) {
    const one = variation(life, columns, width);
    for (let column = 0; column < columns; column++) {
      if (!one.varies(column)) continue;
      seen[column] = seen[column]! + one.seen[column]!;
      expected[column] = expected[column]! + one.expected[column]!;
      blocks[column] = blocks[column]! + Math.floor(life.rows / BLOCK);
    }
  }
  const found = new Set<number>();
  for (let column = 0; column < columns; column++) {
    const isSteady = expected[column]! > 0 && seen[column]! < PART_OF_CHANCE * expected[column]!;
    if (isSteady && blocks[column]! >= LEAST_BLOCKS) found.add(column);
  }
  // One alone has nobody to be mistaken for.
  return found.size > 1 ? found : new Set();
}

/** By column. */
interface Variation {
  /** Squared deviations of the calls from the share of each block, and what independent calls would give. */
  readonly seen: Float64Array;
  readonly expected: Float64Array;
  /** False for a column with no request, or all: it varies with nothing. */
  readonly varies: (column: number) => boolean;
}

function variation({ rows, calls, requests }: LifeSeries, columns: number, width: number): Variation {
  const share = new Float64Array(columns);
  let all = 0;
  for (let row = 0; row < rows; row++) {
    addScaled(share, 0, calls, row * width, columns, 1);
    all += requests[row]!;
  }
  for (let column = 0; column < columns; column++) share[column] = all > 0 ? share[column]! / all : 0;
  const varies = (column: number): boolean => share[column] !== 0 && share[column] !== 1;
  const seen = new Float64Array(columns);
  const expected = new Float64Array(columns);
  const block = new Float64Array(columns);
  for (let from = 0; from + BLOCK <= rows; from += BLOCK) {
    block.fill(0);
    let n = 0;
    for (let row = from; row < from + BLOCK; row++) {
      addScaled(block, 0, calls, row * width, columns, 1);
      n += requests[row]!;
    }
    addVariation(seen, expected, block, share, n);
  }
  return { seen, expected, varies };
}

/** Adds what one block of `n` requests shows. */
function addVariation(
  seen: Float64Array,
  expected: Float64Array,
  calls: Float64Array,
  share: Float64Array,
  n: number,
): void {
  for (let column = 0; column < share.length; column++) {
    const part = share[column]!;
    const off = calls[column]! - n * part;
    seen[column] = seen[column]! + off * off;
    expected[column] = expected[column]! + n * part * (1 - part);
  }
}
