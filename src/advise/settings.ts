/** When workers restart, in plain numbers, and how long their lives are then. */
import type { Spread } from './plan.ts';

/** Settings of a server, of whatever name. */
export interface Recycling {
  /** Requests after which a worker restarts; null for never. */
  readonly requests: number | null;
  readonly spread: Spread;
  /** The jitter or delta; 0 with `none`. */
  readonly amount: number;
  /** Bytes from which on a worker restarts, looked at after each request; null for never. */
  readonly memory: number | null;
  /** Seconds that a worker lives at least, whatever the settings say (uWSGI's min-worker-lifetime); none when left out. */
  readonly leastLife?: number;
}

/** Workers that never restart. */
export const NEVER: Recycling = { requests: null, spread: 'none', amount: 0, memory: null };

/** The first three moments of the length of a life, in requests. */
export interface Moments {
  readonly mean: number;
  readonly square: number;
  readonly cube: number;
}

/** The most requests that worker number `slot` (from 0) may serve in a life; Infinity without a number. */
export function longestLife({ requests, spread, amount }: Recycling, slot: number): number {
  if (requests === null) return Infinity;
  return spread === 'uniform' ? requests + amount : spread === 'slots' ? requests + slot * amount : requests;
}

/** The length of the next life of a worker; `random` gives evenly spread values from 0 up to 1. */
export function drawLife(settings: Recycling, slot: number, random: () => number): number {
  if (settings.requests === null || settings.spread !== 'uniform') return longestLife(settings, slot);
  return settings.requests + Math.floor(random() * (settings.amount + 1));
}

/** Moments of the lengths of a worker's lives; of a uniform draw taken as continuous. Needs `requests`. */
export function lifeMoments(settings: Recycling, slot: number): Moments {
  if (settings.spread !== 'uniform') {
    const life = longestLife(settings, slot);
    return { mean: life, square: life ** 2, cube: life ** 3 };
  }
  const [r, j] = [settings.requests ?? Infinity, settings.amount];
  return {
    mean: r + j / 2,
    square: r ** 2 + r * j + j ** 2 / 3,
    cube: r ** 3 + 1.5 * r ** 2 * j + r * j ** 2 + j ** 3 / 4,
  };
}

/** Mean length of a life over all workers, in requests. */
export function meanLife(settings: Recycling, workers: number): number {
  if (settings.spread !== 'slots') return lifeMoments(settings, 0).mean;
  return longestLife(settings, (workers - 1) / 2);
}

/**
 * The settings as they come out where a worker must live for `leastLife` seconds: a number of requests that it is sent sooner
 * is as good as the requests of that time. `rate`: requests per second of a worker.
 */
export function effective(settings: Recycling, rate: number, workers: number): Recycling {
  const { requests, leastLife = 0, amount, spread } = settings;
  const least = leastLife * rate;
  if (requests === null || requests >= least) return settings;
  const last = Math.max(least, longestLife(settings, workers - 1));
  const steps = spread === 'slots' ? workers - 1 : 1;
  return { ...settings, requests: least, amount: amount > 0 && steps > 0 ? (last - least) / steps : 0 };
}
