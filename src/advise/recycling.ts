/** The most requests per life that keep the memory, with the jitter or delta that keeps restarts apart; and what follows from settings. */
import { cycleOf } from './cycle.ts';
import { limited } from './limited.ts';
import type { Load } from './load.ts';
import { totalMemory } from './memory.ts';
import type { Abilities, ByRequests, RecyclingPlan, Spread } from './plan.ts';
import { NEVER } from './settings.ts';
import type { Recycling } from './settings.ts';
import { bestSlots } from './slots.ts';
import { isLimitOfSum, predictSum } from './sum.ts';
import { NO_RESTARTS } from './prediction.ts';
import type { Prediction } from './prediction.ts';
import { leastJitter, togetherOf, withOverlap } from './together.ts';

/** More is never advised: nothing was ever measured for so long. */
const MOST_REQUESTS = 1e7;

/** Jitter where the log has no times, so that none can be calculated: this part of the requests. */
const BLIND_JITTER = 0.1;

/** What to hold. */
export interface Target {
  /** Bytes for all workers together. */
  readonly budget: number;
  readonly spread: Spread;
  /** Seconds that a worker lives at least; 0 when left out. */
  readonly leastLife?: number;
  /** Workers that may restart at once, and the chance per restart that there are more. */
  readonly k: number;
  readonly bound: number;
  /** The most requests that are wanted, whatever the memory allows. */
  readonly most?: number;
}

/**
 * The largest number of requests, to two figures, for which the 99th percentile of the memory of all workers stays under the
 * budget: in the long run, and in the first round after a deploy; with slots, those that go with the best delta. Null where not even one request fits.
 */
export function mostRequests(load: Load, target: Target): ByRequests | null {
  const fits = (requests: number): boolean => {
    const { p99, afterDeploy } = totalMemory(load, {
      ...recyclingOf(spreadFor(load, target, requests), target.spread),
      leastLife: target.leastLife ?? 0,
    });
    return Math.max(p99, afterDeploy) <= target.budget;
  };
  let [low, high] = [1, Math.max(1, Math.min(MOST_REQUESTS, target.most ?? Infinity))];
  if (target.spread === 'slots') return bestSlots(load, { ...target, most: high });
  if (!fits(1)) return null;
  if (fits(high)) low = high;
  while (high - low >= 1) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return spreadFor(load, target, roundDown(Math.floor(low)));
}

/** The jitter that goes with so many requests: the least that keeps restarts apart, but never more than the requests themselves. */
function spreadFor(load: Load, { spread, k, bound }: Target, requests: number): ByRequests {
  if (spread === 'none') return { requests, spread: 0 };
  const needed = load.rate > 0 ? leastJitter(load, k, bound) : BLIND_JITTER * requests;
  return { requests, spread: Math.min(Math.ceil(requests), roundUp(needed)) };
}

/** A plan by requests as settings. */
export function recyclingOf(
  plan: ByRequests,
  spread: Spread = 'none',
  memory: number | null = null,
): Recycling {
  return { requests: plan.requests, spread, amount: plan.spread, memory };
}

/** A whole plan as settings, where a server can do so much. */
export function recyclingOfPlan(
  plan: Omit<RecyclingPlan, 'workers' | 'isMild'>,
  { spread = 'none', watch, ...abilities }: Pick<Abilities, 'spread' | 'leastLife' | 'watch'>,
): Recycling {
  const leastLife = plan.leastLife ?? abilities.leastLife ?? 0;
  const { byRequests, secondsToLevel } = plan;
  const memory = plan.byMemoryOfAll ?? plan.byMemory;
  const plain = byRequests ? recyclingOf(byRequests, spread, memory) : { ...NEVER, memory };
  return {
    ...plain,
    ...(leastLife > 0 ? { leastLife } : {}),
    ...(watch ? { watch: { ...watch, every: plan.lookEvery ?? watch.every } } : {}),
    ...(secondsToLevel === undefined ? {} : { time: { seconds: secondsToLevel } }),
  };
}

/** What settings lead to that restart workers: after requests, above a limit on memory, by the clock, or at whichever comes first. */
export function predict(load: Load, asked: Recycling, k: number): Prediction {
  if (isLimitOfSum(asked)) return predictSum(load, asked, k);
  const memory = totalMemory(load, asked);
  if (!(load.rate > 0))
    return { memory, life: null, restartsPerHour: null, capacityLost: null, together: null };
  const settings = limited(load, asked);
  if (asked.requests === null && !Number.isFinite(settings.longest)) return { memory, ...NO_RESTARTS };
  const down = withOverlap(load, asked);
  const cycle = cycleOf(down, settings);
  return {
    memory,
    // With uneven shares, workers that restart all the time seem to lose more than there is.
    life: Math.max(0, cycle - down.boot),
    restartsPerHour: (3600 * load.workers) / cycle,
    capacityLost: Math.min(1, down.boot / cycle),
    together: togetherOf(load, settings, k),
  };
}

const stepOf = (value: number): number => 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);

/** To two figures. */
function roundDown(value: number): number {
  return Math.floor(value / stepOf(value)) * stepOf(value);
}

function roundUp(value: number): number {
  return Number.isFinite(value) ? Math.ceil(value / stepOf(value)) * stepOf(value) : Infinity;
}
