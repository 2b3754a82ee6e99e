/** One worker over time: a line of lives, each with its own growth. */
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
  /** Requests sent to it before `up`, since the first midnight. */
  readonly before: number;
  readonly perRequest: number;
}

/** Lives of one worker after which the path is cut: settings that restart it for ever would never end. */
const MOST_LIVES = 5000;

/** What all workers share. */
export interface Course {
  readonly load: Load;
  readonly settings: Recycling;
  readonly clock: TrafficClock;
  readonly seconds: number;
  /** Seconds between two looks at the memory. */
  readonly step: number;
}

/** Memory of a life at a time, without what is passing. */
export function floorOfLife({ load, clock }: Course, life: SimulatedLife, at: number): number {
  const { start, warmUp, perSecond } = load;
  const served = clock.requestsBy(at) - life.before;
  const warm = warmUp.requests > 0 ? Math.min(1, served / warmUp.requests) : 1;
  return start + warmUp.size * warm + life.perRequest * served + perSecond * (at - life.up);
}

/** The lives of the worker in a slot (from 0), all from time 0 on, as after a deploy. */
export function livesOfWorker(course: Course, slot: number, random: () => number): SimulatedLife[] {
  const { load, settings, clock, seconds } = course;
  const lives: SimulatedLife[] = [];
  for (let up = 0; up < seconds && lives.length < MOST_LIVES;) {
    const before = clock.requestsBy(up);
    const requests = drawLife(settings, slot, random);
    const perRequest = drawGrowth(
      course,
      Math.min(requests, clock.requestsBy(up + seconds) - before),
      random,
    );
    const planned = clock.timeOf(before + requests);
    const life = { up, down: planned, before, perRequest };
    const down = settings.memory === null ? planned : whenFull(course, life, settings.memory, random);
    lives.push({ ...life, down });
    up = down + load.boot;
  }
  return lives;
}

/** What a life grows per request: the measured growth with the spread that fits its length. Growth with time is apart. */
function drawGrowth({ load }: Course, requests: number, random: () => number): number {
  const { growth, perSecond, rate } = load;
  const byRequest = Math.max(0, growth - perSecond / rate);
  const deviation = Math.sqrt(growthVariance(load, requests)) / Math.max(1, requests);
  return Math.max(0, byRequest + deviation * drawNormal(random));
}

/** When a worker that must stay under a limit goes down: after the first request that ends at or above it. */
function whenFull(course: Course, life: SimulatedLife, limit: number, random: () => number): number {
  const { clock, seconds, step, load } = course;
  const first = clock.timeOf(life.before + 1);
  for (let from = life.up; from < Math.min(life.down, seconds); from += step) {
    const to = Math.min(life.down, from + step);
    const requests = clock.requestsBy(to) - clock.requestsBy(from);
    // The greatest of n draws is one draw at the n-th root.
    const passing = quantileOf(load.transient.quantiles, random() ** (1 / Math.max(1, requests)));
    const [low, high] = [floorOfLife(course, life, from), floorOfLife(course, life, to)];
    if (high + passing < limit) continue;
    const part = high > low ? (limit - passing - low) / (high - low) : 0;
    return Math.max(first, from + (to - from) * Math.min(1, Math.max(0, part)));
  }
  return life.down;
}
