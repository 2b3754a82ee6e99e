/** When workers restart, in plain numbers, and how long their lives are then. */
import type { Spread } from './plan.ts';
import type { ByTime, Watch } from './watch.ts';

/** Settings of a server, of whatever name. */
export interface Recycling {
  /** Requests after which a worker restarts; null for never. */
  readonly requests: number | null;
  readonly spread: Spread;
  /** The jitter or delta; 0 with `none`. */
  readonly amount: number;
  /** Bytes from which on a worker restarts, looked at after each request unless `watch` says otherwise; null for never. */
  readonly memory: number | null;
  /** Who holds the memory against the limit; left out where each worker does so itself after each request. */
  readonly watch?: Watch;
  /** Restarts by the clock; left out for none. */
  readonly time?: ByTime;
  /** Seconds that a worker lives at least, whatever the settings say (uWSGI's min-worker-lifetime); none when left out. */
  readonly leastLife?: number;
  /** Requests after which the limit on memory ends a life in the mean: see `limited`. Left out where it is not reckoned with. */
  readonly longest?: number;
  /** How much lives that end so differ, in requests (standard deviation); 0 where they end otherwise. */
  readonly deviation?: number;
}

/** Workers that never restart. */
export const NEVER: Recycling = { requests: null, spread: 'none', amount: 0, memory: null };

/** Whether they never restart a worker. */
export function isEndless({ requests, memory, time }: Recycling): boolean {
  return requests === null && memory === null && time === undefined;
}

/** Seconds from one restart of a worker to its next where the clock alone decides; Infinity for never. */
export function secondsByClock({ time }: Recycling, workers: number): number {
  return time ? time.seconds + workers * (time.apart ?? 0) : Infinity;
}

/** The first three moments of the length of a life, in requests. */
export interface Moments {
  readonly mean: number;
  readonly square: number;
  readonly cube: number;
}

/** The most requests that worker number `slot` (from 0) may serve in a life; Infinity without a number. */
export function longestLife(
  { requests, spread, amount, longest = Infinity }: Recycling,
  slot: number,
): number {
  if (requests === null) return Infinity;
  const more = spread === 'uniform' ? amount : spread === 'slots' ? slot * amount : 0;
  return Math.min(longest, requests + more);
}

/** The part of a jitter that is drawn before the limit on memory ends a life anyway: the whole of it without one. */
export function drawnAmount({ requests, amount, longest = Infinity }: Recycling): number {
  return Math.max(0, Math.min(amount, longest - (requests ?? Infinity)));
}

/** The length of the next life of a worker; `random` gives evenly spread values from 0 up to 1. */
export function drawLife(settings: Recycling, slot: number, random: () => number): number {
  if (settings.requests === null || settings.spread !== 'uniform') return longestLife(settings, slot);
  return settings.requests + Math.floor(random() * (settings.amount + 1));
}

/** Moments of the lengths of a worker's lives; of a uniform draw taken as continuous. Needs `requests`. */
export function lifeMoments(settings: Recycling, slot: number): Moments {
  const last = longestLife(settings, slot);
  const drawn = settings.spread === 'uniform' ? drawnAmount(settings) : 0;
  // Draws beyond the limit on memory end at the limit.
  const part = drawn > 0 ? drawn / settings.amount : 0;
  const first = last - drawn;
  const moment = (power: number): number => {
    if (part === 0) return last ** power;
    // The mean of x ** power between the two, without dividing by what may be small.
    let sum = 0;
    for (let i = 0; i <= power; i++) sum += first ** i * last ** (power - i);
    return (part * sum) / (power + 1) + (1 - part) * last ** power;
  };
  return { mean: moment(1), square: moment(2), cube: moment(3) };
}

/** Mean length of a life over all workers, in requests. */
export function meanLife(settings: Recycling, workers: number): number {
  if (settings.spread !== 'slots') return lifeMoments(settings, 0).mean;
  if (settings.longest === undefined) return longestLife(settings, (workers - 1) / 2);
  let sum = 0;
  for (let slot = 0; slot < workers; slot++) sum += longestLife(settings, slot);
  return sum / workers;
}

/**
 * The settings as they come out where a worker must live for `leastLife` seconds: a number of requests that it is sent sooner
 * is as good as the requests of that time. `rate`: requests per second of a worker.
 */
export function effective(settings: Recycling, rate: number, workers: number): Recycling {
  const { leastLife = 0, amount, spread, longest } = settings;
  const least = leastLife * rate;
  const kept = longest !== undefined && longest < least ? { ...settings, longest: least } : settings;
  if (kept.requests === null || kept.requests >= least) return kept;
  const last = Math.max(least, longestLife({ ...kept, longest: Infinity }, workers - 1));
  const steps = spread === 'slots' ? workers - 1 : 1;
  return { ...kept, requests: least, amount: amount > 0 && steps > 0 ? (last - least) / steps : 0 };
}
