/** Whether a column keeps as much late in a life as early: a leak does, a cache that fills does not. */
import { backward, factorise, forward } from './cholesky.ts';
import { dot } from './gram.ts';
import type { LaggedLife } from './lagged-counts.ts';
import { meanMoments } from './analysis.ts';
import { differences, gapRoots, meanRanges } from './mean-rows.ts';
import type { RowRange } from './row-set.ts';
import { countRows } from './row-set.ts';
import type { Prepared } from './prepare.ts';
import { freed } from './start-up.ts';
import { SATURATION_CUT, TRANSIENT_RIDGE } from './tuning.ts';
import { addScaled, product } from './vectors.ts';

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
  readonly lead: Lead;
  /** Of each life: one over the root of the gap before each row. */
  readonly roots: readonly Float64Array[];
}

/** Prepares the comparison of some columns of the fit. */
export function saturationBase(
  { used: lives, recycled, differenced }: Pick<Prepared, 'used' | 'recycled' | 'differenced'>,
  members: readonly number[],
): SaturationBase {
  const k = (differenced.length - 1) / 2;
  const pick = [0, ...members.map((j) => j + 1), ...members.map((j) => k + j + 1)];
  const columns = pick.map((i) => differenced[i]!);
  const moments = meanMoments(lives, columns, [SATURATION_CUT]).get(SATURATION_CUT)!;
  return {
    lives,
    recycled,
    columns,
    members,
    ranges: meanRanges(lives, SATURATION_CUT),
    moments,
    lead: leadOf(moments, greatestDiagonal(moments)),
    roots: lives.map(gapRoots),
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
  const { columns, ranges } = base;
  const late = lateColumn(base, j, turn);
  const products = new Float64Array(columns.length);
  let square = 0;
  for (const { from, to } of ranges) {
    let first = from;
    while (first < to && late[first] === 0) first++;
    for (let a = 0; a < columns.length; a++) products[a] = products[a]! + dot(columns[a]!, late, first, to);
    square += dot(late, late, first, to);
  }
  const { coefficients, lastVariance, squares } = leastSquares(base, products, square);
  const perRow = squares / Math.max(1, countRows(ranges));
  const change = coefficients[columns.length - 1]!;
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
  { lives, recycled, columns, members, roots }: SaturationBase,
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
    differences(levels[i]!, roots[i]!, out, at);
    at += life.usable - 1;
  }
  return out;
}

/** The regressors that every comparison has, [E (k), D (k)], scaled to unit diagonal: the Cholesky factor, and y solved forward. */
interface Lead {
  /** The greatest diagonal entry, which rounding is measured by. */
  readonly greatest: number;
  readonly scale: Float64Array;
  readonly factor: Float64Array;
  readonly solved: Float64Array;
}

function leadOf(moments: Float64Array, greatest: number): Lead {
  const p = Math.sqrt(moments.length);
  const n = p - 1;
  const scale = new Float64Array(n);
  const factor = new Float64Array(n * n);
  const solved = new Float64Array(n);
  for (let a = 0; a < n; a++) {
    const d = moments[(a + 1) * p + a + 1]!;
    const ridge = a >= n / 2 ? TRANSIENT_RIDGE * d : 0;
    scale[a] = 1 / Math.sqrt(d + ridge + jitter(d, greatest));
    for (let b = 0; b < a; b++) factor[a * n + b] = moments[(a + 1) * p + b + 1]! * scale[a]! * scale[b]!;
    factor[a * n + a] = 1;
    solved[a] = moments[a + 1]! * scale[a]!;
  }
  factorise(factor, n);
  forward(factor, n, solved);
  return { greatest, scale, factor, solved };
}

function jitter(diagonal: number, greatest: number): number {
  return 1e-8 * Math.max(diagonal, greatest * 1e-12, 1e-30);
}

function greatestDiagonal(moments: Float64Array): number {
  const p = Math.sqrt(moments.length);
  let greatest = 0;
  for (let i = 1; i < p; i++) greatest = Math.max(greatest, moments[i * p + i]!);
  return greatest;
}

/**
 * Coefficients of the regressors and one more, whose `products` with [y, E (k), D (k)] and `square` are given; the variance of
 * the last one over the residual variance; and the residual sum of squares. The one more is a last row of the factor.
 */
function leastSquares(
  { moments, lead: known }: SaturationBase,
  products: Float64Array,
  square: number,
): { coefficients: Float64Array; lastVariance: number; squares: number } {
  const n = products.length - 1;
  const lead = square > known.greatest ? leadOf(moments, square) : known;
  const scale = 1 / Math.sqrt(square + jitter(square, lead.greatest));
  const row = new Float64Array(n);
  for (let a = 0; a < n; a++) row[a] = products[a + 1]! * scale * lead.scale[a]!;
  forward(lead.factor, n, row);
  const pivot = Math.sqrt(Math.max(remainder(1, row, row), 1e-13));
  const last = remainder(products[0]! * scale, row, lead.solved) / pivot / pivot;
  const coefficients = new Float64Array(n + 1);
  coefficients.set(lead.solved);
  addScaled(coefficients, 0, row, 0, n, -last);
  backward(lead.factor, n, coefficients);
  for (let a = 0; a < n; a++) coefficients[a] = coefficients[a]! * lead.scale[a]!;
  coefficients[n] = last * scale;
  const squares = borderedSquares(moments, products, square, coefficients);
  return { coefficients, lastVariance: (scale / pivot) ** 2, squares };
}

/** `start` less the products of two columns. */
function remainder(start: number, a: Float64Array, b: Float64Array): number {
  let rest = start;
  for (let i = 0; i < a.length; i++) rest -= a[i]! * b[i]!;
  return rest;
}

/** `residualSquares` with one more regressor. */
function borderedSquares(
  moments: Float64Array,
  products: Float64Array,
  square: number,
  coefficients: Float64Array,
): number {
  const n = products.length - 1;
  const last = coefficients[n]!;
  let total = moments[0]!;
  for (let i = 1; i <= n; i++) {
    const x = coefficients[i - 1]!;
    if (x === 0) continue;
    const row = product(moments, i * (n + 1) + 1, coefficients, 0, n) + products[i]! * last;
    total += x * (row - 2 * moments[i]!);
  }
  const row = product(products, 1, coefficients, 0, n) + square * last;
  return Math.max(total + last * (row - 2 * products[0]!), 0);
}
