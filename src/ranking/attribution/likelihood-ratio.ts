/** How much worse the log is explained without a column. */
import { quadratic } from './gram.ts';
import { solveNonNegative } from './nnls.ts';
import type { Regression } from './regression.ts';
import { addRows, product } from './vectors.ts';

/**
 * The signed root of the likelihood ratio of each column. A column that keeps memory: the rise of the residual
 * when the others are fitted again without it. One held at zero: minus the root of its score statistic, so
 * that a column which would have to free memory stands below one that does nothing.
 */
export function signedRatios(regression: Regression): Float64Array {
  const { marginal, kept, variance } = regression;
  const k = marginal.size;
  const z = new Float64Array(k);
  const all = objective(regression, kept);
  const gradients = marginal.target.slice();
  const rows = { cells: marginal.gram, at: 0, step: k };
  addRows(gradients, 0, k, rows, { cells: kept, at: 0, step: 1 }, k, -1);
  for (let j = 0; j < k; j++) {
    if (kept[j]! > 0) {
      z[j] = Math.sqrt(rise(regression, [j], all) / variance);
      continue;
    }
    const diagonal = marginal.gram[j * k + j]!;
    const gradient = gradients[j]!;
    if (diagonal > 0 && gradient < 0) z[j] = gradient / Math.sqrt(diagonal * variance);
  }
  return z;
}

function rise(regression: Regression, without: readonly number[], all: number): number {
  const rest = solveNonNegative(regression.nonNegative, {
    start: regression.kept,
    without: [...without, ...regression.held],
  });
  return Math.max(0, objective(regression, rest) - all);
}

function objective({ marginal }: Regression, kept: Float64Array): number {
  return quadratic(marginal.gram, kept) - 2 * product(kept, 0, marginal.target, 0, kept.length);
}
