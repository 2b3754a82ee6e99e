/** The number of requests and the delta for servers that give each worker a place of its own (uWSGI). */
import { cycleOf } from './cycle.ts';
import type { Load } from './load.ts';
import { totalMemory } from './memory.ts';
import type { ByRequests } from './plan.ts';
import { meanLife } from './settings.ts';
import type { Recycling } from './settings.ts';
import { togetherOf } from './together.ts';

/** What to hold; see `Target` in recycling.ts. */
export interface SlotsTarget {
  readonly budget: number;
  readonly leastLife?: number;
  readonly k: number;
  readonly bound: number;
  /** The most requests of a life, in the mean over the workers. */
  readonly most: number;
}

/** Deltas that are tried, as multiples of the even one (the requests over the workers): up to the first, in so many steps. */
const WIDEST = 2;
const STEPS = 50;

/** Fewer deltas are tried for more workers, whose first rounds are long to follow: steps times workers stay near this. */
const STEPS_OF_ALL = 800;

/** Even places stand differences in traffic best, so another delta must be better by more than this: chance, and part of a life. */
const BETTER_CHANCE = 0.001;
const LONGER = 1.02;

/** A plan with what it is judged by. */
interface Tried extends ByRequests {
  /** The chances of meeting above the bound, first round and later, added up. */
  readonly excess: number;
  /** From one restart to the next in the mean: seconds, or requests where the rate is not known. */
  readonly life: number;
}

/**
 * The delta with the least chance of meeting above the bound, and among those that are alike in that, the longest lives; both
 * with the most requests, to two figures, that keep the 99th percentile and the memory after a deploy within the budget. For a
 * delta that is a fixed part of the requests, more requests only put restarts further apart, so the most are best. Null where
 * not even one request fits.
 */
export function bestSlots(load: Load, target: SlotsTarget): ByRequests | null {
  let best: Tried | undefined;
  for (const part of partsOf(load.workers)) {
    const plan = mostWith(load, target, part);
    if (!plan) continue;
    const tried = judge(load, target, plan);
    if (!best || isBetter(tried, best)) best = tried;
  }
  return best ? { requests: best.requests, spread: best.spread } : null;
}

function isBetter(a: Tried, b: Tried): boolean {
  if (Math.abs(a.excess - b.excess) > BETTER_CHANCE) return a.excess < b.excess;
  return a.life > LONGER * b.life;
}

/** Deltas as parts of the requests, the even one first and then further and further from it. */
function partsOf(workers: number): number[] {
  if (workers === 1) return [0];
  // A whole multiple, so that the even delta is one of them.
  const steps = WIDEST * Math.max(1, Math.floor(Math.min(STEPS, STEPS_OF_ALL / workers) / WIDEST));
  return Array.from({ length: steps }, (_, i) => (WIDEST * (i + 1)) / steps)
    .sort((a, b) => Math.abs(Math.log(a)) - Math.abs(Math.log(b)))
    .map((times) => times / workers);
}

function settingsOf({ requests, spread }: ByRequests, { leastLife = 0 }: SlotsTarget): Recycling {
  return { requests, spread: 'slots', amount: spread, memory: null, leastLife };
}

/** The most requests to two figures with a delta that is this part of them. */
function mostWith(load: Load, target: SlotsTarget, part: number): ByRequests | undefined {
  const planAt = (place: number): ByRequests => {
    const requests = twoFigures(place);
    return { requests, spread: nearTwoFigures(part * requests) };
  };
  const fits = (place: number): boolean => {
    const settings = settingsOf(planAt(place), target);
    if (place > 0 && meanLife(settings, load.workers) > target.most) return false;
    const { p99, afterDeploy } = totalMemory(load, settings);
    return Math.max(p99, afterDeploy) <= target.budget;
  };
  if (!fits(0)) return undefined;
  let [low, high] = [0, LAST_PLACE + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return planAt(low);
}

function judge(load: Load, target: SlotsTarget, plan: ByRequests): Tried {
  const settings = settingsOf(plan, target);
  if (!(load.rate > 0)) return { ...plan, excess: 0, life: meanLife(settings, load.workers) };
  const { afterDeploy, steady } = togetherOf(load, settings, target.k);
  const above = (chance: number): number => Math.max(0, chance - target.bound);
  return { ...plan, excess: above(afterDeploy) + above(steady), life: cycleOf(load, settings) };
}

/** 1, 2 … 99, 100, 110 … 990, 1000, 1100 …: the number at a place of that row, from 0; the last is ten million. */
const LAST_PLACE = 549;

function twoFigures(place: number): number {
  return place < 9 ? place + 1 : (10 + ((place - 9) % 90)) * 10 ** Math.floor((place - 9) / 90);
}

function nearTwoFigures(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.round(value / step) * step;
}
