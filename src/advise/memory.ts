/**
 * Memory of all workers together, in closed form. A worker that has served `n` requests holds
 * `start + warm-up(n) + growth * n + transient`; ages follow from renewal theory (Cox, Renewal Theory, 1962, chapter 5):
 * in the long run the age of a life of length `L` has the mean `E[L^2] / 2E[L]` and the second moment `E[L^3] / 3E[L]`.
 */
import { busiestRate } from './load.ts';
import type { Load } from './load.ts';
import { countAt99, NORMAL_99 } from './quantile.ts';
import { limited, levelled } from './limited.ts';
import { drawnAmount, effective, lifeMoments, longestLife } from './settings.ts';
import type { Recycling } from './settings.ts';
import { driftOf } from './workload.ts';
import { growthVariance } from './spread.ts';
import { firstTurns, servedAt } from './turns.ts';

/** Bytes: of a moment in the long run, and of the worst moment after all have started in step. */
export interface TotalMemory {
  readonly expected: number;
  readonly p99: number;
  /** 99 times in a hundred the fullest moment of the first round after a deploy stays under this. */
  readonly afterDeploy: number;
}

/** Places of the first round that are looked at. */
const PLACES = 64;

/**
 * All of it for settings with a number of requests or a limit on memory. Workers that start in step stay so where all lives and all shares are alike;
 * else they drift apart, and in the long run each is at any point of its life.
 */
export function totalMemory(of: Load, asked: Recycling): TotalMemory {
  const settings = limited(of, asked, 'most');
  const load = levelled(of, settings);
  const lasting = effective(settings, busiestRate(load), load.workers);
  const { expected, variance } = longRun(load, lasting);
  const afterDeploy = firstRound(load, lasting);
  const usual =
    settings.longest === undefined
      ? expected
      : longRun(load, effective(limited(of, asked), busiestRate(load), load.workers)).expected;
  // The sum of a few even spreads has an end, the normal distribution has none.
  const apart = Math.min(fullest(load, lasting), expected + NORMAL_99 * Math.sqrt(variance));
  const together = inStep(load, settings);
  // A successor that is started before its worker goes is one more, now and then.
  const beside = asked.watch && asked.watch.overlap > 0 ? load.start : 0;
  return {
    expected: usual,
    p99: beside + together * afterDeploy + (1 - together) * apart,
    afterDeploy: beside + afterDeploy,
  };
}

/** Lives after which workers that began together should be apart by more than a restart takes, for them to count as drifting. */
const LIVES = 100;

/**
 * How far workers that start together stay together for ever: 1 where all lives and all shares are alike, 0 where they drift
 * apart: because some are sent more than others, or because lives that end by memory differ, each time anew, so that after
 * `m` of them two workers are `sqrt(2 * m)` deviations apart.
 */
export function inStep(load: Pick<Load, 'shares' | 'boot' | 'rate'>, settings: Recycling): number {
  const isAlike = settings.spread === 'none' || drawnAmount(settings) === 0;
  if (!isAlike) return 0;
  const { watch, deviation = 0 } = settings;
  // Whoever is full at the same look goes together.
  const window = Math.max(1, load.rate * Math.max(load.boot, watch?.every ?? 0));
  const byLives = Math.min(1, (deviation * Math.sqrt(2 * LIVES)) / window);
  return 1 - Math.max(driftOf(load.shares), byLives);
}

/**
 * The mean memory of one worker that has served so many requests, without what is passing. One that is sent less than others
 * takes longer for them, and growth with time goes on.
 */
export function floorAt(load: Load, requests: number, share = 1): number {
  const { start, warmUp, growth, perSecond, rate } = load;
  const warm = warmUp.requests > 0 ? Math.min(1, requests / warmUp.requests) : 1;
  const byTime = share === 1 || !(rate > 0) ? 0 : (perSecond / rate) * (1 / share - 1);
  return start + warmUp.size * warm + (growth + byTime) * requests;
}

/** Variance of what is passing in one worker at a moment. */
export function passingVariance({ transient: { quantiles, mean } }: Load): number {
  return quantiles.reduce((sum, level) => sum + (level - mean) ** 2, 0) / quantiles.length;
}

function longRun(load: Load, settings: Recycling): { expected: number; variance: number } {
  const passing = passingVariance(load);
  let [expected, variance] = [0, 0];
  for (let slot = 0; slot < load.workers; slot++) {
    const { mean, square, cube } = lifeMoments(settings, slot);
    const age = square / (2 * mean);
    const ageSquare = cube / (3 * mean);
    expected +=
      load.start + load.warmUp.size * warmPart(load, mean) + load.growth * age + load.transient.mean;
    variance +=
      load.growth ** 2 * (ageSquare - age ** 2) + load.spread ** 2 * ageSquare + load.walk * age + passing;
  }
  return { expected, variance };
}

/** Part of the warm-up that a worker holds on the average of a life. */
function warmPart({ warmUp }: Load, life: number): number {
  if (warmUp.requests === 0) return 1;
  return life > warmUp.requests ? 1 - warmUp.requests / (2 * life) : life / (2 * warmUp.requests);
}

/** What deviates when the workers have served so many requests: 99 times in a hundred no more. */
function margin(load: Load, served: readonly number[]): number {
  const passing = passingVariance(load);
  return (
    NORMAL_99 * Math.sqrt(served.reduce((sum, requests) => sum + growthVariance(load, requests) + passing, 0))
  );
}

/** All workers together when they have served so many requests, 99 times in a hundred. */
function sumAt(load: Load, served: readonly number[]): number {
  const floors = served.reduce(
    (sum, requests, slot) => sum + floorAt(load, requests, load.shares[slot]) + load.transient.mean,
    0,
  );
  return floors + margin(load, served);
}

/** All workers at the end of their longest life. */
function fullest(load: Load, settings: Recycling): number {
  return sumAt(
    load,
    Array.from({ length: load.workers }, (_, slot) => longestLife(settings, slot)),
  );
}

/** The fullest moment after a start in step. */
function firstRound(load: Load, settings: Recycling): number {
  if (settings.spread === 'uniform' && drawnAmount(settings) > 0) return drawnRound(load, settings);
  return firstTurns(load, settings).reduce(
    (most, { at }) => Math.max(most, sumAt(load, servedAt(load, settings, at))),
    0,
  );
}

/**
 * With drawn lives: when all have served `R + x`, with `x` up to the jitter, a worker is still in its first life with chance
 * `1 - x / jitter`; the others are `x / 2` into their second. A limit on memory cuts the round short. Shares are taken as even, which is on the safe side.
 */
function drawnRound(load: Load, settings: Recycling): number {
  const { workers } = load;
  const { requests, amount } = settings;
  const drawn = drawnAmount(settings);
  let most = 0;
  for (let i = 0; i <= PLACES; i++) {
    const x = (drawn * i) / PLACES;
    const longest = (requests ?? Infinity) + x;
    const old = countAt99(workers, 1 - x / amount);
    const floors = old * floorAt(load, longest) + (workers - old) * floorAt(load, x / 2);
    const deviating = margin(load, new Array<number>(workers).fill(longest));
    most = Math.max(most, floors + workers * load.transient.mean + deviating);
  }
  return most;
}
