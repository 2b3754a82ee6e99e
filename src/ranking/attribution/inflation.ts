/** Whether the noise is as independent from row to row as the standard errors assume. */
import type { Analysis } from './analysis.ts';
import { dot } from './gram.ts';
import { BLOCK_ROWS, BLOCKS_ARE_LIVES } from './tuning.ts';

/** What is left of the readings, row by row. Rows outside the ranges are 0. */
export function residuals(analysis: Analysis): Float64Array {
  const { columns, ranges } = analysis.rowSet;
  const out = new Float64Array(columns[0]!.length);
  for (const { from, to } of ranges) {
    out.set(columns[0]!.subarray(from, to), from);
    for (const [i, x] of analysis.regression.coefficients.entries()) {
      if (x !== 0) addScaled(out, columns[i + 1]!, -x, from, to);
    }
  }
  return out;
}

function addScaled(out: Float64Array, column: Float64Array, by: number, from: number, to: number): void {
  for (let t = from; t < to; t++) out[t] = out[t]! + by * column[t]!;
}

/** Scores of the lagged counts, freed of the transient terms, summed over blocks: block by block, `size` of them each. */
export interface BlockScores {
  readonly size: number;
  readonly sums: Float64Array;
}

/** Sums the scores over blocks of successive rows, or over whole lives where there are many of them. */
export function blockScores(analysis: Analysis): BlockScores {
  const { columns } = analysis.rowSet;
  const { shift, size } = analysis.regression.marginal;
  const residual = residuals(analysis);
  const blocks = blocksOf(analysis);
  const sums = new Float64Array(blocks.length * size);
  const transient = new Float64Array(size);
  for (const [b, { from, to }] of blocks.entries()) {
    for (let i = 0; i < size; i++) transient[i] = dot(columns[size + i + 1]!, residual, from, to);
    for (let e = 0; e < size; e++) {
      let sum = dot(columns[e + 1]!, residual, from, to);
      for (let i = 0; i < size; i++) sum -= shift[i * size + e]! * transient[i]!;
      sums[b * size + e] = sum;
    }
  }
  return { size, sums };
}

function blocksOf({ rowSet, lives }: Analysis): { from: number; to: number }[] {
  if (lives >= BLOCKS_ARE_LIVES) return [...rowSet.ranges];
  const blocks: { from: number; to: number }[] = [];
  for (const { from, to } of rowSet.ranges) {
    for (let t = from; t < to; t += BLOCK_ROWS) blocks.push({ from: t, to: Math.min(to, t + BLOCK_ROWS) });
  }
  return blocks;
}

/**
 * By how much the variance of a column's estimate exceeds what independent rows would give; at least 1. The
 * score is summed over blocks of successive rows, as in the sandwich estimator of Newey and West, Econometrica
 * 55 (1987), with blocks for its kernel. `inverse` is the covariance over the residual variance.
 */
export function inflation(scores: BlockScores, inverse: Float64Array, variance: number, j: number): number {
  const { size, sums } = scores;
  let total = 0;
  for (let b = 0; b < sums.length; b += size) {
    let along = 0;
    for (let i = 0; i < size; i++) along += inverse[i * size + j]! * sums[b + i]!;
    total += along * along;
  }
  const plain = variance * inverse[j * size + j]!;
  return plain > 0 ? Math.max(1, total / plain) : 1;
}
