/**
 * The local-level model: readings are a random walk seen through white noise.
 *
 * Its Kalman filter turns them into independent innovations of unit variance (Durbin and Koopman, Time Series
 * Analysis by State Space Methods, 2nd ed., chapter 2). The gains depend on the gaps alone, so they are made
 * once and applied to every column, which is what makes generalised least squares of it.
 */

/** Gains of the filter at each reading but the first, whose value starts the level. */
export interface LocalLevelGains {
  /** Part of the innovation that moves the level. */
  readonly gain: Float64Array;
  /** One over the root of the variance of the innovation. */
  readonly scale: Float64Array;
  /** Sum of the logarithms of those variances. */
  readonly logDeterminant: number;
}

/** `clock` ascends strictly; `ratio` is random-walk variance per unit of clock over white variance. */
export function localLevelGains(clock: Float64Array, ratio: number): LocalLevelGains {
  const n = Math.max(0, clock.length - 1);
  const gain = new Float64Array(n);
  const scale = new Float64Array(n);
  let logDeterminant = 0;
  let p = 1;
  for (let r = 0; r < n; r++) {
    const predicted = p + ratio * (clock[r + 1]! - clock[r]!);
    const variance = predicted + 1;
    gain[r] = predicted / variance;
    scale[r] = 1 / Math.sqrt(variance);
    p = predicted * (1 - gain[r]!);
    logDeterminant += Math.log(variance);
  }
  return { gain, scale, logDeterminant };
}

/** Writes the scaled innovations of one column, its readings from `from` on, to `out` from `at` on: one for each gain. */
export function whiten(
  column: Float64Array,
  gains: LocalLevelGains,
  out: Float64Array,
  from = 0,
  at = 0,
): void {
  const { gain, scale } = gains;
  let level = column[from]!;
  for (let r = 0; r < gain.length; r++) {
    const innovation = column[from + r + 1]! - level;
    out[at + r] = innovation * scale[r]!;
    level += gain[r]! * innovation;
  }
}
