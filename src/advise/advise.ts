/**
 * Profile and ranking to advice: when to restart workers so that the memory lasts.
 *
 *     profile -> workload -> growth to reckon with -> plan -> prediction, replayed days -> notes
 */
import type { Profile } from '../profile/profile.ts';
import type { Ranking, Reach } from '../ranking/ranking.ts';
import type { Advice } from './advice.ts';
import { growthUsed } from './growth-used.ts';
import type { GrowthUsed } from './growth-used.ts';
import { DEFAULT_BOOT, loadOf, restartSeconds } from './load.ts';
import type { Load } from './load.ts';
import { measure } from './measure.ts';
import { notesOf } from './notes.ts';
import { restartsAny } from './plan.ts';
import type { Abilities } from './plan.ts';
import { leastMemory, planFor } from './planning.ts';
import type { Planned } from './planning.ts';
import { predict, recyclingOfPlan } from './recycling.ts';
import { chartOf, chartSeconds, replay, replaySeconds } from './replay.ts';
import type { Replay } from './replay.ts';
import { isEndless, NEVER } from './settings.ts';
import type { Recycling } from './settings.ts';
import type { WhatIf } from './what-if.ts';
import type { Workload } from './workload.ts';
import { isSeldom, mildPlan, worthItsCost } from './worth.ts';

/** What the log does not say. */
export interface AdviseOptions {
  readonly abilities: Abilities;
  /** Bytes of the machine (or container). */
  readonly memory: number;
  /** Bytes of it that workers must leave alone: a quarter when left out. */
  readonly reserve?: number;
  /** As the log has them when left out. */
  readonly workers?: number;
  /** Workers that may restart at once: 1 when left out; and the chance per restart that there are more: 1 %. */
  readonly k?: number;
  readonly bound?: number;
  /** Seconds that a restart takes; as the log has it when left out. */
  readonly boot?: number;
  readonly whatIf?: WhatIf;
  readonly seed?: number;
}

/** The part of the memory that is left alone unless asked otherwise. */
export const DEFAULT_RESERVE = 0.25;

const DAY = 86_400;

/** A mild protection restarts a worker about once a day; without a rate, after so many requests. */
const MILD_LIFE = DAY;
const MILD_REQUESTS = 10_000;

/** A leak may be slow: no life needs to be longer than a week. */
const LONGEST_LIFE = 7 * DAY;

/** Everything that is settled before a plan is made. */
interface Case {
  readonly options: AdviseOptions;
  readonly workload: Workload;
  readonly growth: GrowthUsed;
  readonly workers: number;
  readonly base: Pick<
    Advice,
    'schema' | 'memory' | 'reserve' | 'budget' | 'budgetOfSum' | 'workers' | 'restart' | 'together'
  >;
}

/** Advises. Pure and deterministic. */
export function advise(profile: Profile, ranking: Ranking, options: AdviseOptions): Advice {
  const workload = measure(profile, ranking);
  const base = baseOf(options, workload);
  if (!workload) return { ...base, ...NOTHING, notes: [NO_LEVEL] };
  const row: Case = {
    options,
    workload,
    growth: growthUsed(workload, ranking),
    workers: base.workers,
    base,
  };
  const planned = row.growth.kind === 'unknown' ? undefined : bestPlan(row);
  return complete(row, planned);
}

/** For what a log says nothing about. */
const NOTHING = {
  workload: null,
  growth: null,
  plan: null,
  predicted: null,
  withoutRecycling: null,
  whatIf: null,
  chart: null,
} as const;

const NO_LEVEL = {
  code: 'no-memory',
  text: 'The log holds no reading of what a process holds after a request (resident memory), so neither its start nor its growth can be measured: log that, for some thousand requests of each worker.',
} as const;

function baseOf(options: AdviseOptions, workload: Workload | undefined): Case['base'] {
  const { memory, reserve = DEFAULT_RESERVE * memory, k = 1, bound = 0.01, boot } = options;
  const workers = options.workers ?? workload?.workers ?? 0;
  const budget = Math.max(0, memory - reserve);
  return {
    schema: 'memhog.advice/1',
    memory,
    reserve,
    budget,
    budgetOfSum: budget + Math.max(0, workers - 1) * (workload?.shared ?? 0),
    workers,
    restart: boot ?? (workload ? restartSeconds(workload) : DEFAULT_BOOT),
    together: { k, bound },
  };
}

function loadFor({ workload, growth, options: { boot } }: Case, workers: number): Load {
  const perRequest = growth.kind === 'unknown' ? 0 : growth.perRequest;
  return loadOf(workload, { workers, growth: perRequest, ...(boot === undefined ? {} : { boot }) });
}

/** The plan for so many workers. */
function planAt(row: Case, count: number): Planned {
  const { growth, options } = row;
  const load = loadFor(row, count);
  const { abilities } = options;
  if (growth.kind !== 'none') return worthItsCost(load, planWith(row, load, abilities), abilities);
  // Against what the log may hide: a limit on memory, which holds whatever comes, needs no number beside it.
  const { plan } = planWith(row, load, { ...abilities, spread: undefined });
  if (restartsAny(plan) && isSeldom(load, plan, abilities)) return { plan, obstacle: undefined };
  return mildPlan(
    planWith(row, { ...load, growth: growth.atMost }, { ...abilities, memory: undefined }),
    load,
  );
}

/** What so many workers may show in sum: fewer of them share fewer pages. */
function budgetAt({ base, workload }: Case, workers: number): number {
  return base.budget + (workers - 1) * (workload.shared ?? 0);
}

function planWith(row: Case, load: Load, abilities: Abilities): Planned {
  const { base, growth, workload } = row;
  const isMild = growth.kind === 'none';
  const life = isMild ? MILD_LIFE : LONGEST_LIFE;
  const most = load.rate > 0 ? Math.ceil(life * load.rate) : isMild ? MILD_REQUESTS : Infinity;
  return planFor({
    load,
    target: { budget: budgetAt(row, load.workers), ...base.together, most },
    abilities,
    isMild,
    largestStep: workload.largestStep,
    reserve: base.reserve,
  });
}

/** The plan for the workers asked for, or for as many as fit where those fill the memory from the start. */
function bestPlan(row: Case): Planned | undefined {
  const { budgetOfSum, workers } = row.base;
  if (leastMemory(loadFor(row, workers)) < budgetOfSum) return planAt(row, workers);
  for (let count = workers - 1; count > 0; count--) {
    const planned = planAt(row, count);
    // Where nothing grows it is enough that they fit.
    const fits = planned.plan.isMild && leastMemory(loadFor(row, count)) < budgetAt(row, count);
    if (fits || restartsAny(planned.plan)) return planned;
  }
  return undefined;
}

/** The most workers, fewer than planned for, that restarts by requests can keep within the memory; 0 where not even one. */
function fewerThatFit(row: Case, { plan, obstacle }: Planned): number | null {
  if (obstacle !== 'too-fast' && obstacle !== 'one-request') return null;
  const fits = (count: number): boolean => planAt(row, count).plan.byRequests !== null;
  let [low, high] = [0, plan.workers];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function complete(row: Case, planned: Planned | undefined): Advice {
  const { base, workload, growth, options } = row;
  const { abilities, seed = 1, boot } = options;
  const plan = planned?.plan ?? null;
  const isKnown = growth.kind !== 'unknown';
  const load = isKnown ? loadFor(row, base.workers) : undefined;
  const planLoad = plan ? loadFor(row, plan.workers) : undefined;
  const settings = plan && restartsAny(plan) ? recyclingOfPlan(plan, abilities) : null;
  const formulas = planLoad && settings ? predict(planLoad, settings, base.together.k) : null;
  const seconds = replaySeconds(formulas?.life ?? null);
  const hours = load ? hoursToLimit(row, load) : null;
  const full = hours && 3600 * hours.estimate;
  const shown = chartSeconds(seconds, { full, life: formulas?.life ?? null });
  const run = (one: Load, how: Recycling): Replay | undefined =>
    replay(one, how, { limit: base.budgetOfSum, seed, seconds, shown });
  const never = load && run(load, NEVER);
  const advised = planLoad && settings ? run(planLoad, settings) : undefined;
  const predicted = formulas && { ...formulas, replayed: advised?.made ?? null };
  const tried = isKnown && options.whatIf ? tryOut(row, options.whatIf, run) : undefined;
  return {
    ...base,
    workload,
    growth:
      growth.kind === 'measured' || growth.kind === 'cautious'
        ? { perRequest: growth.perRequest, isCautious: growth.kind === 'cautious' }
        : null,
    plan,
    predicted,
    withoutRecycling: load ? { hours, replayed: never?.made ?? null } : null,
    whatIf: tried?.made ?? null,
    chart: chartOf(
      { memory: base.memory + base.budgetOfSum - base.budget, budget: base.budgetOfSum },
      { never, advised, whatIf: tried?.replay },
    ),
    notes: notesOf({
      tried: tried?.made?.settings ?? null,
      workload,
      growth,
      asked: base,
      abilities,
      load,
      planned,
      predicted,
      fewer: planned ? fewerThatFit(row, planned) : null,
      workersAsked: base.workers,
      isBootGiven: boot !== undefined,
    }),
  };
}

function tryOut(
  row: Case,
  { settings: asked, workers = row.base.workers }: WhatIf,
  run: (load: Load, settings: Recycling) => Replay | undefined,
): { readonly made: Advice['whatIf']; readonly replay: Replay | undefined } {
  const { leastLife = 0, watch } = row.options.abilities;
  const settings = {
    ...(leastLife > 0 ? { leastLife } : {}),
    ...(watch && asked.memory !== null ? { watch } : {}),
    ...asked,
  };
  const load = loadFor(row, workers);
  const replayed = run(load, settings);
  const predicted = isEndless(settings) ? null : predict(load, settings, row.base.together.k);
  return { made: { settings, workers, predicted, replayed: replayed?.made ?? null }, replay: replayed };
}

/** Hours after a start until all workers fill the memory, by the growth reckoned with and the ends of its interval. */
function hoursToLimit({ growth, workload, base }: Case, load: Load): Reach | null {
  if (growth.kind === 'none' || growth.kind === 'unknown' || !(load.rate > 0)) return null;
  const room = Math.max(0, base.memory + base.budgetOfSum - base.budget - leastMemory(load));
  const hours = (perRequest: number): number => room / (load.workers * perRequest * load.rate * 3600);
  const { low, high } = workload.growth!.perRequest;
  return {
    estimate: hours(growth.perRequest),
    low: hours(Math.max(high, growth.perRequest)),
    high: low > 0 ? hours(low) : null,
  };
}
