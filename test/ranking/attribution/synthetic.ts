/** Lives made from a known truth: what each column keeps per call, under noise of a known size. */
import { randomNumbers } from '../../../src/ranking/attribution/half-normal.ts';
import type { LifeSeries } from '../../../src/ranking/series.ts';

/** What to make. All arrays are by column. */
export interface Truth {
  readonly seed: number;
  readonly lives: number;
  readonly buckets: number;
  /** Requests per bucket. */
  readonly perBucket?: number;
  /** Share of the traffic, before the mix drifts. */
  readonly traffic: readonly number[];
  /** Units kept per call. */
  readonly kept: readonly number[];
  /** Units per call that are held for the rest of the bucket and freed in the next one. */
  readonly passing?: readonly number[];
  /** Calls after which a column keeps no more (a cache that is full). */
  readonly fullAfter?: readonly number[];
  /** Units kept on every request, and with each bucket whatever its requests. */
  readonly perRequest?: number;
  readonly perBucketOfTime?: number;
  /** Standard deviation of the random walk from bucket to bucket, and of the white noise of bucket means. */
  readonly walk?: number;
  readonly white?: number;
  /** A column whose calls are copied from another: `[copy, original]`. */
  readonly copy?: readonly [number, number];
}

/** A standard normal variate (Box and Muller). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** An empty life of so many buckets, one apart. */
export function emptyLife(rows: number, columns: number): LifeSeries {
  const array = (): Float64Array => new Float64Array(rows);
  return {
    rows,
    at: Float64Array.from({ length: rows }, (_, t) => t),
    requests: array(),
    readings: array(),
    sum: array(),
    min: array(),
    first: array(),
    last: array(),
    from: array().fill(NaN),
    to: array().fill(NaN),
    calls: new Float64Array(rows * columns),
  };
}

/** Lives in which memory behaves as told; the traffic mix wanders, as it must for columns to be told apart. */
export function makeLives(truth: Truth): LifeSeries[] {
  const random = randomNumbers(truth.seed);
  return Array.from({ length: truth.lives }, () => makeLife(truth, random));
}

function makeLife(truth: Truth, random: () => number): LifeSeries {
  const k = truth.traffic.length;
  const life = emptyLife(truth.buckets, k);
  const drift = truth.traffic.map(() => normal(random) / 2);
  const calls = new Float64Array(k);
  let level = 1e8 + 1e7 * random();
  for (let t = 0; t < truth.buckets; t++) {
    const now = mix(truth, drift, random);
    let kept = (truth.perBucketOfTime ?? 0) + (truth.walk ?? 0) * normal(random);
    let passing = 0;
    for (let j = 0; j < k; j++) {
      const counted = Math.max(0, Math.min(now[j]!, (truth.fullAfter?.[j] ?? Infinity) - calls[j]!));
      kept += counted * truth.kept[j]! + now[j]! * (truth.perRequest ?? 0);
      passing += now[j]! * (truth.passing?.[j] ?? 0);
      calls[j] = calls[j]! + now[j]!;
      life.calls[t * k + j] = now[j]!;
    }
    const requests = now.reduce((sum, n) => sum + n, 0);
    const white = (truth.white ?? 0) * normal(random);
    life.requests[t] = requests;
    life.readings[t] = requests;
    life.min[t] = Math.round(level - Math.abs(white));
    life.sum[t] = requests * Math.round(level + kept / 2 + passing + white);
    level += kept;
  }
  return life;
}

function mix(truth: Truth, drift: number[], random: () => number): number[] {
  const rates = truth.traffic.map((share, j) => {
    const wandered = (drift[j] ?? 0) * 0.97 + 0.15 * normal(random);
    drift[j] = wandered;
    return share * Math.exp(wandered);
  });
  const total = rates.reduce((sum, rate) => sum + rate, 0);
  const calls = rates.map(() => 0);
  for (let q = 0; q < (truth.perBucket ?? 100); q++) {
    let at = random() * total;
    let j = 0;
    while (j < rates.length - 1 && at >= rates[j]!) at -= rates[j++] ?? 0;
    calls[j] = (calls[j] ?? 0) + 1;
  }
  if (truth.copy) calls[truth.copy[0]] = calls[truth.copy[1]]!;
  return calls;
}

export { randomNumbers };
