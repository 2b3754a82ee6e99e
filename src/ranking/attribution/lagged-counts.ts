/** The regressors of a life: its calls so far, and the same lagged. */
import type { CoarseLife } from './coarse-life.ts';
import { LAG } from './tuning.ts';

/** A life with its regressors by column; all arrays have `usable` entries. */
export interface LaggedLife extends Omit<CoarseLife, 'counts'> {
  /** Levels as they were read, where jumps were taken from `mean` and `min`. */
  readonly raw?: Float64Array;
  /** Lagged calls so far: an exponential mean with a lag of `LAG` units of clock. */
  readonly lagged: readonly Float64Array[];
  /** Calls so far, up to the middle of the bucket, less the lagged ones. */
  readonly transient: readonly Float64Array[];
}

/** Adds the regressors. */
export function withLaggedCounts(life: CoarseLife): LaggedLife {
  const lagged: Float64Array[] = [];
  const transient: Float64Array[] = [];
  const gains = lagGains(life.clock.subarray(0, life.usable));
  const cells = new Float64Array(2 * life.counts.length * life.usable);
  for (const [j, counts] of life.counts.entries()) {
    const e = cells.subarray(2 * j * life.usable, (2 * j + 1) * life.usable);
    const d = cells.subarray((2 * j + 1) * life.usable, (2 * j + 2) * life.usable);
    lag(counts, gains, e, d);
    lagged.push(e);
    transient.push(d);
  }
  return { ...life, lagged, transient };
}

/** The part of the way to its new value that the mean goes at each bucket, `1 / (1 + LAG)` per unit of clock. */
export function lagGains(clock: Float64Array): Float64Array {
  const keep = LAG / (1 + LAG);
  return clock.map((now, t) => 1 - keep ** (t === 0 ? 1 : now - clock[t - 1]!));
}

/** Fills the lagged calls so far, and the difference of calls so far from them, for as many buckets as there are gains. */
export function lag(
  counts: Float64Array,
  gains: Float64Array,
  lagged: Float64Array,
  transient: Float64Array,
): void {
  let before = 0;
  let level = counts[0]! / 2;
  for (let t = 0; t < gains.length; t++) {
    const middle = before + counts[t]! / 2;
    before += counts[t]!;
    level += gains[t]! * (middle - level);
    lagged[t] = level;
    transient[t] = middle - level;
  }
}
