/**
 * What a log is and what it lacks: the findings of `memhog check`.
 *
 *     profile, ranking, clock, tally -> checks, each with what would mend it
 */
import type { Coverage, Profile } from '../profile/profile.ts';
import type { Ranking } from '../ranking/ranking.ts';
import { formatAmount } from '../wording/amount.ts';
import { formatCounted, formatPercent, groupDigits } from '../wording/numbers.ts';
import type { Clock } from './clock.ts';
import type { FailedLine } from './failed-lines.ts';
import { note, ok } from './finding.ts';
import type { Check } from './finding.ts';
import type { FormatLines } from './format-tally.ts';
import { gaps, time, worker } from './line-checks.ts';
import { hasProbe, probe, sampling } from './probe-check.ts';
import { whyUnusable } from './unusable.ts';

export type { Check } from './finding.ts';

/** Everything that was learnt of the log. */
export interface LogFacts {
  readonly profile: Profile;
  /** Undefined when there is not one reading. */
  readonly ranking: Ranking | undefined;
  readonly clock: Clock;
  readonly formats: readonly FormatLines[];
  readonly failed: () => readonly FailedLine[];
  /** The targets of `memhog setup` that have a probe and that the lines may come from, the likeliest first. */
  readonly probes: readonly string[];
}

/** Requests per worker life below which most leaks cannot be told from the start-up. */
const SHORT_LIFE = 1000;

/** Whether most readings stand beside the requests instead of in them. */
export function isSampled({ samples, readings }: Coverage): boolean {
  return samples > readings / 2;
}

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
  if (isSampled(coverage))
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
  if (hasProbe(profile))
    return ok('memory', `the probe reads as often as its budget allows: ${sampling(profile)}`);
  const without = coverage.requests + coverage.samples - coverage.readings;
  if (without > 0)
    return note(
      'memory',
      `${metric.toUpperCase()}, but ${formatCounted(without, 'request carries', 'requests carry')} no reading (${formatPercent(without / coverage.requests)}): what moved across them belongs to no route`,
      'log memory with each request: see `memhog setup`',
    );
  return ok('memory', `${metric.toUpperCase()} with each request`);
}

/** The unit of a figure that no process can have is most likely another one. */
function unit({ ranking }: LogFacts): Check | undefined {
  const warning = ranking?.warnings.find(({ code }) => code === 'unit');
  return warning && note('unit', warning.text, 'say the unit, or log bytes');
}

function threads({ profile }: LogFacts): Check | undefined {
  const lives = profile.workers.flatMap((one) => one.lives);
  if (lives.length === 0) return undefined;
  const shared = lives.filter(({ cores }) => cores > 0).length;
  if (shared === 0) return ok('threads', 'no line shows several requests at once in a worker');
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
  return [memory, unit, worker, time, gaps, threads, length, understood, reach, probe].flatMap(
    (one) => one(facts) ?? [],
  );
}
