/** What must be known of the restarts themselves, in sentences. */
import type { Warning } from '../ranking/ranking.ts';
import { formatDuration } from '../wording/moment.ts';
import { formatCounted, formatPercent, groupDigits } from '../wording/numbers.ts';
import { DEFAULT_BOOT } from './load.ts';
import { countedOf } from './counted.ts';
import type { NoteCase } from './notes.ts';
import { sharesFor } from './shares.ts';
import { isUneven } from './workload.ts';

/** In the order of their weight. */
export function restartNotes(row: NoteCase): Warning[] {
  const { planned, predicted, tried, workload, isBootGiven } = row;
  const notes: Warning[] = [];
  const restarts = (predicted?.restartsPerHour ?? 1) > 0;
  if (planned && predicted && restarts)
    notes.push(...togetherNotes(row), ...shareNotes(row), ...farNotes(row));
  if (workload.boot === null && !isBootGiven && (tried ?? (predicted && restarts)))
    notes.push({
      code: 'boot-unknown',
      text: `How long a restart takes is not in the log: ${DEFAULT_BOOT} s are assumed.`,
    });
  return notes;
}

/** As the plan's number of workers is taken to share the requests. */
function sharesOfPlan({ planned, workload }: NoteCase): readonly number[] {
  return sharesFor(workload.traffic.shares, planned?.plan.workers ?? workload.workers);
}

function togetherNotes(row: NoteCase): Warning[] {
  const { planned, predicted, asked, abilities } = row;
  const { k, bound } = asked.together;
  const { afterDeploy = 0, steady = 0 } = predicted?.together ?? {};
  const isHeld = Math.max(afterDeploy, steady) <= bound;
  if (planned?.plan.byRequests && abilities.spread === 'none' && planned.plan.workers > k)
    return [{ code: 'in-step', text: inStepText(row, isHeld) }];
  if (isHeld) return [];
  const several = k === 1 ? 'more than one worker is' : `more than ${groupDigits(k)} workers are`;
  return [
    {
      code: 'bound-not-held',
      text: `Even so, ${meetings(afterDeploy, steady)} meet with others so that ${several} down; the aim is ${formatPercent(bound)}. More memory or fewer workers would allow more.`,
    },
  ];
}

function inStepText(row: NoteCase, isHeld: boolean): string {
  const shares = sharesOfPlan(row);
  const life = row.predicted?.life ?? null;
  const apart = life === null ? 'half a life' : `about ${formatDuration(life / 2)} (half a life)`;
  if (!isUneven(shares))
    return `This server spreads nothing: workers that start together restart together, so the memory is reckoned with all of them at their fullest. Two pools of half the workers each, started ${apart} apart or with another number each, keep half of them up.`;
  const end = isHeld
    ? ', and seldom restart together'
    : `; two pools, started ${apart} apart, make it less likely still that they restart together`;
  return `This server spreads nothing, but sends some workers more than others (the busiest ${formatPercent(shares[0]!)} of the mean), so they drift apart${end}.`;
}

/** Of another number of workers it is not known how they share the requests. */
function shareNotes(row: NoteCase): Warning[] {
  const { planned, workload } = row;
  if (!planned || planned.plan.workers === workload.workers || !isUneven(workload.traffic.shares)) return [];
  return [
    {
      code: 'shares-assumed',
      text: `The log has ${formatCounted(workload.workers, 'worker')}, the plan ${groupDigits(planned.plan.workers)}: they are taken to share the ${countedOf(row.abilities)}s as unevenly. Shared evenly, they would restart together more often.`,
    },
  ];
}

/** Requests beyond so many times the longest life seen are said to be extrapolated. */
const FAR = 2;

function farNotes({ planned, workload, abilities }: NoteCase): Warning[] {
  const requests = planned?.plan.byRequests?.requests ?? 0;
  const { longest } = workload.evidence;
  if (!(requests > FAR * longest) || planned?.plan.isMild) return [];
  return [
    {
      code: 'extrapolated',
      text: `No worker in the log served more than ${groupDigits(longest)} ${countedOf(abilities)}s: that it grows on in the same way up to ${groupDigits(requests)} is assumed.`,
    },
  ];
}

/** A half that is 0 % is left out. */
function meetings(afterDeploy: number, steady: number): string {
  const [first, later] = [formatPercent(afterDeploy), formatPercent(steady)];
  if (later === NO_PART) return `${first} of the restarts in the first round after a deploy`;
  if (first === NO_PART) return `${later} of the restarts after the first round`;
  return `${first} of the restarts in the first round after a deploy, and ${later} of those later,`;
}

const NO_PART = formatPercent(0);
