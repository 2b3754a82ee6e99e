/** One life of a worker: what it grows to, and what ends it. */
import type { TrafficClock } from './clock.ts';
import type { Load } from './load.ts';
import { quantileOf } from './quantile.ts';
import { drawNormal } from './random.ts';
import { drawLife } from './settings.ts';
import type { Recycling } from './settings.ts';
import { growthVariance } from './spread.ts';

/** A life from when the worker can serve to when it goes down (Infinity if it goes on); seconds. */
export interface SimulatedLife {
  readonly up: number;
  readonly down: number;
  /** What a worker with a share of 1 had been sent before `up`. */
  readonly before: number;
  readonly share: number;
  readonly perRequest: number;
}

/** What all workers share. */
export interface Course {
  readonly load: Load;
  readonly settings: Recycling;
  /** Of one of the workers when all are there. */
  readonly clock: TrafficClock;
  readonly seconds: number;
  /** Seconds between two looks at the memory. */
  readonly step: number;
}

/** A life as it is planned when it begins. */
export interface PlannedLife extends Omit<SimulatedLife, 'down'> {
  /** Requests after which it ends; Infinity for none. */
  readonly requests: number;
}

/** Memory of a life that has served so much and is so many seconds old, without what is passing. */
export function floorOfLife(
  { start, warmUp, perSecond }: Load,
  { perRequest }: Pick<SimulatedLife, 'perRequest'>,
  served: number,
  age: number,
): number {
  const warm = warmUp.requests > 0 ? Math.min(1, served / warmUp.requests) : 1;
  return start + warmUp.size * warm + perRequest * served + perSecond * age;
}

/** Draws the next life of the worker in a slot (from 0). */
export function planLife(
  course: Course,
  { slot, up, before }: { readonly slot: number; readonly up: number; readonly before: number },
  random: () => number,
): PlannedLife {
  const { load, settings, clock, seconds } = course;
  const share = load.shares[slot]!;
  const drawn = drawLife(settings, slot, random);
  const sentIn = (time: number): number => share * (clock.requestsBy(up + time) - clock.requestsBy(up));
  const lasting = Math.max(drawn, sentIn(settings.leastLife ?? 0));
  const perRequest = drawGrowth(load, Math.min(lasting, sentIn(seconds)), random);
  const life = { up, before, share, perRequest, requests: drawn };
  return settings.memory === null
    ? life
    : { ...life, requests: Math.min(drawn, untilFull(course, life, settings.memory, random)) };
}

/** What a life grows per request: the measured growth with the spread that fits its length. Growth with time is apart. */
function drawGrowth(load: Load, requests: number, random: () => number): number {
  const { growth, perSecond, rate } = load;
  const byRequest = Math.max(0, growth - perSecond / rate);
  const deviation = Math.sqrt(growthVariance(load, requests)) / Math.max(1, requests);
  return Math.max(0, byRequest + deviation * drawNormal(random));
}

/** Requests of a worker that must stay under a limit: it ends with the first that leaves it at or above it. */
function untilFull(course: Course, life: PlannedLife, limit: number, random: () => number): number {
  const { clock, seconds, step, load } = course;
  const begun = clock.requestsBy(life.up);
  const servedBy = (at: number): number => life.share * (clock.requestsBy(at) - begun);
  for (let from = life.up; from < seconds && servedBy(from) < life.requests; from += step) {
    const [first, last] = [servedBy(from), servedBy(from + step)];
    // The greatest of n draws is one draw at the n-th root.
    const passing = quantileOf(load.transient.quantiles, random() ** (1 / Math.max(1, last - first)));
    const low = floorOfLife(load, life, first, from - life.up);
    const high = floorOfLife(load, life, last, from + step - life.up);
    if (high + passing < limit) continue;
    const part = high > low ? (limit - passing - low) / (high - low) : 0;
    return Math.max(1, first + (last - first) * Math.min(1, Math.max(0, part)));
  }
  return Infinity;
}
