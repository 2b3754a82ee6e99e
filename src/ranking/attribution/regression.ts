/** One non-negative regression with transient terms, solved from its moments. */
import type { MarginalProblem } from './marginal.ts';
import { allCoefficients, marginalise, residualSquares } from './marginal.ts';
import type { NonNegativeProblem } from './nnls.ts';
import { nonNegativeProblem, solveNonNegative } from './nnls.ts';

/** A solved regression. */
export interface Regression {
  readonly moments: Float64Array;
  readonly rows: number;
  readonly marginal: MarginalProblem;
  readonly nonNegative: NonNegativeProblem;
  /** Columns held at zero. */
  readonly held: readonly number[];
  /** Kept per call, by column; never negative. */
  readonly kept: Float64Array;
  /** [E, D]: the same followed by the transient coefficients. */
  readonly coefficients: Float64Array;
  readonly residualSquares: number;
  /** Residual variance per row. */
  readonly variance: number;
}

/** How a regression is to be solved. */
export interface RegressionSettings {
  /** Columns in the order [routes, common causes]: the latter, from here on, are held at zero. */
  readonly routes: number;
  /** The variance is not taken below this, as a figure that moves in steps is never exact. */
  readonly leastVariance: number;
}

/** Solves a regression. `moments` are symmetric, in the order [y, E (k), D (k)]; `start` is a point near the solution. */
export function regress(
  moments: Float64Array,
  rows: number,
  { routes, leastVariance }: RegressionSettings,
  start?: Float64Array,
): Regression {
  const k = (Math.sqrt(moments.length) - 1) / 2;
  const marginal = marginalise(moments, k);
  const nonNegative = nonNegativeProblem(marginal.gram, marginal.target);
  const held = Array.from({ length: k - routes }, (_, i) => routes + i);
  const kept = solveNonNegative(nonNegative, { without: held, ...(start ? { start } : {}) });
  const coefficients = allCoefficients(marginal, kept);
  const squares = residualSquares(moments, coefficients);
  let positive = 0;
  for (const b of kept) if (b > 0) positive++;
  const freedom = Math.max(rows / 2, rows - positive - k / 2);
  const variance = Math.max(squares / freedom, leastVariance);
  return {
    moments,
    rows,
    marginal,
    nonNegative,
    held,
    kept,
    coefficients,
    residualSquares: squares,
    variance,
  };
}

/** Whether a column says anything in this regression: it has calls in the window, and not only its own transient. */
export function isPresent(regression: Regression, j: number): boolean {
  return regression.marginal.gram[j * regression.marginal.size + j]! > 0;
}
