/** What stands above the floor: memory that requests take and give back. */
import { floorOf } from '../ranking/history.ts';
import type { LifeSeries } from '../ranking/series.ts';
import { warmRow } from '../ranking/summary.ts';
import type { Transient } from './workload.ts';

/** Steps of the distribution. */
const STEPS = 200;

/** Of its last step: a limit is met by what passes once in thousands of requests. */
const TAIL_STEPS = 50;

/** Readings that stood at one level above the floor. */
interface Share {
  readonly level: number;
  readonly readings: number;
}

/**
 * The distribution of readings above the floor, after the warm-up. A bucket tells its least, its greatest and its mean;
 * the readings between are put at the mean of what is left, so that the mean and the peaks are right.
 */
export function transientOf(series: readonly LifeSeries[], greatest: readonly Float64Array[]): Transient {
  const shares = series.flatMap((life, i) => sharesOf(life, greatest[i]!)).sort((a, b) => a.level - b.level);
  const readings = shares.reduce((sum, share) => sum + share.readings, 0);
  if (readings === 0) return { mean: 0, median: 0, p99: 0, max: 0, quantiles: [0] };
  const at = levelAt(shares, readings);
  const quantiles = Array.from({ length: STEPS + 1 }, (_, i) => at(i / STEPS));
  const last = (STEPS - 1) / STEPS;
  const tail = Array.from({ length: TAIL_STEPS + 1 }, (_, i) => at(last + ((1 - last) * i) / TAIL_STEPS));
  return {
    mean: shares.reduce((sum, share) => sum + share.level * share.readings, 0) / readings,
    median: at(0.5),
    p99: at(0.99),
    max: shares.at(-1)!.level,
    quantiles,
    tail,
  };
}

function sharesOf(life: LifeSeries, greatest: Float64Array): Share[] {
  const floor = floorOf(life);
  const shares: Share[] = [];
  for (let row = warmRow(life); row < life.rows; row++) {
    const [count, base] = [life.readings[row]!, floor[row]!];
    const [least, most] = [life.min[row]! - base, greatest[row]! - base];
    shares.push({ level: most, readings: 1 });
    if (count > 1) shares.push({ level: least, readings: 1 });
    if (count > 2) {
      const rest = (life.sum[row]! - base * count - least - most) / (count - 2);
      shares.push({ level: Math.max(0, rest), readings: count - 2 });
    }
  }
  return shares;
}

function levelAt(shares: readonly Share[], readings: number): (part: number) => number {
  const ends: number[] = [];
  let so = 0;
  for (const share of shares) ends.push((so += share.readings));
  return (part) => {
    const place = Math.min(readings, part * readings);
    const index = ends.findIndex((end) => end >= place);
    return shares[index < 0 ? shares.length - 1 : index]!.level;
  };
}
