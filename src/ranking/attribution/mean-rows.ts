/**
 * The response `mean`: differences of the mean reading between neighbouring buckets.
 *
 * With white and random-walk noise and the ratio chosen by likelihood, bucket means come out as nearly pure
 * random walk, for which plain differences are the exact whitening.
 */
import type { LaggedLife } from './lagged-counts.ts';
import type { RowRange } from './row-set.ts';
import { MIN_LIFE_ROWS } from './tuning.ts';

/** Differences over all of every life; windows are cut by `meanRanges`. */
export function meanColumns(lives: readonly LaggedLife[]): readonly Float64Array[] {
  const rows = lives.reduce((sum, life) => sum + life.usable - 1, 0);
  const k = lives[0]?.lagged.length ?? 0;
  const columns = Array.from({ length: 2 * k + 1 }, () => new Float64Array(rows));
  let at = 0;
  for (const life of lives) {
    const root = gapRoots(life);
    differences(life.mean, root, columns[0]!, at);
    for (let j = 0; j < k; j++) {
      differences(life.lagged[j]!, root, columns[j + 1]!, at);
      differences(life.transient[j]!, root, columns[k + j + 1]!, at);
    }
    at += life.usable - 1;
  }
  return columns;
}

/** One over the root of the gap on the clock before each row; the first is 0. */
export function gapRoots({ usable, clock }: LaggedLife): Float64Array {
  const roots = new Float64Array(usable);
  for (let t = 1; t < usable; t++) roots[t] = 1 / Math.sqrt(clock[t]! - clock[t - 1]!);
  return roots;
}

/** Writes `(x[t] - x[t - 1]) * weight[t]` for t >= 1 to `out` from `at` on. */
export function differences(x: Float64Array, weight: Float64Array, out: Float64Array, at: number): void {
  for (let t = 1; t < x.length; t++) out[at + t - 1] = (x[t]! - x[t - 1]!) * weight[t]!;
}

/** The rows of `meanColumns` past the warm-up; lives with too few buckets left are passed over. */
export function meanRanges(lives: readonly LaggedLife[], warm: number): RowRange[] {
  const ranges: RowRange[] = [];
  let at = 0;
  for (const [i, life] of lives.entries()) {
    const first = Math.ceil(life.rows * warm);
    if (life.usable - first >= MIN_LIFE_ROWS)
      ranges.push({ life: i, from: at + first, to: at + life.usable - 1 });
    at += life.usable - 1;
  }
  return ranges;
}

/** The rows of `ranges` that `inner` does not hold. Both come from `meanRanges`, `inner` with the later cut. */
export function rangesBefore(ranges: readonly RowRange[], inner: readonly RowRange[]): RowRange[] {
  const starts = new Map(inner.map((range) => [range.life, range.from]));
  return ranges.map((range) => ({ ...range, to: starts.get(range.life) ?? range.to }));
}
