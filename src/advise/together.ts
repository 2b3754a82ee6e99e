/** How likely it is that several workers restart at once, and the jitter that keeps them apart. */
import { cycleOf } from './cycle.ts';
import { busiestRate } from './load.ts';
import type { Load } from './load.ts';
import { inStep } from './memory.ts';
import { atLeast, atLeastOf } from './quantile.ts';
import { drawnAmount, effective } from './settings.ts';
import type { Recycling } from './settings.ts';
import { driftOf } from './workload.ts';
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

/** The load as it is down: for the time that a successor, started before its worker goes, needs longer than the two overlap. */
export function withOverlap(load: Load, { watch }: Recycling): Load {
  return watch && watch.overlap > 0 ? { ...load, boot: Math.max(0, load.boot - watch.overlap) } : load;
}

/** The chances under given settings; they need a rate, and a number of requests (see `limited`). */
export function togetherOf(of: Load, settings: Recycling, k: number): Together {
  const { watch, time } = settings;
  // Nobody is looked at between two looks: those who come to their end meanwhile go together.
  const waits =
    watch && settings.memory !== null ? watch.every * (1 + Math.floor(of.boot / watch.every)) : of.boot;
  // One after another: the second goes when the first is back, but for what a start takes longer than two overlaps.
  const apart = time?.apart ?? (watch && watch.overlap > 0 ? 2 * watch.overlap : undefined);
  if (apart !== undefined && of.boot <= apart) return { k, afterDeploy: 0, steady: 0 };
  const load = waits === of.boot ? of : { ...of, boot: waits };
  const later = metLater(load, k, cycleOf(load, settings));
  const first = firstRound(load, effective(settings, load.rate, load.workers), k);
  // What is certain in the order of the first round is so for shares as measured, and they are not kept to the request.
  const afterDeploy = settings.spread === 'none' ? Math.max(first, driftOf(load.shares) * later) : first;
  const drifted = settings.spread === 'uniform' && settings.amount > 0 ? Math.min(afterDeploy, later) : later;
  const together = inStep(load, settings);
  const steady = together * afterDeploy + (1 - together) * drifted;
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
  const { deviation = 0 } = settings;
  if (deviation > 0) {
    // Lives that differ by chance, as if drawn from an even stretch of the same deviation.
    const part = served / (deviation * Math.sqrt(12));
    return Math.min(1 - k / workers, chanceTogether(workers, k, part));
  }
  const turns = firstTurns(load, settings);
  const met = turns.filter(({ at }, i) => {
    const before = turns.slice(0, i).filter((other) => other.at > at - served);
    return new Set(before.map(({ slot }) => slot)).size >= k;
  });
  return met.length / turns.length;
}
