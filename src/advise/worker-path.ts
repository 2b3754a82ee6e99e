/** One life of a worker: what it grows to, and what ends it. */
import type { TrafficClock } from './clock.ts';
import type { Load } from './load.ts';
import { requestsTo } from './limited.ts';
import { levelsOf } from './passing.ts';
import { drawNormal } from './random.ts';
import { drawTrials, stretchesOf } from './reaching.ts';
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
  const { load, settings, seconds } = course;
  const share = load.shares[slot]!;
  const drawn = drawLife(settings, slot, random);
  const sentIn = (time: number): number => servedIn(course, { up, share }, time);
  const lasting = Math.max(drawn, sentIn(settings.leastLife ?? 0));
  const perRequest = drawGrowth(load, Math.min(lasting, sentIn(seconds)), random);
  const life = { up, before, share, perRequest, requests: drawn };
  return settings.memory === null || settings.watch
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

/** Requests of a worker that holds its own memory against a limit: it ends with the first that leaves it at or above it, once it may. */
function untilFull(course: Course, life: PlannedLife, limit: number, random: () => number): number {
  const least = servedIn(course, life, course.settings.leastLife ?? 0);
  const reached = levelsOf(course.load).map(({ level, chance }) => ({
    requests: Math.max(least, servedUntil(course, life, limit - level)),
    chance,
  }));
  return drawTrials(stretchesOf(reached), random);
}

/** What a worker is sent in its first seconds. */
function servedIn({ clock }: Course, { up, share }: Pick<PlannedLife, 'up' | 'share'>, time: number): number {
  return share * (clock.requestsBy(up + time) - clock.requestsBy(up));
}

/** Halvings of a stretch of time that find the moment of a level to far less than a request. */
const HALVINGS = 40;

/** Requests after which the floor of a life is at a level; Infinity for never within the course. */
function servedUntil(course: Course, life: PlannedLife, level: number): number {
  const { load, seconds } = course;
  const { perRequest } = life;
  if (load.perSecond === 0) return requestsTo({ ...load, growth: perRequest }, level);
  const floorAt = (time: number): number =>
    floorOfLife(load, { perRequest }, servedIn(course, life, time), time);
  let [low, high] = [0, seconds];
  if (floorAt(high) < level) return Infinity;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (floorAt(middle) < level) low = middle;
    else high = middle;
  }
  return servedIn(course, life, high);
}
