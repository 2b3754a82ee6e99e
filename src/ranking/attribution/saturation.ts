/** Whether a column keeps as much late in a life as early: a leak does, a cache that fills does not. */
import { backward, factorise, forward } from './cholesky.ts';
import { dot } from './gram.ts';
import type { LaggedLife } from './lagged-counts.ts';
import { residualSquares } from './marginal.ts';
import { meanMoments } from './analysis.ts';
import { differences, meanRanges } from './mean-rows.ts';
import type { RowRange } from './row-set.ts';
import { countRows } from './row-set.ts';
import type { Prepared } from './prepare.ts';
import { freed } from './start-up.ts';
import { SATURATION_CUT, TRANSIENT_RIDGE } from './tuning.ts';

/** Everything the comparison needs that does not depend on the column: response `mean` after a short warm-up. */
export interface SaturationBase {
  readonly lives: readonly LaggedLife[];
  /** Whether the columns are free of what all lives do at the same age. */
  readonly recycled: boolean;
  readonly columns: readonly Float64Array[];
  readonly ranges: readonly RowRange[];
  /** The columns of the fit that take part, in the order of E and D here. */
  readonly members: readonly number[];
  /** Moments of `columns` over `ranges`, [y, E (k), D (k)]. */
  readonly moments: Float64Array;
}

/** Prepares the comparison of some columns of the fit. */
export function saturationBase(
  { used: lives, recycled, differenced }: Pick<Prepared, 'used' | 'recycled' | 'differenced'>,
  members: readonly number[],
): SaturationBase {
  const k = (differenced.length - 1) / 2;
  const pick = [0, ...members.map((j) => j + 1), ...members.map((j) => k + j + 1)];
  const columns = pick.map((i) => differenced[i]!);
  return {
    lives,
    recycled,
    columns,
    members,
    ranges: meanRanges(lives, SATURATION_CUT),
    moments: meanMoments(lives, columns, [SATURATION_CUT]).get(SATURATION_CUT)!,
  };
}

/** What a column keeps per call early and late, either possibly negative, and the number of standard errors `se` by which the rate fell. */
export interface RateChange {
  readonly early: number;
  readonly late: number;
  readonly fall: number;
  readonly se: number;
}

/** The lagged calls of a column in one life from which on they count as late. */
export type Turn = (life: LaggedLife, lagged: Float64Array) => number;

/** The middle of the column's calls in each life. */
export const MIDDLE: Turn = ({ rows, usable }, lagged) => {
  const first = Math.min(Math.ceil(rows * SATURATION_CUT), usable - 1);
  return (lagged[first]! + lagged[usable - 1]!) / 2;
};

/** Fits the j-th member with one more regressor, its calls past a turn in each life; least squares without signs. */
export function rateChange(base: SaturationBase, j: number, turn: Turn = MIDDLE): RateChange {
  const { columns, moments, ranges } = base;
  const n = columns.length;
  const late = lateColumn(base, j, turn);
  const bordered = new Float64Array((n + 1) ** 2);
  for (let a = 0; a < n; a++) {
    bordered.set(moments.subarray(a * n, a * n + n), a * (n + 1));
    let product = 0;
    for (const { from, to } of ranges) product += dot(columns[a]!, late, from, to);
    bordered[a * (n + 1) + n] = product;
    bordered[n * (n + 1) + a] = product;
  }
  let square = 0;
  for (const { from, to } of ranges) square += dot(late, late, from, to);
  bordered[n * (n + 1) + n] = square;
  const { coefficients, lastVariance } = leastSquares(bordered, n);
  const perRow = residualSquares(bordered, coefficients) / Math.max(1, countRows(ranges));
  const change = coefficients[n - 1]!;
  const early = coefficients[j]!;
  const se = Math.sqrt(Math.max(lastVariance * perRow, 1e-300));
  return {
    early,
    late: early + change,
    fall: -change / se,
    se,
  };
}

/** Differences of the lagged calls of j past the turn of each life. */
function lateColumn(
  { lives, recycled, columns, members }: SaturationBase,
  j: number,
  turn: Turn,
): Float64Array {
  const out = new Float64Array(columns[0]!.length);
  const past = lives.map((life) => {
    const lagged = life.lagged[members[j]!]!;
    const from = turn(life, lagged);
    return lagged.map((calls) => Math.max(calls - from, 0));
  });
  const levels = recycled ? freed(past) : past;
  let at = 0;
  for (const [i, life] of lives.entries()) {
    const root = new Float64Array(life.usable);
    for (let t = 1; t < life.usable; t++) root[t] = 1 / Math.sqrt(life.clock[t]! - life.clock[t - 1]!);
    differences(levels[i]!, root, out, at);
    at += life.usable - 1;
  }
  return out;
}

/** Coefficients of the n regressors after y, and the variance of the last one over the residual variance. */
function leastSquares(
  moments: Float64Array,
  n: number,
): { coefficients: Float64Array; lastVariance: number } {
  const p = n + 1;
  const k = (n - 1) / 2;
  let greatest = 0;
  for (let i = 1; i < p; i++) greatest = Math.max(greatest, moments[i * p + i]!);
  const scale = new Float64Array(n);
  const factor = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    const d = moments[(a + 1) * p + a + 1]!;
    const ridge = a >= k && a < 2 * k ? TRANSIENT_RIDGE * d : 0;
    const diagonal = d + ridge + 1e-8 * Math.max(d, greatest * 1e-12, 1e-30);
    scale[a] = 1 / Math.sqrt(diagonal);
    for (let b = 0; b < a; b++) factor[a * n + b] = moments[(a + 1) * p + b + 1]! * scale[a]! * scale[b]!;
    factor[a * n + a] = 1;
  }
  factorise(factor, n);
  const coefficients = new Float64Array(n);
  for (let a = 0; a < n; a++) coefficients[a] = moments[a + 1]! * scale[a]!;
  forward(factor, n, coefficients);
  backward(factor, n, coefficients);
  for (let a = 0; a < n; a++) coefficients[a] = coefficients[a]! * scale[a]!;
  return { coefficients, lastVariance: (scale[n - 1]! / factor[n * n - 1]!) ** 2 };
}
