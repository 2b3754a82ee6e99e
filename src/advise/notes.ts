/** What must be known before settings are trusted, in sentences. */
import type { Warning } from '../ranking/ranking.ts';
import { formatBytes } from '../wording/bytes.ts';
import { formatDuration } from '../wording/moment.ts';
import { formatCounted, formatPercent } from '../wording/numbers.ts';
import type { Advice, Predicted } from './advice.ts';
import type { GrowthUsed } from './growth-used.ts';
import type { Load } from './load.ts';
import { countedOf } from './counted.ts';
import type { Abilities } from './plan.ts';
import { growthNotes } from './growth-notes.ts';
import { restartNotes } from './restart-notes.ts';
import type { Recycling } from './settings.ts';
import { LEAST_LIFE, leastMemory, MOST_LOST } from './planning.ts';
import type { Planned } from './planning.ts';
import type { Workload } from './workload.ts';
import { warmLevel } from './workload.ts';

/** A log shorter than this says little about a day. Seconds. */
const SHORT_LOG = 3600;

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
  /** The most workers for which restarts by requests could keep the memory; 0 for none, null where they do for those planned. */
  readonly fewer: number | null;
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

/** What there is in place of a number of requests. */
function insteadOf({ planned, fewer, abilities }: NoteCase): string {
  const { byMemory = null, byMemoryOfAll = null, secondsToLevel } = planned?.plan ?? {};
  const limit =
    (byMemory ?? byMemoryOfAll) !== null
      ? ' A limit on memory is given instead.'
      : secondsToLevel !== undefined
        ? ' A restart by time is given instead.'
        : ` This server has no limit on memory that would help: that of the service manager keeps the machine up, and kills in the middle of a ${countedOf(abilities)}.`;
  if (fewer === null) return limit;
  return fewer > 0
    ? `${limit} ${formatCounted(fewer, 'worker')} would leave room for restarts by ${countedOf(abilities)}s, if so few can serve the load: ask with --workers ${fewer.toString()}.`
    : `${limit} Fewer workers alone would not change that.`;
}

function obstacleNotes(row: NoteCase): Warning[] {
  const { planned, asked, load, workload, abilities, workersAsked } = row;
  if (!load) return [];
  const counted = countedOf(abilities);
  const notes: Warning[] = [];
  const say = (code: string, text: string): unknown => notes.push({ code, text });
  const level = planned?.plan.byMemory ?? null;
  const instead = insteadOf(row);
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

function triedNotes({ tried, workload }: NoteCase): Warning[] {
  const limit = tried?.memory ?? null;
  const level = workload.start + workload.transient.median;
  if (limit === null || limit > level) return [];
  return [
    {
      code: 'over-at-start',
      text: `The limit of ${formatBytes(limit)} tried here is no use: a new worker is already over it (${formatBytes(level)}), so it restarts as soon as the server lets it.`,
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
      figure === 'live'
        ? `The log has no resident memory for most ${counted}s: live bytes stand for it. They are what the application holds, not what the process takes from the machine, which is always more: a limit on memory has to be set above it, and resident memory in each line would tell.`
        : `The log has no resident memory for most ${counted}s: ${figure.toUpperCase()} stands for it.`,
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
  day: 'The log does not cover a day: traffic is taken to be the same at all hours',
  workers: 'Without times the number of workers is a guess',
  shared: 'Pages that workers share are counted in each of them, so the sums are on the safe side',
};
