/** What must be known before settings are trusted, in sentences. */
import type { Warning } from '../ranking/ranking.ts';
import { formatBytes } from '../wording/bytes.ts';
import { formatDuration } from '../wording/moment.ts';
import { formatCounted, formatPercent, groupDigits } from '../wording/numbers.ts';
import type { Advice, Predicted } from './advice.ts';
import type { GrowthUsed } from './growth-used.ts';
import type { Load } from './load.ts';
import { DEFAULT_BOOT } from './load.ts';
import type { Abilities } from './plan.ts';
import type { Recycling } from './settings.ts';
import { isUneven } from './workload.ts';
import { LEAST_LIFE, leastMemory, MOST_LOST } from './planning.ts';
import type { Planned } from './planning.ts';
import type { Workload } from './workload.ts';
import { warmLevel } from './workload.ts';

/** A log shorter than this says little about a day. Seconds. */
const SHORT_LOG = 3600;

/** Requests beyond so many times the longest life seen are said to be extrapolated. */
const FAR = 2;

/** Growth with time is worth a word from this part of all growth. */
const BY_TIME = 0.3;

/** Everything that notes are made from. */
export interface NoteCase {
  readonly workload: Workload;
  readonly growth: GrowthUsed;
  readonly asked: Pick<Advice, 'budget' | 'budgetOfSum' | 'memory' | 'together'>;
  readonly abilities: Abilities;
  /** As it is at the number of workers asked for. */
  readonly load: Load | undefined;
  readonly planned: Planned | undefined;
  readonly predicted: Predicted | null;
  /** Settings asked about; null for none. */
  readonly tried: Recycling | null;
  readonly workersAsked: number;
  readonly isBootGiven: boolean;
}

/** All notes, the gravest first. */
export function notesOf(row: NoteCase): Warning[] {
  return [
    ...growthNotes(row),
    ...obstacleNotes(row),
    ...restartNotes(row),
    ...triedNotes(row),
    ...evidenceNotes(row),
  ];
}

/** What the server counts. */
const countedOf = ({ counts }: Abilities): string => counts ?? 'request';

function growthNotes({ growth, workload, abilities }: NoteCase): Warning[] {
  const counted = countedOf(abilities);
  const interval = workload.growth?.perRequest;
  const range = interval ? `${formatBytes(Math.max(0, interval.low))} to ${formatBytes(interval.high)}` : '';
  if (growth.kind === 'none') {
    const hides =
      growth.atMost > 0 ? ` The log would still let ${formatBytes(growth.atMost)} per ${counted} hide.` : '';
    return [
      {
        code: 'no-growth',
        text: `No growth was found after the warm-up, so no restart is needed for it; what is advised is a mild protection against what the log does not show.${hides}`,
      },
    ];
  }
  if (growth.kind === 'cautious' && growth.isLate)
    return [
      {
        code: 'faster-late',
        text: `Workers grow faster late in their lives (${formatBytes(growth.perRequest)} per ${counted}) than in the mean (${range}), as after a change: the faster growth is reckoned with.`,
      },
    ];
  if (growth.kind === 'cautious')
    return [
      {
        code: 'cautious-growth',
        text: `The growth per ${counted} is known roughly only (${range}): the upper end is reckoned with. A longer log allows longer lives.`,
      },
    ];
  if (growth.kind === 'measured') return [];
  const more =
    growth.moreData === null
      ? `Give a log in which each worker serves some thousand ${counted}s after its warm-up.`
      : `About ${groupDigits(growth.moreData)} times as much of the log is needed (${formatCounted(growth.moreData * workload.evidence.requests, counted)}).`;
  return [
    {
      code: 'too-little-data',
      text: `Too little data to calculate anything: ${range === '' ? 'no worker can be followed beyond its warm-up' : `growth per ${counted} may be anything from ${range}`}. ${more}`,
    },
  ];
}

function obstacleNotes({ planned, asked, load, workload, abilities, workersAsked }: NoteCase): Warning[] {
  if (!load) return [];
  const counted = countedOf(abilities);
  const notes: Warning[] = [];
  const say = (code: string, text: string): unknown => notes.push({ code, text });
  const level = planned?.plan.byMemory ?? null;
  const instead =
    level === null
      ? ' This server has no limit on memory that would help.'
      : ' A limit on memory is given instead.';
  if (leastMemory(load) >= asked.budgetOfSum) {
    const fit = planned && planned.plan.workers < workersAsked ? planned.plan.workers : 0;
    const remedy = fit > 0 ? `the plan is made for ${formatCounted(fit, 'worker')}` : 'give more memory';
    say(
      'fewer-workers',
      `${formatCounted(workersAsked, 'worker')} of ${formatBytes(warmLevel(workload))} each, when warm, fill the ${formatBytes(asked.budgetOfSum)} there are before anything leaks: no restart can change that; ${remedy}.`,
    );
  }
  if (planned?.obstacle === 'one-request')
    say(
      'one-request-exceeds',
      `One ${counted} took ${formatBytes(workload.largestStep)}, more than all the room there is: a number of ${counted}s cannot hold the memory.${instead}`,
    );
  if (planned?.obstacle === 'too-fast')
    say(
      'too-fast',
      `The leak is too fast for restarts by ${counted}s: they would cost more than ${formatPercent(MOST_LOST)} of the capacity, or come within ${LEAST_LIFE} s.${instead}`,
    );
  if (planned?.obstacle === 'unable')
    say('unable', `This server cannot restart a worker after a number of ${counted}s.${instead}`);
  if (
    abilities.memory === 'peak-after-task' &&
    level !== null &&
    warmLevel(workload) + workload.transient.max > level
  )
    say(
      'peak-limit',
      `The server's limit looks at the peak of a process: tasks as large as the largest seen (${formatBytes(workload.transient.max)} in passing) end it though they give everything back.`,
    );
  return notes;
}

function restartNotes({ planned, predicted, asked, abilities, workload, isBootGiven }: NoteCase): Warning[] {
  const notes: Warning[] = [];
  const say = (code: string, text: string): unknown => notes.push({ code, text });
  const { k, bound } = asked.together;
  // Of another number of workers the shares are not known.
  const shares = planned?.plan.workers === workload.workers ? workload.traffic.shares : [];
  const { afterDeploy = 0, steady = 0 } = predicted?.together ?? {};
  const chance = Math.max(afterDeploy, steady);
  const several = k === 1 ? 'more than one worker is' : `more than ${groupDigits(k)} workers are`;
  const counted = countedOf(abilities);
  if (planned?.plan.byRequests) {
    if (abilities.spread === 'none' && planned.plan.workers > k)
      say(
        'in-step',
        isUneven(shares)
          ? `This server spreads nothing, but sends some workers more than others (the busiest ${formatPercent(shares[0]!)} of the mean), so they drift apart${chance > bound ? '; starting them some minutes apart makes it less likely still that they restart together' : ', and seldom restart together'}.`
          : 'This server spreads nothing: workers that start together restart together, so the memory is reckoned with all of them at their fullest. Starting them some minutes apart, or giving half of them another number (two pools), keeps half of them up.',
      );
    else if (chance > bound)
      say(
        'bound-not-held',
        `Even so, ${meetings(afterDeploy, steady)} meet with others so that ${several} down. More memory or fewer workers would allow more.`,
      );
    const { longest } = workload.evidence;
    if (planned.plan.byRequests.requests > FAR * longest && !planned.plan.isMild)
      say(
        'extrapolated',
        `No worker in the log served more than ${groupDigits(longest)} ${counted}s: that it grows on in the same way up to ${groupDigits(planned.plan.byRequests.requests)} is assumed.`,
      );
  }
  if (workload.boot === null && !isBootGiven)
    say('boot-unknown', `How long a restart takes is not in the log: ${DEFAULT_BOOT} s are assumed.`);
  return notes;
}

/** A half that is 0 % is left out. */
function meetings(afterDeploy: number, steady: number): string {
  const [first, later] = [formatPercent(afterDeploy), formatPercent(steady)];
  if (later === NO_PART) return `${first} of the restarts in the first round after a deploy`;
  if (first === NO_PART) return `${later} of the restarts after the first round`;
  return `${first} of the restarts in the first round after a deploy, and ${later} of those later,`;
}

const NO_PART = formatPercent(0);

function triedNotes({ tried, workload }: NoteCase): Warning[] {
  const limit = tried?.memory ?? null;
  const level = workload.start + workload.transient.median;
  if (limit === null || limit > level) return [];
  return [
    {
      code: 'over-at-start',
      text: `The limit of ${formatBytes(limit)} asked about is no use: a new worker is already over it (${formatBytes(level)}), so it restarts as soon as the server lets it.`,
    },
  ];
}

function evidenceNotes({ workload, abilities }: NoteCase): Warning[] {
  const counted = countedOf(abilities);
  const notes: Warning[] = [];
  const say = (code: string, text: string): unknown => notes.push({ code, text });
  const { growth, traffic, evidence, figure } = workload;
  const byTime = growth && traffic.perWorker ? growth.perSecond / traffic.perWorker : 0;
  if (growth && byTime > BY_TIME * growth.perRequest.estimate)
    say(
      'time-driven',
      `Much of the growth comes with time, not with ${counted}s (${formatBytes(3600 * growth.perSecond)} an hour in each worker): in quiet hours a number of ${counted}s lets workers grow longer.`,
    );
  for (const { figure: lacking, needs } of workload.unknown) {
    const text = UNKNOWN_TEXT[lacking];
    if (text !== undefined) say(`${lacking}-unknown`, `${text}; what would tell: ${needs}.`);
  }
  if (evidence.seconds !== null && evidence.seconds < SHORT_LOG)
    say(
      'short-log',
      `The log covers ${formatDuration(evidence.seconds)}: rates per hour and day rest on the traffic of that time.`,
    );
  if (figure !== 'rss')
    say(
      'other-figure',
      `The log has no resident memory for most ${counted}s: ${figure.toUpperCase()} stands for it.`,
    );
  say(
    'unseen-peaks',
    `A reading shows the memory after a ${counted}: what a ${counted} takes and gives back before it ends is not in it. The reserve is for that.`,
  );
  return notes;
}

const UNKNOWN_TEXT: Readonly<Partial<Record<Workload['unknown'][number]['figure'], string>>> = {
  start: 'No worker starts in the log, so the memory of a new one is not known',
  rate: 'The log has no times, so nothing can be said per hour',
  day: 'The log does not cover a day, so its busy hours are not known',
  workers: 'Without times the number of workers is a guess',
  shared: 'Pages that workers share are counted in each of them, so the sums are on the safe side',
};
