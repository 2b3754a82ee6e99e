/** Whether the noise is as independent from row to row as the standard errors assume. */
import { addScaled } from './vectors.ts';
import { addProduct } from './matrix-product.ts';
import type { Analysis } from './analysis.ts';
import type { RowRange } from './row-set.ts';
import { BLOCK_ROWS, BLOCKS_ARE_LIVES } from './tuning.ts';

/** What is left of the readings, row by row. Rows outside the ranges are 0. */
export function residuals(analysis: Analysis): Float64Array {
  const { columns, ranges } = analysis.rowSet;
  const { coefficients } = analysis.regression;
  const out = new Float64Array(columns[0]!.length);
  for (const { from, to } of ranges) {
    out.set(columns[0]!.subarray(from, to), from);
    for (let i = 0; i < coefficients.length; i++) {
      const x = coefficients[i]!;
      if (x !== 0) addScaled(out, from, columns[i + 1]!, from, to - from, -x);
    }
  }
  return out;
}

/**
 * By how much the variance of each column's estimate exceeds what independent rows would give; at least 1. The
 * score is summed over blocks of successive rows, as in the sandwich estimator of Newey and West, Econometrica
 * 55 (1987), with blocks for its kernel. `Analysis.inverse` is the covariance over the residual variance.
 */
export function inflations(analysis: Analysis): Float64Array {
  const { inverse, regression } = analysis;
  const { size } = regression.marginal;
  const sums = blockScores(analysis);
  const along = new Float64Array(sums.length);
  addProduct(along, sums, inverse, size, size, 1);
  const total = new Float64Array(size);
  for (let b = 0; b < sums.length; b += size) addSquares(total, along, b);
  return total.map((squares, j) => {
    const plain = regression.variance * inverse[j * size + j]!;
    return plain > 0 ? Math.max(1, squares / plain) : 1;
  });
}

function addSquares(out: Float64Array, x: Float64Array, at: number): void {
  for (let i = 0; i < out.length; i++) out[i] = out[i]! + x[at + i]! * x[at + i]!;
}

/** Scores of the lagged counts, freed of the transient terms, summed over blocks: block by block, one for each column. */
function blockScores(analysis: Analysis): Float64Array {
  const { columns } = analysis.rowSet;
  const { shift, size } = analysis.regression.marginal;
  const residual = residuals(analysis);
  const blocks = blocksOf(analysis);
  const sums = new Float64Array(blocks.length * size);
  const transient = new Float64Array(blocks.length * size);
  for (let i = 0; i < size; i++) {
    blockProducts(columns[i + 1]!, residual, blocks, sums, i);
    blockProducts(columns[size + i + 1]!, residual, blocks, transient, i);
  }
  addProduct(sums, transient, shift, size, size, -1);
  return sums;
}

/** Writes the products of two columns, summed over each block, to column `at` of `out`. */
function blockProducts(
  a: Float64Array,
  b: Float64Array,
  blocks: readonly RowRange[],
  out: Float64Array,
  at: number,
): void {
  const size = out.length / blocks.length;
  for (let i = 0; i < blocks.length; i++) {
    const { from, to } = blocks[i]!;
    let sum = 0;
    for (let t = from; t < to; t++) sum += a[t]! * b[t]!;
    out[i * size + at] = sum;
  }
}

/** Blocks of successive rows, or whole lives where there are many of them. */
function blocksOf({ rowSet, lives }: Analysis): readonly RowRange[] {
  if (lives >= BLOCKS_ARE_LIVES) return rowSet.ranges;
  const blocks: RowRange[] = [];
  for (const { life, from, to } of rowSet.ranges) {
    for (let t = from; t < to; t += BLOCK_ROWS)
      blocks.push({ life, from: t, to: Math.min(to, t + BLOCK_ROWS) });
  }
  return blocks;
}
