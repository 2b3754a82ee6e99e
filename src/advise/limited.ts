/** What a limit on the memory of a worker makes of its lives: they end at whichever comes first, the requests or the limit. */
import { busiestRate } from './load.ts';
import type { Load } from './load.ts';
import { levelsOf } from './passing.ts';
import { meanOf } from './quantile.ts';
import { stretchesOf, trialsOf } from './reaching.ts';
import type { Reached, Trials } from './reaching.ts';
import { secondsByClock } from './settings.ts';
import type { Recycling } from './settings.ts';
import { growthVariance } from './spread.ts';

/** Where nothing grows and no number is set, a life is taken to be as long as this: a week, in seconds. */
const ENDLESS = 7 * 86_400;

/** Requests after which the floor of a new worker is at such a level in the mean; 0 where it is from the start, Infinity for never. */
export function requestsTo(
  { start, warmUp, growth }: Pick<Load, 'start' | 'warmUp' | 'growth'>,
  level: number,
): number {
  const room = level - start;
  if (room <= 0) return 0;
  const whileWarming = warmUp.requests > 0 ? room / (growth + warmUp.size / warmUp.requests) : Infinity;
  if (whileWarming <= warmUp.requests) return whileWarming;
  if (room <= warmUp.size) return warmUp.requests;
  return growth > 0 ? (room - warmUp.size) / growth : Infinity;
}

/** Times of birth between two looks that are tried, and averaged. */
const PHASES = 8;

/** Requests from one look of a watcher to the next, at so many a second; a worker itself looks after each. */
function requestsPerLook({ watch }: Recycling, rate: number): number {
  return watch ? Math.max(1, watch.every * rate) : 1;
}

/** Requests of a life that a limit ends, where trials come after every so many requests. Lives that grow unlike differ the more. */
function usualLife(load: Load, limit: number, every: number): Trials {
  const reached = levelsOf(load).map(({ level, chance }) => ({
    requests: requestsTo(load, limit - level),
    chance,
  }));
  const { mean, deviation } = every === 1 ? trialsOf(stretchesOf(reached)) : lookedAt(reached, every);
  if (!Number.isFinite(mean)) return { mean, deviation };
  const unlike = load.growth > 0 ? Math.sqrt(growthVariance(load, mean)) / load.growth : 0;
  return { mean, deviation: Math.hypot(deviation, unlike) };
}

function lookedAt(reached: readonly Reached[], every: number): Trials {
  const all = Array.from({ length: PHASES }, (_, i): Trials => {
    const first = (every * (i + 0.5)) / PHASES;
    const { mean, deviation } = trialsOf(stretchesOf(reached, { every, first }));
    return { mean: first + every * (mean - 1), deviation: every * deviation };
  });
  return { mean: meanOf(all.map(({ mean }) => mean)), deviation: meanOf(all.map((one) => one.deviation)) };
}

/** Requests after which a worker is at the limit with what is passing half of the time; at least 1. No life is much longer. */
function fullLife(load: Load, limit: number): number {
  return Math.max(1, requestsTo(load, limit - load.transient.median));
}

/**
 * The settings with `longest`, and with a number of requests where they have none. The lives as they usually
 * are, or `most`: as long as they may be, for what must not be said too low. A limit on the sum of all is not in it: see sum.ts.
 */
export function limited(load: Load, settings: Recycling, lives: 'usual' | 'most' = 'usual'): Recycling {
  const { memory, watch, time } = settings;
  if (memory === null && time === undefined) return settings;
  const rate = lives === 'most' ? busiestRate(load) : load.rate;
  let longest = time ? Math.max(1, secondsByClock(settings, load.workers) * rate) : Infinity;
  let deviation = 0;
  if (memory !== null && watch?.of !== 'all') {
    const every = requestsPerLook(settings, rate);
    // The last look may have come just before it was full.
    const usual = usualLife(load, memory, every);
    const full = lives === 'most' ? fullLife(load, memory) + (watch ? every : 0) : usual.mean;
    if (full < Math.min(longest, settings.requests ?? Infinity)) deviation = usual.deviation;
    longest = Math.min(longest, full);
  }
  const requests =
    settings.requests ?? (Number.isFinite(longest) ? longest : Math.max(1, ENDLESS * load.rate));
  return { ...settings, requests, longest, deviation };
}

/**
 * The load under settings with `longest`: lives that all end by the limit on memory end at the same level, however their growth
 * differs.
 */
export function levelled(load: Load, { requests, memory, longest = Infinity }: Recycling): Load {
  return memory !== null && requests !== null && longest <= requests ? { ...load, spread: 0, walk: 0 } : load;
}
