/** Whether a plan is worth what it costs. */
import type { Load } from './load.ts';
import { restartsAny } from './plan.ts';
import type { Abilities, RecyclingPlan } from './plan.ts';
import type { Planned } from './planning.ts';
import { predict, recyclingOfPlan } from './recycling.ts';

/** A mild protection restarts no worker more often than that. Seconds. */
export const LEAST_MILD_LIFE = 3600;

/** Workers that are away for more than this part of the time keep no site up: then a kill now and then is the lesser evil. */
const MOST_WORTH = 0.5;

/** The plan without anything that restarts a worker. */
function withoutRestarts({ workers, isMild }: RecyclingPlan): RecyclingPlan {
  return { byRequests: null, byMemory: null, workers, isMild };
}

/** The plan, or one that restarts nothing where restarts would take more than half of the capacity. */
export function worthItsCost(load: Load, planned: Planned, abilities: Abilities): Planned {
  if (!restartsAny(planned.plan)) return planned;
  const { capacityLost } = predict(load, recyclingOfPlan(planned.plan, abilities), 1);
  return (capacityLost ?? 0) > MOST_WORTH ? { ...planned, plan: withoutRestarts(planned.plan) } : planned;
}

/** Whether a plan for workers that do not grow lets them live as long as a mild protection should; true where the log has no times. */
export function isSeldom(load: Load, plan: RecyclingPlan, abilities: Abilities): boolean {
  const { life } = predict(load, recyclingOfPlan(plan, abilities), 1);
  return life === null || life >= LEAST_MILD_LIFE;
}

/**
 * Where no limit on memory is given, a number of requests or a time that would hold the most that could hide, if that does not
 * come to restarting all the time. Any other number would protect from nothing.
 */
export function mildPlan({ plan }: Planned, { rate }: Load): Planned {
  const { secondsToLevel, byRequests, ...rest } = plan;
  const isOften = byRequests !== null && rate > 0 && byRequests.requests < LEAST_MILD_LIFE * rate;
  const isLong = secondsToLevel !== undefined && secondsToLevel >= LEAST_MILD_LIFE;
  return {
    plan: { ...rest, byRequests: isOften ? null : byRequests, ...(isLong ? { secondsToLevel } : {}) },
    obstacle: undefined,
  };
}
