/** What the lines of a log say of themselves: whose they are, when they were written, whether some are missing. */
import type { Life, Profile } from '../profile/profile.ts';
import type { Ranking } from '../ranking/ranking.ts';
import { formatDuration } from '../wording/moment.ts';
import { formatCounted, formatPercent, groupDigits } from '../wording/numbers.ts';
import type { Clock } from './clock.ts';
import { note, ok } from './finding.ts';
import type { Check } from './finding.ts';

/** What these checks look at. */
export interface LineFacts {
  readonly profile: Profile;
  /** Undefined when there is not one reading. */
  readonly ranking: Ranking | undefined;
  readonly clock: Clock;
}

/** Steps back beyond this many seconds are no matter of requests that ended in another order than they began. */
const LONG_REQUEST = 120;
/** So many lines of a worker (of all) that are older than the one before are a log turned round, or one shipped out of order. */
const NEWEST_FIRST = 0.3;
const OVERTAKEN = 0.005;

/** `1,600 of 4,000 lines (40 %)`. */
const partOf = (some: number, all: number): string =>
  `${groupDigits(some)} of ${formatCounted(all, 'line')} (${formatPercent(some / all)})`;

/** Whether the lines say which process wrote them. */
export function worker({ ranking, clock }: LineFacts): Check | undefined {
  const { lines, workerless } = clock;
  if (lines === 0) return undefined;
  if (workerless === 0) return ok('worker', 'the lines name their worker process');
  if (workerless === lines && ranking?.warnings.some(({ code }) => code === 'dyno') === true)
    return ok('worker', 'the lines name their dyno; processes within one are not told apart');
  if (workerless === lines)
    return note(
      'worker',
      'no line names its worker process: all workers of a host look like one',
      'add the process id to the line: see `memhog setup`',
    );
  return note(
    'worker',
    `${partOf(workerless, lines)} do not name their worker process: those of one host look like one worker`,
    'add the process id to every line: see `memhog setup`',
  );
}

/** Whether the lines have times, in order. */
export function time({ clock }: LineFacts): Check | undefined {
  const { lines, timeless, backward, farthestBack } = clock;
  if (lines === 0) return undefined;
  if (timeless === lines)
    return note(
      'time',
      'the lines have no time: growth per hour and the moment a leak began cannot be told',
      'add the time to the line',
    );
  const turned = backward / (lines - timeless);
  if (turned > NEWEST_FIRST)
    return note(
      'time',
      'the newest lines stand first: what a request did to memory is charged to the one after it',
      'turn the log round (tac access.log | memhog parse)',
    );
  if (farthestBack > LONG_REQUEST)
    return note(
      'time',
      `the clock goes back ${formatCounted(backward, 'time')}, by up to ${formatDuration(farthestBack)}: lines are out of order, or the zone changed`,
      'give rotated pieces unmixed, one source per log; order within a file is taken as it stands',
    );
  if (timeless > 0)
    return note('time', `${partOf(timeless, lines)} have no time`, 'add the time to every line');
  if (turned > OVERTAKEN)
    return note(
      'time',
      `${formatPercent(turned)} of a worker's lines stand after later ones: memory may be charged to a neighbour`,
      'sort them by time, or read the file that the server itself writes',
    );
  return ok('time', 'every line has its time, in order');
}

const LOG_ALL = 'nothing, if every request is logged';

/** Whether requests are missing, as far as counters can tell. */
export function gaps({ profile, ranking, clock }: LineFacts): Check | undefined {
  const { lines, countless } = clock;
  if (lines === 0) return undefined;
  const missing = ranking?.warnings.find(({ code }) => code === 'unlogged');
  if (missing)
    return note(
      'gaps',
      missing.text,
      'log every request (no sampling, no disable-logging, no conditions), and write to a file or stdout that keeps up',
    );
  if (countless === lines)
    return note('gaps', 'the lines carry no counter of requests: a lost line would not be noticed', LOG_ALL);
  if (countless > 0)
    return note(
      'gaps',
      `${partOf(countless, lines)} carry no counter of requests: a line lost among them would not be noticed`,
      LOG_ALL,
    );
  return counted(profile.workers.flatMap((one) => one.lives));
}

/** Where requests overlap, lines do not stand in the order of their counters. */
function counted(lives: readonly Life[]): Check {
  const shared = lives.filter(({ cores }) => cores > 0).length;
  if (shared === 0) return ok('gaps', "no request is missing, by the workers' own counters");
  return note(
    'gaps',
    `in ${shared === lives.length ? 'workers that serve' : `the ${groupDigits(shared)} of ${formatCounted(lives.length, 'worker life', 'worker lives')} that served`} several requests at once a lost line would not be noticed`,
    LOG_ALL,
  );
}
