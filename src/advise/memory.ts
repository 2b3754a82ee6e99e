/**
 * Memory of all workers together, in closed form. A worker that has served `n` requests holds
 * `start + warm-up(n) + growth * n + transient`; ages follow from renewal theory (Cox, Renewal Theory, 1962, chapter 5):
 * in the long run the age of a life of length `L` has the mean `E[L^2] / 2E[L]` and the second moment `E[L^3] / 3E[L]`.
 */
import type { Load } from './load.ts';
import { countAt99, NORMAL_99 } from './quantile.ts';
import { lifeMoments, longestLife } from './settings.ts';
import type { Recycling } from './settings.ts';
import { growthVariance } from './spread.ts';

/** Bytes: of a moment in the long run, and of the worst moment after all have started in step. */
export interface TotalMemory {
  readonly expected: number;
  readonly p99: number;
  /** 99 times in a hundred the fullest moment of the first round after a deploy stays under this. */
  readonly afterDeploy: number;
}

/** Places of the first round that are looked at. */
const PLACES = 64;

/** All of it for settings with a number of requests. */
export function totalMemory(load: Load, settings: Recycling): TotalMemory {
  const { expected, variance } = longRun(load, settings);
  const afterDeploy = firstRound(load, settings);
  const isInStep = settings.spread === 'none' || settings.amount === 0;
  // The sum of a few even spreads has an end, the normal distribution has none.
  const end = fullest(load, settings);
  return {
    expected,
    p99: isInStep ? afterDeploy : Math.min(end, expected + NORMAL_99 * Math.sqrt(variance)),
    afterDeploy,
  };
}

/** The mean memory of one worker that has served so many requests, without what is passing. */
export function floorAt({ start, warmUp, growth }: Load, requests: number): number {
  const warm = warmUp.requests > 0 ? Math.min(1, requests / warmUp.requests) : 1;
  return start + warmUp.size * warm + growth * requests;
}

/** Variance of what is passing in one worker at a moment. */
function passingVariance({ transient: { quantiles, mean } }: Load): number {
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

/** What deviates at a moment when `count` workers have served so many requests: 99 times in a hundred no more. */
function margin(load: Load, count: number, requests: number): number {
  return NORMAL_99 * Math.sqrt(count * (growthVariance(load, requests) + passingVariance(load)));
}

/** All workers at the end of their longest life. */
function fullest(load: Load, settings: Recycling): number {
  const { workers, transient } = load;
  let sum = 0;
  for (let slot = 0; slot < workers; slot++)
    sum += floorAt(load, longestLife(settings, slot)) + transient.mean;
  return sum + margin(load, workers, longestLife(settings, workers - 1));
}

/**
 * The fullest moment after a start in step. When all have served `R + x`, with `x` up to the jitter, a worker is still in its
 * first life with chance `1 - x / jitter`; the others are `x / 2` into their second.
 */
function firstRound(load: Load, settings: Recycling): number {
  const { workers, transient } = load;
  const requests = settings.requests ?? Infinity;
  const window = settings.spread === 'uniform' ? settings.amount : 0;
  if (settings.spread === 'slots') return slotsRound(load, settings);
  let most = 0;
  for (let i = 0; i <= (window > 0 ? PLACES : 0); i++) {
    const x = (window * i) / PLACES;
    const old = countAt99(workers, 1 - i / PLACES);
    const sum = old * floorAt(load, requests + x) + (workers - old) * floorAt(load, x / 2);
    most = Math.max(most, sum + workers * transient.mean + margin(load, workers, requests + x));
  }
  return most;
}

/** With a fixed delta the first round is certain: just before each restart, those before it have begun anew. */
function slotsRound(load: Load, settings: Recycling): number {
  const { workers, transient } = load;
  let most = 0;
  for (let next = 0; next < workers; next++) {
    const now = longestLife(settings, next);
    let sum = 0;
    for (let slot = 0; slot < workers; slot++) {
      const served = slot < next ? now - longestLife(settings, slot) : now;
      sum += floorAt(load, served);
    }
    most = Math.max(most, sum + workers * transient.mean + margin(load, workers, now));
  }
  return most;
}
