/** Which columns are fitted, where there are more than can be told apart in reasonable time. */
import type { AttributionOptions, ColumnKind } from './attribution.ts';
import type { CoarseLife } from './coarse-life.ts';
import { dot } from './gram.ts';
import { lag, lagGains } from './lagged-counts.ts';
import {
  LARGE_PROBLEM,
  MAX_COLUMNS,
  MAX_COLUMNS_LARGE,
  MIN_CALLS,
  MIN_LIFE_ROWS,
  SCREEN_CUT,
} from './tuning.ts';

/** The columns of a fit, in order: those kept, by the caller's number; one that sums up the rest; causes common to all routes. */
export interface KeptColumns {
  readonly kept: readonly number[];
  readonly other: boolean;
  /** Columns of other kinds that stand after all of these, by the caller's number. */
  readonly common: readonly number[];
}

/** Keeps columns of calls with enough of them; of too many, those that follow growth best once the traffic as a whole is taken out. */
export function chooseColumns(
  lives: readonly CoarseLife[],
  totals: Float64Array,
  { kinds, inseparable }: AttributionOptions,
  common: readonly number[],
): KeptColumns {
  const ranked = Array.from(totals.keys()).filter((j) => (kinds?.[j] ?? 'calls') === 'calls');
  const enough = ranked.filter((j) => totals[j]! >= MIN_CALLS && !inseparable?.has(j));
  const rows = lives.reduce((sum, life) => sum + life.usable, 0);
  const large = rows * MAX_COLUMNS ** 2 > LARGE_PROBLEM;
  const most = large ? MAX_COLUMNS_LARGE : MAX_COLUMNS;
  const kept =
    enough.length > MAX_COLUMNS || (large && rows * enough.length ** 2 > LARGE_PROBLEM)
      ? screen(lives, enough, most)
      : enough;
  const keeps = new Set(kept);
  return { kept, other: ranked.some((j) => !keeps.has(j) && totals[j]! > 0), common };
}

function screen(lives: readonly CoarseLife[], columns: readonly number[], most: number): number[] {
  if (columns.length <= most) return [...columns];
  const scores = screenScores(lives, columns);
  const order = columns.map((column, i) => ({ column, score: scores[i]! }));
  order.sort((a, b) => b.score - a.score || a.column - b.column);
  return order
    .slice(0, most)
    .map((entry) => entry.column)
    .sort((a, b) => a - b);
}

/** For each column x, with y the growth between buckets and both freed of the sum of all columns: x.y / |x|. */
function screenScores(lives: readonly CoarseLife[], columns: readonly number[]): Float64Array {
  const n = columns.length;
  const xy = new Float64Array(n);
  const xx = new Float64Array(n);
  const xs = new Float64Array(n);
  let ss = 0;
  let sy = 0;
  for (const life of lives) {
    const from = Math.ceil(life.rows * SCREEN_CUT);
    if (life.usable - from <= MIN_LIFE_ROWS) continue;
    const gains = lagGains(life.clock.subarray(0, life.usable));
    const [x, scratch] = [new Float64Array(life.usable), new Float64Array(life.usable)];
    const sum = new Float64Array(life.rows);
    for (const j of columns) {
      const counts = life.counts[j]!;
      for (let t = 0; t < sum.length; t++) sum[t] = sum[t]! + counts[t]!;
    }
    // The lag of a sum is the sum of the lags.
    const s = new Float64Array(life.usable);
    laggedIncrements(sum, gains, s, scratch);
    const y = life.mean.map((now, t) => (t === 0 ? 0 : now - life.mean[t - 1]!));
    ss += dot(s, s, from + 1, s.length);
    sy += dot(s, y, from + 1, s.length);
    for (const [i, j] of columns.entries()) {
      laggedIncrements(life.counts[j]!, gains, x, scratch);
      xy[i] = xy[i]! + dot(x, y, from + 1, x.length);
      xx[i] = xx[i]! + dot(x, x, from + 1, x.length);
      xs[i] = xs[i]! + dot(x, s, from + 1, x.length);
    }
  }
  const scores = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const along = ss > 0 ? xs[j]! / ss : 0;
    scores[j] = (xy[j]! - along * sy) / Math.sqrt(Math.max(xx[j]! - along * xs[j]!, 1e-12));
  }
  return scores;
}

/** Writes the rise of the lagged calls from one bucket to the next; the first entry is 0. */
function laggedIncrements(
  counts: Float64Array,
  gains: Float64Array,
  out: Float64Array,
  scratch: Float64Array,
): void {
  lag(counts, gains, out, scratch);
  for (let t = out.length - 1; t > 0; t--) out[t] = out[t]! - out[t - 1]!;
  out[0] = 0;
}

/** The life with only the columns of the fit, in their order. */
export function selectColumns(
  life: CoarseLife,
  columns: KeptColumns,
  kinds: readonly ColumnKind[] | undefined,
): CoarseLife {
  const counts = columns.kept.map((j) => life.counts[j]!);
  if (columns.other) {
    const keeps = new Set(columns.kept);
    const other = new Float64Array(life.rows);
    for (const [j, column] of life.counts.entries()) {
      if (keeps.has(j) || (kinds?.[j] ?? 'calls') !== 'calls') continue;
      for (let t = 0; t < life.rows; t++) other[t] = other[t]! + column[t]!;
    }
    counts.push(other);
  }
  for (const j of columns.common) counts.push(life.counts[j]!);
  return { ...life, counts };
}
