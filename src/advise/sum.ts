/**
 * A limit on the memory of all workers together: from time to time somebody looks, and above the limit the largest worker has to
 * go, one at each look (puma_worker_killer). Workers never stay in step then: each restart waits until the others have
 * grown into the room that the last one left.
 *
 * With `n` workers that grow by `g` bytes a second, restarted in turn every `c` seconds, the ages before a restart are
 * `c, 2c … nc`, so their sum is `n * base + g * c * n * (n + 1) / 2`. That is the limit and what was grown since the look before
 * it, half the time between two looks in the mean: an equation for `c`.
 */
import { busiestRate } from './load.ts';
import type { Load } from './load.ts';
import { passingVariance } from './memory.ts';
import { NO_RESTARTS } from './prediction.ts';
import type { Prediction } from './prediction.ts';
import { NORMAL_99 } from './quantile.ts';
import { secondsByClock } from './settings.ts';
import type { Recycling } from './settings.ts';
import type { Together } from './together.ts';

/** Where nothing grows, lives are taken to be as long as this: a week, in seconds. */
const ENDLESS = 7 * 86_400;

/** Whether it is the sum of all that is limited. */
export function isLimitOfSum({ memory, watch }: Recycling): boolean {
  return memory !== null && watch?.of === 'all';
}

/** How it goes on at one pace. Bytes and seconds. */
interface Turn {
  /** From one restart to the next, of any worker. */
  readonly seconds: number;
  /** The sum just before a restart, in the mean and at most; and what it is under 99 % of the time. */
  readonly usual: number;
  readonly most: number;
  readonly p99: number;
  /** What all grow by from one restart to the next. */
  readonly grown: number;
}

function turnOf(load: Load, settings: Recycling, rate: number): Turn {
  const { workers, start, warmUp, transient, growth } = load;
  const { memory, watch } = settings;
  const [limit, every] = [memory ?? Infinity, watch?.every ?? 0];
  const base = workers * (start + warmUp.size + transient.mean);
  const perSecond = growth * rate;
  const places = (workers * (workers + 1)) / 2;
  const late = workers * perSecond * every;
  // Nobody grows while the only one is down.
  const alone = workers === 1 ? load.boot : 0;
  const byMemory = perSecond > 0 ? alone + (limit + late / 2 - base) / (perSecond * places) : ENDLESS;
  const byClock = secondsByClock(settings, workers) / workers;
  // One at each look is all that can be done: more than the limit is held where that is not enough.
  const seconds = Math.min(Math.max(every, byMemory), byClock, ENDLESS);
  const held = base + perSecond * seconds * places;
  if (seconds === byClock) {
    // In rounds all are about as old.
    const full = base + workers * perSecond * secondsByClock(settings, workers);
    const most = Math.min(full, limit + late);
    return { seconds, usual: Math.min(full, limit), most, p99: most, grown: full - base };
  }
  const isFull = seconds === byMemory;
  const grown = workers * perSecond * seconds;
  if (!isFull) {
    const most = Math.max(held, Math.min(limit, held) + late);
    return { seconds, usual: held, most, p99: most, grown };
  }
  const [usual, p99] = [limit + late / 2, limit + rarelyAbove(late, grown)];
  return { seconds, usual, most: limit + late, p99, grown };
}

/**
 * What the sum is above the limit in 1 % of the time, when it grows by `grown` from restart to restart and goes on to a look
 * that comes, as often at one place as at another, before it has grown by `late`: it is more than `y` above the limit for
 * `(late - y) ** 2 / (2 * late * grown)` of the time.
 */
function rarelyAbove(late: number, grown: number): number {
  return late >= RARE * 2 * grown ? late - Math.sqrt(RARE * 2 * late * grown) : late / 2 - RARE * grown;
}

/** 1 % of the time. */
const RARE = 0.01;

/** What comes of it. Without a rate nothing is known but the limit. */
export function predictSum(load: Load, settings: Recycling, k: number): Prediction {
  const margin = NORMAL_99 * Math.sqrt(load.workers * passingVariance(load));
  if (!(load.rate > 0)) {
    const full = (settings.memory ?? 0) + margin;
    const memory = { expected: settings.memory ?? 0, p99: full, afterDeploy: full };
    return { memory, life: null, restartsPerHour: null, capacityLost: null, together: null };
  }
  if (load.growth <= 0 && settings.time === undefined) {
    const warm = load.workers * (load.start + load.warmUp.size + load.transient.mean);
    return { memory: { expected: warm, p99: warm + margin, afterDeploy: warm + margin }, ...NO_RESTARTS };
  }
  const [usual, busiest] = [load.rate, busiestRate(load)].map((rate) => turnOf(load, settings, rate));
  const cycle = usual!.seconds * load.workers;
  return {
    memory: {
      expected: usual!.usual - Math.min(usual!.grown, usual!.usual) / 2,
      p99: busiest!.p99 + margin,
      afterDeploy: busiest!.most + margin,
    },
    life: Math.max(0, cycle - load.boot),
    restartsPerHour: 3600 / usual!.seconds,
    capacityLost: Math.min(1, load.boot / cycle),
    together: {
      k,
      afterDeploy: metAt(busiest!.seconds, load, settings, k),
      steady: metAt(usual!.seconds, load, settings, k),
    },
  };
}

/** The chance that the k-th restart before is not over: restarts come at looks, as near to their turn as those allow. */
function metAt(
  seconds: number,
  { boot, workers }: Load,
  { watch }: Recycling,
  k: number,
): Together['steady'] {
  const every = watch?.every ?? 0;
  if (workers <= k || !(every > 0)) return 0;
  return Math.min(1, Math.max(0, Math.ceil(boot / every) - (k * seconds) / every));
}
