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
  const look = lookOf(row);
  const share = levelOf(row, look);
  const lasts = share === null ? undefined : secondsTo(load, share);
  // A worker that reaches the limit sooner than it starts, or than all before it are replaced one by one, is not replaced in time.
  const least = Math.max(load.boot, workers * (look === undefined ? 0 : (abilities.watch?.overlap ?? 0)));
  const level = lasts !== undefined && lasts < least ? null : share;
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
      ...(isOfAll && level !== null
        ? { byMemoryOfAll: wholeMebibytes(target.budget - workers * lateOf(row, look)) }
        : {}),
      ...(level !== null && look !== undefined && look !== abilities.watch?.every ? { lookEvery: look } : {}),
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

/**
 * An equal share of the budget, less what grows between two looks. Where that leaves a warm worker no room for the greatest that is
 * ever passing, the level with that room, if all workers at it still fit into the memory: the reserve is there for what is
 * passing. Null where it would restart for nothing.
 */
function levelOf(row: PlanCase, look: number | undefined): number | null {
  const { load, target, abilities, isMild, reserve = 0 } = row;
  const { workers, start, warmUp, transient } = load;
  const late = lateOf(row, look);
  const warm = start + warmUp.size;
  const share = wholeMebibytes(target.budget / workers - late);
  const isOfOne = abilities.memory !== undefined && abilities.memory !== 'sum-by-watcher';
  const calm = MIB * Math.ceil((warm + transient.max) / MIB);
  if (isOfOne && share <= calm) {
    if (workers * (calm + late) <= target.budget + reserve) return calm;
    if (isMild) return null;
  }
  return share > warm + transient.p99 ? share : null;
}

/** Seconds between two looks that are tried, in turn, where too much grows from one to the next at the server's own. */
const LOOKS = [30, 10, 5, 2, 1];

/** The part of a worker's room that may be taken between two looks. */
const LATE_PART = 0.25;

/** Seconds between two looks at the memory; undefined where nobody looks from outside. */
function lookOf({ load, target, abilities: { memory, watch } }: PlanCase): number | undefined {
  if (!watch || (memory !== 'rss-by-watcher' && memory !== 'sum-by-watcher')) return undefined;
  const room = target.budget / load.workers - load.start - load.warmUp.size - load.transient.p99;
  const tried = [watch.every, ...LOOKS.filter((seconds) => seconds < watch.every)];
  const fitting = tried.find((seconds) => seconds * load.growth * busiestRate(load) <= LATE_PART * room);
  return fitting ?? tried.at(-1);
}

/** Bytes that a worker grows by from one look to the next in the busiest hour. */
function lateOf({ load, isMild }: PlanCase, look = 0): number {
  return isMild ? 0 : look * load.growth * busiestRate(load);
}
