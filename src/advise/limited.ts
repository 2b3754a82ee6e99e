/** What a limit on the memory of a worker makes of its lives: they end at whichever comes first, the requests or the limit. */
import type { Load } from './load.ts';
import type { Recycling } from './settings.ts';

/** Where nothing grows and no number is set, a life is taken to be as long as this: a week, in seconds. */
const ENDLESS = 7 * 86_400;

/** Requests after which the floor of a new worker is at such a level in the mean; 0 where it is from the start, Infinity for never. */
function requestsTo({ start, warmUp, growth }: Load, level: number): number {
  const room = level - start;
  if (room <= 0) return 0;
  const whileWarming = warmUp.requests > 0 ? room / (growth + warmUp.size / warmUp.requests) : Infinity;
  if (whileWarming <= warmUp.requests) return whileWarming;
  if (room <= warmUp.size) return warmUp.requests;
  return growth > 0 ? (room - warmUp.size) / growth : Infinity;
}

/**
 * Requests of a life in the mean that a limit ends: each request adds the chance that what is passing in it reaches from the
 * floor to the limit, and the life is over when these come to 1. With the levels of what is passing all as likely, and `n` the
 * requests after which one of them reaches the limit, that is the mean of `max(0, life - n)` over the levels.
 */
function usualLife(load: Load, limit: number): number {
  const { quantiles } = load.transient;
  const levels = quantiles.length > 1 ? quantiles.slice(1).map((q, i) => (q + quantiles[i]!) / 2) : quantiles;
  const from = levels.map((level) => requestsTo(load, limit - level)).sort((a, b) => a - b);
  let sum = 0;
  for (const [i, requests] of from.entries()) {
    if (requests === Infinity) break;
    sum += requests;
    const life = (from.length + sum) / (i + 1);
    if (life <= (from[i + 1] ?? Infinity)) return life;
  }
  return Infinity;
}

/** Requests after which a worker is at the limit with what is passing half of the time; at least 1. No life is much longer. */
function fullLife(load: Load, limit: number): number {
  return Math.max(1, requestsTo(load, limit - load.transient.median));
}

/**
 * The settings with `longest`, and with a number of requests where they have a limit on memory alone. The lives as they usually
 * are, or `most`: as long as they may be, for what must not be said too low.
 */
export function limited(load: Load, settings: Recycling, lives: 'usual' | 'most' = 'usual'): Recycling {
  const { memory } = settings;
  if (memory === null) return settings;
  const full = fullLife(load, memory);
  const longest = lives === 'most' ? full : Math.min(full, usualLife(load, memory));
  const requests =
    settings.requests ?? (Number.isFinite(longest) ? longest : Math.max(1, ENDLESS * load.rate));
  return { ...settings, requests, longest };
}

/**
 * The load under settings with `longest`: lives that all end by the limit on memory end at the same level, however their growth
 * differs.
 */
export function levelled(load: Load, { requests, longest = Infinity }: Recycling): Load {
  return requests !== null && longest <= requests ? { ...load, spread: 0, walk: 0 } : load;
}
