/** How likely it is that several workers restart at once, and the jitter that keeps them apart. */
import { cycleOf } from './cycle.ts';
import { busiestRate } from './load.ts';
import type { Load } from './load.ts';
import { staysInStep } from './memory.ts';
import { atLeast, atLeastOf } from './quantile.ts';
import { drawnAmount, effective } from './settings.ts';
import type { Recycling } from './settings.ts';
import { isUneven } from './workload.ts';
import { firstTurns } from './turns.ts';

/** The chance, for each restart, that it makes more than `k` workers that are down at that moment. */
export interface Together {
  readonly k: number;
  /** In the first round after all have started in step, in the busiest hour. */
  readonly afterDeploy: number;
  /** Later, when restarts have spread over whole lives; as after a deploy where workers stay in step. */
  readonly steady: number;
}

/** Parts of the sum that stands for an integral. */
const PARTS = 64;

/**
 * For a restart of one of `workers` whose places are spread evenly over a window: the chance that at least `k` others went
 * down within `part` of the window before it. At the place `x` of the window each other is down with chance `min(x, part)`,
 * so it is the mean of a binomial tail over `x`. Midpoint rule up to `part`, constant beyond.
 */
export function chanceTogether(workers: number, k: number, part: number): number {
  const within = Math.min(1, part);
  let sum = 0;
  for (let i = 0; i < PARTS; i++) sum += atLeast(k, workers - 1, (within * (i + 0.5)) / PARTS);
  return (within * sum) / PARTS + (1 - within) * atLeast(k, workers - 1, within);
}

/** The least jitter, in requests, for which that chance stays under `bound` after a deploy; Infinity where none does. */
export function leastJitter(load: Load, k: number, bound: number): number {
  const { workers } = load;
  if (workers <= k || bound >= 1) return 0;
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (chanceTogether(workers, k, middle) > bound) high = middle;
    else low = middle;
  }
  const served = load.boot * busiestRate(load);
  return low > 0 ? served / low : Infinity;
}

/** The chances under given settings; they need a rate, and a number of requests (see `limited`). */
export function togetherOf(load: Load, settings: Recycling, k: number): Together {
  const later = metLater(load, k, cycleOf(load, settings));
  const first = firstRound(load, effective(settings, load.rate, load.workers), k);
  // What is certain in the order of the first round is so for shares as measured, and they are not kept to the request.
  const afterDeploy = isUneven(load.shares) && settings.spread === 'none' ? Math.max(first, later) : first;
  const steady = staysInStep(load, settings)
    ? afterDeploy
    : settings.spread === 'uniform' && settings.amount > 0
      ? Math.min(afterDeploy, later)
      : later;
  return { k, afterDeploy, steady };
}

/** Once restarts are spread over whole lives: each other worker is down for its own part of the time. */
function metLater({ workers, shares, boot }: Load, k: number, cycle: number): number {
  const down = shares.map((share) => Math.min(1, (boot * share) / cycle));
  return down.reduce((sum, _, slot) => {
    const others = down.filter((_chance, other) => other !== slot);
    return sum + (shares[slot]! * atLeastOf(k, others)) / workers;
  }, 0);
}

/** The chance of a restart in the first round; those that nothing draws are looked at one by one. */
function firstRound(load: Load, settings: Recycling, k: number): number {
  const { workers, boot } = load;
  if (workers <= k) return 0;
  const served = boot * busiestRate(load);
  const { spread, amount } = settings;
  const drawn = drawnAmount(settings);
  if (spread === 'uniform' && drawn > 0) {
    // Those that the limit on memory ends before their draw does come to it together.
    const cut = 1 - drawn / amount;
    const alike = cut > 0 ? cut * atLeast(k, workers - 1, Math.min(1, cut + served / amount)) : 0;
    return (1 - cut) * chanceTogether(workers, k, served / amount) + alike;
  }
  const turns = firstTurns(load, settings);
  const met = turns.filter(({ at }, i) => {
    const before = turns.slice(0, i).filter((other) => other.at > at - served);
    return new Set(before.map(({ slot }) => slot)).size >= k;
  });
  return met.length / turns.length;
}
