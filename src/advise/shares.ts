/** How a server shares its requests among its workers: seldom evenly. */
import type { LifeMeasure } from './lives.ts';
import { beginOf, endOf } from './processes.ts';
import { quantileOf } from './quantile.ts';
import { varianceOf } from './workload.ts';

/** Shares summed up over stretches of time. */
interface Sums {
  readonly shares: number[];
  /** Seconds, or 1 for a log without restarts. */
  weight: number;
  /** Variance of the shares as seen, and the part of it that chance alone would make. */
  seen: number;
  chance: number;
}

/** What each worker is sent, as multiples of the mean: the first is the busiest; all 1 for even shares. */
export function evenShares(workers: number): number[] {
  return new Array<number>(Math.max(0, workers)).fill(1);
}

/**
 * The shares as so many workers would have them: that of the rank in the middle of its part of the row, between two measured
 * ones in proportion. The shape stays, whatever the number: nothing is known of another, and to take those of another number
 * for even would make one worker more or less turn the whole plan around. The mean is 1.
 */
export function sharesFor(measured: readonly number[], workers: number): readonly number[] {
  if (measured.length === workers) return measured;
  if (measured.length === 0) return evenShares(workers);
  const at = (i: number): number => ((i + 0.5) * measured.length) / workers - 0.5;
  const row = Array.from({ length: workers }, (_, i) =>
    quantileOf(measured, at(i) / Math.max(1, measured.length - 1)),
  );
  const mean = row.reduce((sum, share) => sum + share, 0) / workers;
  return row.map((share) => share / mean);
}

/**
 * The shares by rank, of the machines that have so many workers at a time. Who comes first need not be the same process all the
 * time: a server that takes the first idle worker has a busiest one at any time. Where no worker was replaced the requests are
 * counted, else the paces of all that are there together are compared. Chance alone makes shares differ: it is taken out, as far
 * as requests that fall to workers like dice would make it (James and Stein, 1961).
 */
export function sharesOf(
  machines: readonly (readonly LifeMeasure[])[],
  { workers, isTimed }: { readonly workers: number; readonly isTimed: boolean },
): readonly number[] {
  const sums: Sums = { shares: new Array<number>(workers).fill(0), weight: 0, seen: 0, chance: 0 };
  for (const lives of machines) {
    if (lives.length === workers) add(sums, lives, 1, ({ requests }) => requests);
    else if (isTimed) addStretches(sums, lives, workers);
  }
  const { shares, weight, seen, chance } = sums;
  if (!(weight > 0 && seen > 0)) return evenShares(workers);
  const kept = Math.max(0, 1 - chance / seen);
  return shares.map((share) => 1 + (share / weight - 1) * kept);
}

/** Adds the stretches of time in which exactly so many workers were there. */
function addStretches(sums: Sums, lives: readonly LifeMeasure[], workers: number): void {
  const pace = (life: LifeMeasure): number => life.requests / Math.max(1, endOf(life) - beginOf(life));
  const changes = lives.flatMap((life) => [
    { at: beginOf(life), life, isBegin: true },
    { at: endOf(life), life, isBegin: false },
  ]);
  changes.sort((a, b) => a.at - b.at);
  const there = new Set<LifeMeasure>();
  changes.forEach(({ at, life, isBegin }, i) => {
    if (isBegin) there.add(life);
    else there.delete(life);
    const seconds = (changes[i + 1]?.at ?? at) - at;
    if (seconds > 0 && there.size === workers) add(sums, [...there], seconds, pace);
  });
}

function add(
  sums: Sums,
  lives: readonly LifeMeasure[],
  weight: number,
  amountOf: (life: LifeMeasure) => number,
): void {
  const amounts = lives.map(amountOf);
  const mean = amounts.reduce((sum, amount) => sum + amount, 0) / lives.length;
  if (!(mean > 0)) return;
  const parts = amounts.map((amount) => amount / mean);
  parts.toSorted((a, b) => b - a).forEach((part, rank) => (sums.shares[rank]! += weight * part));
  sums.weight += weight;
  sums.seen += weight * varianceOf(parts);
  const chances = lives.map(({ requests }, i) => parts[i]! ** 2 / Math.max(1, requests));
  sums.chance += (weight * chances.reduce((sum, chance) => sum + chance, 0)) / lives.length;
}
