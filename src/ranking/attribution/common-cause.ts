/**
 * Leaks that belong to no route: on every request alike (middleware), or with time (a thread, a timer).
 *
 * A common rate is a special case of a rate per route, so routes always fit at least as well; the question is
 * whether they fit better by more than their number buys. Models are compared by the Bayesian information
 * criterion (Schwarz, Annals of Statistics 6, 1978): gain in fit less a price per rate. Every model has the
 * transient terms of all columns.
 */
import type { LifeSeries } from '../series.ts';
import type { Analysis } from './analysis.ts';
import type { AttributionOptions } from './attribution.ts';
import { invert } from './cholesky.ts';
import { combine } from './combine.ts';
import { inflation, residuals } from './inflation.ts';
import { allCoefficients } from './marginal.ts';
import { nonNegativeProblem, solveNonNegative } from './nnls.ts';
import { prepare } from './prepare.ts';
import { LEAK_Z, NORMAL_90, WIDEN_HIGH, WIDEN_LOW } from './tuning.ts';

/** A cause common to all routes, fitted on its own. Sizes are units of the figure per request or per second. */
export interface CommonCause {
  /** The caller's column. */
  readonly column: number;
  readonly kind: 'requests' | 'time';
  /** Signed root of the likelihood ratio against no growth at all. */
  readonly z: number;
  /** With its 90 % interval: `0 <= low <= estimate <= high`. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Gain in fit as a part of the gain of the best set of routes; above 1 when better. 0 when neither gains. */
  readonly relativeFit: number;
  /** How much less the best set of routes is worth, in units of the criterion: above 0 speaks for the common cause, 10 strongly. */
  readonly advantage: number;
  /** Growth is certain (z of 3 or more) and no set of routes is worth more: then no route should be accused. */
  readonly explains: boolean;
  /** How much more the cause with the best routes beside it is worth than the best routes without it; above 10 the cause is real. */
  readonly support: number;
  /** Routes that pay for themselves beside the cause, by the caller's column: only these may be accused together with it. */
  readonly routesBeside: readonly number[];
}

/** Fits each column of kind `requests` or `time` on its own against the routes. Empty when there are none, or too little to fit. */
export function commonCauses(
  lives: readonly LifeSeries[],
  columnCount: number,
  options: AttributionOptions,
): CommonCause[] {
  const common = (options.kinds ?? []).flatMap((kind, j) => (kind === 'calls' ? [] : [{ column: j, kind }]));
  if (common.length === 0) return [];
  const columns = common.map(({ column }) => column);
  const { analyses, columns: layout } = prepare(lives, columnCount, options, columns);
  if (analyses.length === 0) return [];
  const routes = layout.kept.length + (layout.other ? 1 : 0);
  const { weights } = combine(analyses);
  const without = analyses.map((analysis) => bestSet(analysis, routes, []));
  const weightiest = weights.indexOf(Math.max(...weights));
  return common.map(({ column, kind }, i) => {
    const alone = analyses.map((analysis) => fitAlone(analysis, routes + i));
    const beside = analyses.map((analysis) => bestSet(analysis, routes, [routes + i]));
    const needed = beside[weightiest]!.columns.flatMap((j) => layout.kept[j] ?? []);
    const support = weights.reduce((sum, w, a) => sum + w * (beside[a]!.worth - without[a]!.worth), 0);
    return { column, kind, ...average(alone, without, weights), support, routesBeside: needed };
  });
}

/** Gain in fit (twice the log likelihood, against no growth), and the same less its price. */
interface Worth {
  readonly gain: number;
  readonly worth: number;
  /** The routes in it, numbered as in the fit. */
  readonly columns: readonly number[];
}

interface Alone extends Worth {
  readonly z: number;
  readonly estimate: number;
  readonly variance: number;
}

function average(
  alone: readonly Alone[],
  routes: readonly Worth[],
  weights: readonly number[],
): Omit<CommonCause, 'column' | 'kind' | 'support' | 'routesBeside'> {
  const mean = (value: (a: number) => number): number => weights.reduce((sum, w, a) => sum + w * value(a), 0);
  const z = mean((a) => alone[a]!.z);
  const estimate = mean((a) => alone[a]!.estimate);
  const spread = mean((a) => (alone[a]!.estimate - estimate) ** 2);
  const se = Math.sqrt(mean((a) => alone[a]!.variance) + spread);
  const gain = mean((a) => alone[a]!.gain);
  const routesGain = mean((a) => routes[a]!.gain);
  const advantage = mean((a) => alone[a]!.worth - routes[a]!.worth);
  return {
    z,
    estimate,
    low: WIDEN_LOW * Math.max(0, estimate - NORMAL_90 * se),
    high: WIDEN_HIGH * (estimate + NORMAL_90 * se),
    relativeFit: routesGain > 0 ? gain / routesGain : gain > 0 ? Infinity : 0,
    advantage,
    explains: z >= LEAK_Z && advantage >= 0,
  };
}

/** Column j with all other rates held at zero. */
function fitAlone(analysis: Analysis, j: number): Alone {
  const { marginal, rows, variance } = analysis.regression;
  const k = marginal.size;
  const diagonal = marginal.gram[j * k + j]!;
  if (!(diagonal > 0)) return { gain: 0, worth: 0, columns: [], z: 0, estimate: 0, variance: 0 };
  const target = marginal.target[j]!;
  const estimate = Math.max(0, target / diagonal);
  const z = target / Math.sqrt(diagonal * variance);
  const gain = z > 0 ? z * z : 0;
  const inverse = new Float64Array(k * k);
  inverse[j * k + j] = 1 / diagonal;
  const kept = new Float64Array(k);
  kept[j] = estimate;
  const regression = { ...analysis.regression, kept, coefficients: allCoefficients(marginal, kept) };
  const single = { ...analysis, regression, inverse };
  const inflated = inflation(single, residuals(single), j);
  return {
    gain,
    worth: gain - Math.log(rows),
    columns: [],
    z,
    estimate,
    variance: (variance / diagonal) * inflated,
  };
}

/**
 * The set of routes worth most, beside the columns `forced`: all routes that take part in the fit, less one
 * after another whatever does not pay for itself. Choosing a route among many has its price too: ln(rows) +
 * ln(routes) each, the extended criterion of Chen and Chen, Biometrika 95 (2008), with gamma 1/2.
 */
function bestSet(analysis: Analysis, routes: number, forced: readonly number[]): Worth {
  const { marginal, rows, variance } = analysis.regression;
  const problem = nonNegativeProblem(marginal.gram, marginal.target);
  const commons = Array.from({ length: marginal.size - routes }, (_, i) => routes + i);
  const kept = solveNonNegative(problem, { without: commons.filter((j) => !forced.includes(j)) });
  const base = Math.log(rows) * forced.length;
  const price = Math.log(rows) + Math.log(routes);
  let chosen = Array.from({ length: routes }, (_, j) => j).filter((j) => kept[j]! > 0);
  let best: Worth = { gain: 0, worth: 0, columns: [] };
  for (;;) {
    const columns = [...forced, ...chosen];
    const { gain, cheapest } = subset(marginal.gram, marginal.target, marginal.size, columns, forced.length);
    const worth = gain / variance - base - price * chosen.length;
    if (worth > best.worth) best = { gain: gain / variance, worth, columns: chosen };
    if (chosen.length === 0) return best;
    chosen = chosen.filter((_, i) => i !== cheapest - forced.length);
  }
}

/** Least squares on some columns: the gain in fit, and which column from place `first` on costs least to drop. */
function subset(
  gram: Float64Array,
  target: Float64Array,
  k: number,
  columns: readonly number[],
  first: number,
): { gain: number; cheapest: number } {
  const n = columns.length;
  const part = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) part[a * n + b] = gram[columns[a]! * k + columns[b]!]!;
    // All requests are the sum of all routes: without a jitter the whole set has no inverse.
    part[a * n + a] = part[a * n + a]! * (1 + 1e-8);
  }
  const inverse = invert(part, n);
  let gain = 0;
  let cheapest = first;
  let least = Infinity;
  for (let a = 0; a < n; a++) {
    let x = 0;
    for (let b = 0; b < n; b++) x += inverse[a * n + b]! * target[columns[b]!]!;
    gain += x * target[columns[a]!]!;
    // A rate that went negative once others were dropped has to go first.
    const cost = x > 0 ? (x * x) / inverse[a * n + a]! : -1;
    if (a >= first && cost < least) {
      least = cost;
      cheapest = a;
    }
  }
  return { gain, cheapest };
}
