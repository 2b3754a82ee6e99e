/**
 * What a log is and what it lacks: the findings of `memhog check`.
 *
 *     profile, ranking, clock, tally -> checks, each with what would mend it
 */
import type { Profile } from '../profile/profile.ts';
import type { Ranking } from '../ranking/ranking.ts';
import { formatAmount } from '../wording/amount.ts';
import { formatDuration } from '../wording/moment.ts';
import { formatCounted, formatPercent, groupDigits } from '../wording/numbers.ts';
import type { Clock } from './clock.ts';
import type { FailedLine } from './failed-lines.ts';
import type { FormatLines } from './format-tally.ts';
import { whyUnusable } from './unusable.ts';

/** One thing looked at. `ok`: as it should be; `note`: answers will be weaker; `bad`: nothing can be said. */
export interface Check {
  readonly code: string;
  readonly level: 'ok' | 'note' | 'bad';
  readonly text: string;
  /** What to do about it; empty if nothing need be done. */
  readonly mend: string;
}

/** Everything that was learnt of the log. */
export interface LogFacts {
  readonly profile: Profile;
  /** Undefined when there is not one reading. */
  readonly ranking: Ranking | undefined;
  readonly clock: Clock;
  readonly formats: readonly FormatLines[];
  readonly failed: readonly FailedLine[];
}

const ok = (code: string, text: string): Check => ({ code, level: 'ok', text, mend: '' });
const note = (code: string, text: string, mend: string): Check => ({ code, level: 'note', text, mend });

/** Steps back beyond this many seconds are no matter of requests that ended in another order than they began. */
const LONG_REQUEST = 120;
/** So many lines of a worker (of all) that are older than the one before are a log turned round, or one shipped out of order. */
const NEWEST_FIRST = 0.3;
const OVERTAKEN = 0.005;
/** Requests per worker life below which most leaks cannot be told from the start-up. */
const SHORT_LIFE = 1000;

function memory({ profile, ranking, formats, failed }: LogFacts): Check {
  const { coverage } = profile;
  if (!ranking) {
    const known = formats.length > 0;
    return {
      code: 'memory',
      level: 'bad',
      text: known ? whyUnusable({ coverage, formats, failed }) : 'no line is one that memhog knows',
      mend: known
        ? ''
        : '`memhog formats` lists what is known; --log-format or --pattern names what is not; `memhog setup` says how to log memory',
    };
  }
  const { metric } = ranking;
  if (metric === 'peak')
    return note(
      'memory',
      'the figure is the peak of each request: it shows what is large in passing, and can never show a leak',
      "log the worker's resident set size (RSS) as well",
    );
  if (coverage.samples > coverage.requests / 2)
    return note(
      'memory',
      `${metric.toUpperCase()} comes in samples between the requests, not with each of them: only strong leaks show`,
      'log memory with each request: see `memhog setup`',
    );
  if (metric === 'vsz')
    return note(
      'memory',
      'the only figure is address space (VSZ), which grows in large steps and says little',
      'log the resident set size (RSS)',
    );
  return ok('memory', `${metric.toUpperCase()} with each request`);
}

/** The unit of a figure that no process can have is most likely another one. */
function unit({ ranking }: LogFacts): Check | undefined {
  const warning = ranking?.warnings.find(({ code }) => code === 'unit');
  return warning && note('unit', warning.text, 'say the unit, or log bytes');
}

function worker({ clock }: LogFacts): Check | undefined {
  if (clock.lines === 0) return undefined;
  if (clock.workerless > clock.lines / 2)
    return note(
      'worker',
      'no line names its worker process: all workers of a host look like one',
      'add the process id to the line: see `memhog setup`',
    );
  return ok('worker', 'the lines name their worker process');
}

function time({ clock }: LogFacts): Check | undefined {
  if (clock.lines === 0) return undefined;
  if (clock.timeless > clock.lines / 2)
    return note(
      'time',
      'the lines have no time: growth per hour and the moment a leak began cannot be told',
      'add the time to the line',
    );
  const turned = clock.backward / Math.max(1, clock.lines - clock.timeless);
  if (turned > NEWEST_FIRST)
    return note(
      'time',
      'the newest lines stand first: what a request did to memory is charged to the one after it',
      'turn the log round (tac access.log | memhog parse)',
    );
  if (clock.farthestBack > LONG_REQUEST)
    return note(
      'time',
      `the clock goes back ${formatCounted(clock.backward, 'time')}, by up to ${formatDuration(clock.farthestBack)}: lines are out of order, or the zone changed`,
      'give rotated pieces unmixed, one source per log; order within a file is taken as it stands',
    );
  if (clock.timeless > 0)
    return note(
      'time',
      `${formatCounted(clock.timeless, 'line has', 'lines have')} no time (${formatPercent(clock.timeless / clock.lines)})`,
      'add the time to every line',
    );
  if (turned > OVERTAKEN)
    return note(
      'time',
      `${formatPercent(turned)} of a worker's lines stand after later ones: memory may be charged to a neighbour`,
      'sort them by time, or read the file that the server itself writes',
    );
  return ok('time', 'every line has its time, in order');
}

function gaps({ profile, clock }: LogFacts): Check | undefined {
  if (clock.lines === 0) return undefined;
  const missing = profile.workers
    .flatMap(({ lives }) => lives)
    .reduce((sum, { unlogged, cores }) => sum + (cores === 0 ? Math.max(0, unlogged) : 0), 0);
  if (missing > 0)
    return note(
      'gaps',
      `${formatCounted(missing, 'request is', 'requests are')} missing from the log, by the workers' own counters: memory that moved there belongs to no route`,
      'log every request (no sampling, no disable-logging, no conditions), and write to a file or stdout that keeps up',
    );
  if (clock.countless > clock.lines / 2)
    return note(
      'gaps',
      'the lines carry no counter of requests: a lost line would not be noticed',
      'nothing, if every request is logged',
    );
  return ok('gaps', "no request is missing, by the workers' own counters");
}

function threads({ profile }: LogFacts): Check | undefined {
  const lives = profile.workers.flatMap((one) => one.lives);
  if (lives.length === 0) return undefined;
  const shared = lives.filter(({ cores }) => cores > 0).length;
  if (shared === 0) return ok('threads', 'one request at a time in each worker');
  return note(
    'threads',
    `${formatCounted(shared, 'worker life', 'worker lives')} of ${groupDigits(lives.length)} served several requests at once: a step belongs to any of them`,
    'run one worker with a single thread for a day: it names leaks sooner',
  );
}

function length({ profile }: LogFacts): Check | undefined {
  const requests = profile.workers
    .flatMap(({ lives }) => lives.map((life) => life.requests))
    .sort((a, b) => a - b);
  if (requests.length === 0) return undefined;
  const median = requests[Math.floor(requests.length / 2)]!;
  if (median >= SHORT_LIFE)
    return ok('length', `a worker lives for ${groupDigits(median)} requests (median)`);
  const short = `a worker lives for only ${formatCounted(median, 'request')} in this log (median)`;
  return requests.length > 4
    ? note('length', short, 'raise max-requests (or its kin) for a while, or give more days of log')
    : note('length', short, 'give a longer log');
}

function reach({ ranking }: LogFacts): Check | undefined {
  const fitted = ranking?.findings.filter(({ detectable, calls }) => detectable !== null && calls > 0) ?? [];
  const most = [...fitted].sort((a, b) => b.calls - a.calls)[0];
  if (!ranking || most?.detectable == null) return undefined;
  const amount = formatAmount(most.detectable, ranking);
  return ok('reach', `a leak of ${amount} per call or more would show in ${most.endpoint}, the most called`);
}

function understood({ profile: { coverage } }: LogFacts): Check {
  const broken = coverage.malformed.reduce((sum, { lines }) => sum + lines, 0);
  const part = broken / Math.max(1, coverage.lines);
  if (part <= 0.02)
    return ok('lines', broken === 0 ? 'no line is broken' : `${formatPercent(part)} of the lines are broken`);
  return note(
    'lines',
    `${formatPercent(part)} of the lines are broken`,
    'look at the first of them below: are they cut by the logger, or glued together by several writers?',
  );
}

/** Everything looked at, in the order in which it matters. */
export function checksOf(facts: LogFacts): readonly Check[] {
  if (!facts.ranking) return [memory(facts)];
  return [memory, unit, worker, time, gaps, threads, length, understood, reach].flatMap(
    (one) => one(facts) ?? [],
  );
}
