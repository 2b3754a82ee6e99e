/** Whether the noise is as independent from row to row as the standard errors assume. */
import type { Analysis } from './analysis.ts';
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

/**
 * By how much the variance of a column's estimate exceeds what independent rows would give; at least 1. The
 * score is summed over blocks of successive rows (whole lives where there are many of them), as in the
 * sandwich estimator of Newey and West, Econometrica 55 (1987), with blocks for its kernel.
 */
export function inflation(analysis: Analysis, residual: Float64Array, j: number): number {
  const influence = influenceOf(analysis, j);
  const whole = analysis.lives >= BLOCKS_ARE_LIVES;
  let scores = 0;
  let squares = 0;
  let row = 0;
  for (const { from, to } of analysis.rowSet.ranges) {
    let block = 0;
    for (let t = from; t < to; t++, row++) {
      if (!whole && row % BLOCK_ROWS === 0) {
        scores += block * block;
        block = 0;
      }
      block += influence[t]! * residual[t]!;
      squares += influence[t]! * influence[t]!;
    }
    scores += block * block;
  }
  return squares > 0 ? Math.max(1, scores / (analysis.regression.variance * squares)) : 1;
}

/** The combination of columns whose product with the response is the estimate of column j, up to a factor. */
function influenceOf(analysis: Analysis, j: number): Float64Array {
  const { columns, ranges } = analysis.rowSet;
  const { shift, size: k } = analysis.regression.marginal;
  const out = new Float64Array(columns[0]!.length);
  const lagged = new Float64Array(k);
  for (let i = 0; i < k; i++) lagged[i] = analysis.inverse[i * k + j]! / analysis.inverse[j * k + j]!;
  for (let i = 0; i < k; i++) {
    let transient = 0;
    for (let e = 0; e < k; e++) transient -= shift[i * k + e]! * lagged[e]!;
    for (const { from, to } of ranges) {
      addScaled(out, columns[i + 1]!, lagged[i]!, from, to);
      addScaled(out, columns[k + i + 1]!, transient, from, to);
    }
  }
  return out;
}
