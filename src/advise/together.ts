/** How likely it is that several workers restart at once, and the jitter that keeps them apart. */
import { atLeast } from './quantile.ts';
import { busiestRate } from './load.ts';
import type { Load } from './load.ts';
import { meanLife } from './settings.ts';
import type { Recycling } from './settings.ts';

/** The chance, for each restart, that it makes more than `k` workers that are down at that moment. */
export interface Together {
  readonly k: number;
  /** In the first round after all have started in step, in the busiest hour. */
  readonly afterDeploy: number;
  /** Later, when restarts have spread over whole lives; as after a deploy where nothing spreads them. */
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

/** The chances under given settings; they need a rate and a number of requests. */
export function togetherOf(load: Load, settings: Recycling, k: number): Together {
  const { workers, boot, rate } = load;
  const afterDeploy = firstRound(load, settings, k);
  const life = meanLife(settings, workers) / rate;
  const later = atLeast(k, workers - 1, boot / (life + boot));
  // Workers in step stay so; cycles of fixed lengths that differ drift through each other.
  const inStep = settings.spread === 'none' || settings.amount === 0;
  const steady = inStep ? afterDeploy : settings.spread === 'slots' ? later : Math.min(afterDeploy, later);
  return { k, afterDeploy, steady };
}

function firstRound(load: Load, { spread, amount }: Recycling, k: number): number {
  const { workers } = load;
  if (workers <= k) return 0;
  const served = load.boot * busiestRate(load);
  if (spread === 'uniform') return chanceTogether(workers, k, amount > 0 ? served / amount : 1);
  const others = spread === 'slots' && amount > 0 ? Math.ceil(served / amount) - 1 : workers;
  return others < k ? 0 : (workers - k) / workers;
}
