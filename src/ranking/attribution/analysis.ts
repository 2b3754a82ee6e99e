/** The six analyses: two responses, three cuts. */
import { invert } from './cholesky.ts';
import { mirror } from './gram.ts';
import type { LaggedLife } from './lagged-counts.ts';
import { meanRanges, rangesBefore } from './mean-rows.ts';
import type { Regression, RegressionSettings } from './regression.ts';
import { regress } from './regression.ts';
import type { RowRange, RowSet } from './row-set.ts';
import { addMoments, countRows } from './row-set.ts';
import type { TouchLevels } from './touch-rows.ts';
import { pointsAfter, touchLevels, touchPoints, touchRows } from './touch-rows.ts';
import { MIN_ANALYSIS_ROWS } from './tuning.ts';

/** One analysis, fitted. */
export interface Analysis {
  readonly response: 'mean' | 'touch';
  readonly warm: number;
  /** Ratio of random-walk to white noise; undefined for `mean`. */
  readonly ratio: number | undefined;
  readonly regression: Regression;
  readonly rowSet: RowSet;
  /** Covariance of the estimates of routes over the residual variance, k * k; huge where a column is absent, zero for common causes. */
  readonly inverse: Float64Array;
  /** Of the mean life in use, over the window: growth of the reading, and calls by column. */
  readonly growth: number;
  readonly callsPerLife: Float64Array;
  readonly lives: number;
}

/** Moments of the response `mean` by warm-up cut; the windows are nested, so each adds only what the later one lacks. */
export function meanMoments(
  lives: readonly LaggedLife[],
  columns: readonly Float64Array[],
  cuts: readonly number[],
): Map<number, Float64Array> {
  const p = columns.length;
  const found = new Map<number, Float64Array>();
  let sum = new Float64Array(p * p);
  let inner: readonly RowRange[] = [];
  for (const cut of cuts.toReversed()) {
    const ranges = meanRanges(lives, cut);
    sum = sum.slice();
    addMoments(sum, columns, rangesBefore(ranges, inner));
    found.set(cut, sum);
    inner = ranges;
  }
  for (const moments of found.values()) mirror(moments, p);
  return found;
}

/** Fits the response `mean` at every cut that leaves rows enough. */
export function meanAnalyses(
  lives: readonly LaggedLife[],
  columns: readonly Float64Array[],
  cuts: readonly number[],
  settings: RegressionSettings,
): Analysis[] {
  const analyses: Analysis[] = [];
  for (const [warm, moments] of [...meanMoments(lives, columns, cuts)].toReversed()) {
    const ranges = meanRanges(lives, warm);
    const rows = countRows(ranges);
    if (rows < MIN_ANALYSIS_ROWS) continue;
    const regression = regress(moments, rows, settings, analyses.at(-1)?.regression.kept);
    const ends = ranges.map(({ life }) => ({
      life: lives[life]!,
      first: Math.ceil(lives[life]!.rows * warm),
      last: lives[life]!.usable - 1,
    }));
    analyses.push(finish('mean', warm, undefined, regression, { columns, ranges }, ends));
  }
  return analyses;
}

/**
 * Fits the response `touch` at every cut that leaves rows enough, under the noise ratio that is likeliest. `free`
 * are the lives whose levels are fitted: the same ones, without their start-up where they are recycled.
 */
export function touchAnalyses(
  lives: readonly LaggedLife[],
  free: readonly LaggedLife[],
  cuts: readonly number[],
  ratios: readonly number[],
  settings: RegressionSettings,
): Analysis[] {
  const points = lives.map(touchPoints);
  const analyses: Analysis[] = [];
  let near = ratios[ratios.length >> 1]!;
  for (const warm of cuts) {
    const best = likeliest(touchLevels(free, points, warm), ratios, near, settings);
    if (!best) continue;
    near = best.ratio;
    const ends = best.rowSet.ranges.map(({ life }) => {
      const late = pointsAfter(lives[life]!, points[life]!, warm);
      return { life: lives[life]!, first: late[0]!, last: late.at(-1)! };
    });
    analyses.push(finish('touch', warm, best.ratio, best.regression, best.rowSet, ends));
  }
  return analyses;
}

/** The touch points of one cut fitted under one noise ratio. */
interface TouchFit {
  readonly ratio: number;
  readonly regression: Regression;
  readonly rowSet: RowSet;
  readonly likelihood: number;
}

/**
 * The fit under the likeliest of the ratios, which ascend, or undefined where too few rows are left. The likelihood has one
 * hill along them, so it is climbed from `near`, a ratio that is likely: each step costs a pass over all pairs of columns.
 */
function likeliest(
  levels: TouchLevels,
  ratios: readonly number[],
  near: number,
  settings: RegressionSettings,
): TouchFit | undefined {
  const fits = new Map<number, TouchFit | undefined>();
  const at = (place: number, start: TouchFit | undefined): TouchFit | undefined => {
    if (place < 0 || place >= ratios.length) return undefined;
    if (!fits.has(place)) fits.set(place, touchFit(levels, ratios[place]!, settings, start));
    return fits.get(place);
  };
  let place = ratios.indexOf(near);
  let best = at(place, undefined);
  for (const step of [1, -1]) {
    for (let next = at(place + step, best); best && next; next = at(place + step, best)) {
      if (next.likelihood <= best.likelihood) break;
      place += step;
      best = next;
    }
  }
  return best;
}

function touchFit(
  levels: TouchLevels,
  ratio: number,
  settings: RegressionSettings,
  start: TouchFit | undefined,
): TouchFit | undefined {
  const p = levels.columns.length;
  const rowSet = touchRows(levels, ratio);
  const rows = countRows(rowSet.ranges);
  if (rows < MIN_ANALYSIS_ROWS) return undefined;
  const moments = new Float64Array(p * p);
  addMoments(moments, rowSet.columns, rowSet.ranges);
  mirror(moments, p);
  const regression = regress(moments, rows, settings, start?.regression.kept);
  const perRow = Math.max(regression.residualSquares / rows, settings.leastVariance);
  const likelihood = -0.5 * (rows * Math.log(perRow) + rowSet.logDeterminant);
  return { ratio, regression, rowSet, likelihood };
}

function finish(
  response: 'mean' | 'touch',
  warm: number,
  ratio: number | undefined,
  regression: Regression,
  rowSet: RowSet,
  ends: readonly { life: LaggedLife; first: number; last: number }[],
): Analysis {
  const k = regression.kept.length;
  const callsPerLife = new Float64Array(k);
  let growth = 0;
  for (const { life, first, last } of ends) {
    const readings = life.raw ?? (response === 'mean' ? life.mean : life.min);
    growth += (readings[last]! - readings[first]!) / ends.length;
    for (let j = 0; j < k; j++) {
      const calls = callsAt(life, j, last) - callsAt(life, j, first);
      callsPerLife[j] = callsPerLife[j]! + calls / ends.length;
    }
  }
  const inverse = regularisedInverse(regression.marginal.gram, k, k - regression.held.length);
  return { response, warm, ratio, regression, rowSet, inverse, growth, callsPerLife, lives: ends.length };
}

function callsAt(life: LaggedLife, j: number, t: number): number {
  return life.lagged[j]![t]! + life.transient[j]![t]!;
}

/** The inverse of the first `n` rows and columns; what lies outside is zero. */
function regularisedInverse(gram: Float64Array, k: number, n: number): Float64Array {
  const part = new Float64Array(n * n);
  for (let j = 0; j < n; j++) part.set(gram.subarray(j * k, j * k + n), j * n);
  let greatest = 0;
  for (let j = 0; j < n; j++) greatest = Math.max(greatest, part[j * n + j]!);
  const least = Math.max(greatest, 1e-30) * 1e-12;
  for (let j = 0; j < n; j++) part[j * n + j] = part[j * n + j]! + 1e-6 * Math.max(part[j * n + j]!, least);
  const inverse = invert(part, n);
  const whole = new Float64Array(k * k);
  for (let j = 0; j < n; j++) whole.set(inverse.subarray(j * n, j * n + n), j * k);
  return whole;
}
