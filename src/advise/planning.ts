/** From a load and a target to a plan, or to why there is none. */
import { limited } from './limited.ts';
import { busiestRate } from './load.ts';
import type { Load } from './load.ts';
import type { Abilities, ByRequests, RecyclingPlan } from './plan.ts';
import { floorAt } from './memory.ts';
import { NORMAL_99 } from './quantile.ts';
import { mostRequests, recyclingOf, recyclingOfPlan } from './recycling.ts';
import type { Target } from './recycling.ts';
import { longestLife, meanLife } from './settings.ts';
import type { Recycling } from './settings.ts';
import { growthVariance } from './spread.ts';

/** Lives must be longer: uWSGI's min-worker-lifetime, and no server likes less. Seconds. */
export const LEAST_LIFE = 10;

/** Part of the workers' time that restarts may cost. */
export const MOST_LOST = 0.1;

/** Levels are whole MiB, so that what is pasted and what is said of it are the same in every unit. */
const MIB = 2 ** 20;
const wholeMebibytes = (bytes: number): number => MIB * Math.floor(bytes / MIB);

/** Why a worker cannot be restarted by requests. */
export type Obstacle =
  /** The workers fill the budget before anything leaks. */
  | 'no-room'
  /** One request can take more than all the room there is. */
  | 'one-request'
  /** Lives would be too short, or restarts take too much of the time. */
  | 'too-fast'
  /** The server has no such setting. */
  | 'unable';

/** A plan with what stood in the way of restarts by requests. */
export interface Planned {
  readonly plan: RecyclingPlan;
  readonly obstacle: Obstacle | undefined;
}

/** What decides besides the target. */
export interface PlanCase {
  readonly load: Load;
  readonly target: Omit<Target, 'spread'>;
  readonly abilities: Abilities;
  readonly isMild: boolean;
  readonly largestStep: number;
  /** Bytes beside the budget that are kept free for what is passing; 0 when left out. */
  readonly reserve?: number;
}

/** Makes the plan. */
export function planFor(row: PlanCase): Planned {
  const { load, target, abilities, isMild } = row;
  const { workers } = load;
  const found = byRequestsOf(row);
  const [byRequests, obstacle] = typeof found === 'string' ? [null, found] : [found, undefined];
  const share = levelOf(load, target.budget);
  const lasts = share === null ? undefined : secondsTo(load, share);
  // A worker that reaches the limit sooner than it starts would be away more than it is there.
  const level = lasts !== undefined && lasts < load.boot ? null : share;
  const isOfAll = abilities.memory === 'sum-by-watcher';
  const byMemory =
    abilities.memory === undefined || isOfAll || level === null
      ? null
      : Math.max(level, byRequests ? netLevel(row, byRequests) : 0);
  return {
    plan: {
      byRequests,
      byMemory,
      workers,
      isMild,
      ...(isOfAll && level !== null ? { byMemoryOfAll: wholeMebibytes(target.budget) } : {}),
      ...secondsOf(row, level),
      ...leastLifeOf(row, byRequests, byMemory),
    },
    obstacle,
  };
}

/** Part of the shortest life that a worker should live at least: enough against restarts without end. */
const LEAST_PART = 0.5;

/** Lower than the server's own where a limit is met sooner in the busiest hour: the worker would grow on past it. */
function leastLifeOf(
  { load, abilities }: PlanCase,
  byRequests: ByRequests | null,
  byMemory: number | null,
): Pick<RecyclingPlan, 'leastLife'> {
  const { leastLife = 0 } = abilities;
  const busiest = busiestRate(load) * Math.max(...load.shares);
  if (leastLife === 0 || !(busiest > 0) || (byRequests ?? byMemory) === null) return {};
  const settings = limited(load, recyclingOfPlan({ byRequests, byMemory }, { ...abilities, leastLife: 0 }));
  const seconds = longestLife(settings, 0) / busiest;
  return seconds < leastLife ? { leastLife: Math.max(1, Math.floor(LEAST_PART * seconds)) } : {};
}

/** Where time is all that the server can be told. */
function secondsOf(
  { load, abilities: { memory, byTime } }: PlanCase,
  level: number | null,
): Pick<RecyclingPlan, 'secondsToLevel'> {
  if (memory !== undefined || byTime === undefined || level === null) return {};
  const seconds = secondsTo(load, level);
  return seconds === undefined ? {} : { secondsToLevel: Math.max(byTime, seconds) };
}

/**
 * The least that a limit on memory may be where restarts by requests hold the growth. A peak holds also what a request takes
 * before it ends, which no reading shows: the reserve is there for that.
 */
function netLevel({ load, target, abilities, reserve = 0 }: PlanCase, byRequests: ByRequests): number {
  const regular = regularLevel(load, recyclingOfPlan({ byRequests, byMemory: null }, abilities));
  const share = wholeMebibytes((target.budget + reserve) / load.workers);
  return abilities.memory === 'peak-after-task' ? Math.max(regular, share) : regular;
}

/**
 * What 99 of 100 workers stay under to the end of the longest life: a limit below it would cut lives that are as planned. In
 * so many requests the greatest that is ever passing comes by.
 */
function regularLevel(load: Load, settings: Recycling): number {
  const longest = longestLife(settings, load.workers - 1);
  const differing = NORMAL_99 * Math.sqrt(growthVariance(load, longest));
  return MIB * Math.ceil((floorAt(load, longest) + differing + load.transient.max) / MIB);
}

/** Seconds until a worker reaches a level at the mean pace; undefined where nothing grows or the rate is not known. */
function secondsTo(load: Load, level: number): number | undefined {
  const perSecond = load.growth * load.rate;
  const room = level - load.start - load.warmUp.size - load.transient.median;
  return perSecond > 0 ? Math.floor(room / perSecond) : undefined;
}

/** All workers together, warm and with nothing leaked: the least that is needed. */
export function leastMemory({ workers, start, warmUp, transient }: Load): number {
  return workers * (start + warmUp.size + transient.mean);
}

function byRequestsOf({ load, target, abilities, largestStep }: PlanCase): ByRequests | Obstacle {
  const room = target.budget - leastMemory(load);
  if (room <= 0) return 'no-room';
  if (abilities.spread === undefined) return 'unable';
  if (largestStep > room) return 'one-request';
  const found = mostRequests(load, {
    ...target,
    spread: abilities.spread,
    leastLife: abilities.leastLife ?? 0,
  });
  if (!found) return 'too-fast';
  const life = meanLife(recyclingOf(found, abilities.spread), load.workers) / load.rate;
  const isTooShort = life < LEAST_LIFE || load.boot / (life + load.boot) > MOST_LOST;
  return load.rate > 0 && isTooShort ? 'too-fast' : found;
}

/** An equal share of the budget, where it leaves a warm worker room for what is passing; null where it would restart for nothing. */
function levelOf({ workers, start, warmUp, transient }: Load, budget: number): number | null {
  const share = wholeMebibytes(budget / workers);
  return share > start + warmUp.size + transient.p99 ? share : null;
}
