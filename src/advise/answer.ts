/** The advice in a sentence or two. */
import { formatBytes } from '../wording/bytes.ts';
import { formatDuration } from '../wording/moment.ts';
import { formatCounted, formatPercent, groupDigits } from '../wording/numbers.ts';
import type { Advice } from './advice.ts';
import { restartsAny } from './plan.ts';
import type { RecyclingPlan } from './plan.ts';
import { MOST_LOST } from './planning.ts';
import type { Prediction } from './prediction.ts';
import type { AdvisedServer } from './servers/server.ts';
import { longestLife } from './settings.ts';
import type { Recycling } from './settings.ts';
import { isLimitOfSum } from './sum.ts';

/** The answer, before any figures. */
export interface AdviceAnswer {
  /** `mild`: nothing grows, and what is advised only protects. `nothing`: the log, the memory or the server allow no advice. */
  readonly kind: 'restart' | 'mild' | 'nothing';
  readonly text: string;
}

/** Why there is nothing to paste, the first that holds. */
const OBSTACLES = [
  'no-memory',
  'too-little-data',
  'fewer-workers',
  'one-request-exceeds',
  'too-fast',
  'unable',
] as const;

/** What the server counts. */
export const countedBy = ({ name }: Pick<AdvisedServer, 'name'>): string =>
  name === 'celery' ? 'task' : 'request';

/** The note that the answer already says; undefined where it is about a plan. */
export function obstacleOf({
  plan,
  notes,
}: Pick<Advice, 'plan' | 'notes'>): Advice['notes'][number] | undefined {
  if (plan && restartsAny(plan)) return undefined;
  return OBSTACLES.flatMap((code) => notes.find((note) => note.code === code) ?? [])[0];
}

/** Says it. */
export function answerOf(
  advice: Advice,
  recycling: Recycling | null,
  server: Pick<AdvisedServer, 'name'>,
): AdviceAnswer {
  const { plan } = advice;
  const how = plan && recycling ? howOften(plan, recycling, countedBy(server)) : undefined;
  if (plan?.isMild && how === undefined)
    return {
      kind: 'mild',
      text: `${nothingDue(advice, plan)}: no growth was found, and no setting of this server would protect against what the log may hide without restarting all the time.`,
    };
  if (!plan || how === undefined)
    return {
      kind: 'nothing',
      text: obstacleOf(advice)?.text ?? 'No settings can be calculated from this log.',
    };
  if (plan.isMild)
    return {
      kind: 'mild',
      text: `${nothingDue(advice, plan)}. As a mild protection, restart each worker ${how}${need(advice, plan)}.`,
    };
  const fewer =
    plan.workers < advice.workers
      ? `Run ${formatCounted(plan.workers, 'worker')}, not ${groupDigits(advice.workers)}, and restart`
      : 'Restart';
  return {
    kind: 'restart',
    text: `${fewer} each worker ${how}${need(advice, plan)}.${without(advice)}${cost(advice)}${together(advice)}${beyond(advice, countedBy(server))}`,
  };
}

function nothingDue({ workers }: Advice, plan: RecyclingPlan): string {
  if (plan.workers >= workers) return 'Nothing has to be restarted';
  return `Run ${formatCounted(plan.workers, 'worker')}, not ${groupDigits(workers)}: more do not fit. Nothing has to be restarted`;
}

function howOften(
  { secondsToLevel, workers }: RecyclingPlan,
  recycling: Recycling,
  counted: string,
): string | undefined {
  if (recycling.requests !== null) return `after ${livesIn(recycling, workers)} ${counted}s`;
  if (isLimitOfSum(recycling))
    return `when it is the largest and all are above ${formatBytes(recycling.memory ?? 0)} together`;
  if (recycling.memory !== null) return `when it is above ${formatBytes(recycling.memory)}`;
  return secondsToLevel === undefined ? undefined : `every ${formatDuration(secondsToLevel)}`;
}

/** `1,900 to 2,100`: requests, from the shortest life to the longest. Needs `requests`. */
export function livesIn(settings: Recycling, workers: number, to = ' to '): string {
  const shortest = settings.requests ?? 0;
  const longest = longestLife(settings, workers - 1);
  return longest > shortest ? groupDigits(shortest) + to + groupDigits(longest) : groupDigits(shortest);
}

/** Bytes that the machine really holds, of a sum of what `workers` show: pages that they share are there once. */
export function heldOf({ workload }: Pick<Advice, 'workload'>, sum: number, workers: number): number {
  return Math.max(0, sum - Math.max(0, workers - 1) * (workload?.shared ?? 0));
}

/** The fullest moment to reckon with: 99 times in a hundred no more, at any time and just after a deploy. */
export function fullestOf({ memory }: Prediction): number {
  return Math.max(memory.p99, memory.afterDeploy);
}

function need(advice: Advice, { workers }: RecyclingPlan): string {
  if (!advice.predicted) return '';
  const bytes = heldOf(advice, fullestOf(advice.predicted), workers);
  if (bytes > advice.memory)
    return `. Even so the memory is not enough: ${formatCounted(workers, 'worker')} may come to ${formatBytes(bytes)}, and there are ${formatBytes(advice.memory)}${countedIn(advice)}. More memory or fewer workers are needed`;
  return `: ${formatCounted(workers, 'worker')} then need${workers === 1 ? 's' : ''} less than ${formatBytes(bytes)} of ${formatBytes(advice.memory)}, 99 % of the time${countedIn(advice)}`;
}

/** What lines without resident memory count is not all that a process holds. */
function countedIn({ workload }: Advice): string {
  if (workload?.figure === 'live') return ', by the live bytes of the log alone: the processes hold more';
  if (workload?.figure === 'uss')
    return ', with the private memory of the log alone: shared pages come on top';
  return '';
}

function without({ withoutRecycling, memory }: Advice): string {
  const hours = withoutRecycling?.hours;
  return hours
    ? ` Without that the ${formatBytes(memory)} are full ${formatDuration(3600 * hours.estimate)} after a start.`
    : '';
}

/** Restarts that take more than a plan by requests may cost are no way to live. */
function cost({ predicted }: Advice): string {
  const lost = predicted?.capacityLost ?? 0;
  return lost > MOST_LOST
    ? ` That costs ${formatPercent(lost)} of the capacity: it buys time, no more. Find the leak, or give more memory.`
    : '';
}

/** Workers that restart together are what a site notices of a restart. */
function together({ predicted, together: { k, bound } }: Advice): string {
  const chance = Math.max(predicted?.together?.afterDeploy ?? 0, predicted?.together?.steady ?? 0);
  if (chance <= bound) return '';
  const others = k === 1 ? 'another worker is' : `${groupDigits(k)} other workers are`;
  return ` Of the restarts ${formatPercent(chance)} may come while ${others} down.`;
}

/** What was never seen is an assumption. */
function beyond({ notes, workload }: Advice, counted: string): string {
  return workload && notes.some(({ code }) => code === 'extrapolated')
    ? ` No worker was seen beyond ${formatCounted(Math.round(workload.evidence.longest), counted)}: what comes after is extrapolated.`
    : '';
}
