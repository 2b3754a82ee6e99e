/** The verdict on one row and the sentence that gives its reason. */
import { formatAmount } from '../wording/amount.ts';
import type { Measure } from '../wording/amount.ts';
import { formatDuration, formatMoment } from '../wording/moment.ts';
import { formatCounted, groupDigits } from '../wording/numbers.ts';
import type { ColumnFit } from './attribution/attribution.ts';
import { FEW_CALLS, MIN_CALLS, SUSPECT_PROBABILITY } from './attribution/tuning.ts';
import type { Verdict } from './ranking.ts';
import { isoTime } from './summary.ts';

/** What is known of a row. Sizes are units of the figure. */
export interface Case {
  readonly measure: Measure;
  /** Undefined when it was not fitted: too few calls, or nothing could be. */
  readonly fit: ColumnFit | undefined;
  /** Whether anything could be fitted in this log. */
  readonly fittable: boolean;
  /** Its calls stand in no bucket (`(unlogged)`), so no fit can say anything. */
  readonly placeless: boolean;
  readonly calls: number;
  /** Calls that may have kept something: those that stand in a bucket, and came after the leak began. */
  readonly blamedCalls: number;
  readonly lives: number;
  /** Lives whose floor rose after warm-up. */
  readonly growing: number;
  /** Rise of the floor after warm-up, summed over lives. */
  readonly rise: number;
  readonly growth: number;
  readonly shrink: number;
  /** The largest single deltas, and the part of the life that had passed at each. */
  readonly largest: readonly { readonly delta: number; readonly part: number }[];
  /** Others that it is called in a fixed rhythm with. */
  readonly inStep: readonly string[];
  /** Others that are always called together with it. */
  readonly together: readonly string[];
  /** Growth of the mean life after its warm-up, what of it is not explained, and what may be called no growth at all. */
  readonly workerGrowth: number;
  readonly unexplained: number;
  readonly negligible: number;
  /** The same for growth: less where workers surely grow. */
  readonly calm: number;
  /** Length of the log; 0 where it has no times. */
  readonly hours: number;
}

/** A verdict with its reason. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly because: string;
}

/** Confidence where nothing was measured: the rate at which routes leak at all in logs with known leaks, about one in thirteen. */
export const PRIOR = 0.06;

/** Judges one row. */
export function judgeRow(row: Case): Judgement {
  const { fit } = row;
  if (row.inStep.length > 0) return inStep(row);
  if (!fit) return unfitted(row);
  if (fit.suggestion !== 'none') return blamed(row, fit);
  // What may still be guilty is not acquitted by what else it does: bloat and warm-up come after the doubts.
  return (
    outdone(row, fit) ??
    blurred(row, fit) ??
    small(row, fit) ??
    hidden(row, fit) ??
    passing(row) ??
    early(row) ??
    steady(row, fit)
  );
}

/** Partners named; more would not fit a sentence. */
const NAMED = 3;

function inStep({ inStep: partners }: Case): Judgement {
  const rest = partners.length > NAMED ? ` and ${formatCounted(partners.length - NAMED, 'other')}` : '';
  return {
    verdict: 'unknown',
    because: `it is called in a fixed rhythm with ${partners.slice(0, NAMED).join(', ')}${rest}: they cannot be told apart; traffic in random order would tell`,
  };
}

function unfitted(row: Case): Judgement {
  const { calls, placeless, fittable } = row;
  if (placeless)
    return {
      verdict: 'unknown',
      because: 'this memory moved across requests that are not in the log, so it belongs to no route',
    };
  const guess = passing(row) ?? early(row);
  if (guess) return guess;
  if (!fittable)
    return { verdict: 'unknown', because: 'the log is too short to follow any worker after its warm-up' };
  if (calls < MIN_CALLS)
    return {
      verdict: 'unknown',
      because: `only ${formatCounted(calls, 'call')}: at least ${MIN_CALLS} are needed`,
    };
  return {
    verdict: 'unknown',
    because: 'of its many neighbours the memory follows others better, so it was not fitted on its own',
  };
}

/** Length of a moment without its seconds. */
const TO_THE_MINUTE = 16;

function blamed(row: Case, fit: ColumnFit): Judgement {
  const floor = risen(row, fit);
  const began =
    fit.began === undefined
      ? ''
      : `; it began about ${formatMoment(isoTime(fit.began)).slice(0, TO_THE_MINUTE)}`;
  if (fit.suggestion === 'leak') {
    return {
      verdict: 'leak',
      because: `${floor}; no other mix of routes explains it as well${began}`,
    };
  }
  if (row.together.length > 0) {
    return {
      verdict: 'suspect',
      because: `${floor}, but it cannot be told apart from ${row.together.join(', ')}: they are always called together, and only their sum is known`,
    };
  }
  const { lateOverEarly } = fit;
  if (fit.saturating && !fit.fewCalls && lateOverEarly !== undefined && lateOverEarly < LEVELLED_OFF) {
    const kept = Math.max(0, Math.round(100 * lateOverEarly));
    return {
      verdict: 'plateau',
      because: `it keeps ${kept} % late in a worker's life of what it keeps per call early: a cache that has filled`,
    };
  }
  return { verdict: 'suspect', because: `${floor}, but ${doubt(fit)}${began}` };
}

function risen({ measure, rise, lives, growing, blamedCalls }: Case, fit: ColumnFit): string {
  const mean = formatAmount(rise / Math.max(1, lives), measure);
  const part = formatAmount((fit.estimate * blamedCalls) / Math.max(1, lives), measure);
  const calls = formatCounted(Math.round(blamedCalls / Math.max(1, lives)), 'call');
  return `${measure.metric.toUpperCase()} floor rose ${mean} per worker life after warm-up (${growing} of ${formatCounted(lives, 'life', 'lives')} rose) and follows this route's traffic: its ${calls} a life would keep about ${part}`;
}

/** The late rate below this part of the early one: what filled has filled. */
const LEVELLED_OFF = 0.25;

function doubt(fit: ColumnFit): string {
  if (fit.saturating) return 'it keeps less late in a life than early, as a cache that fills does';
  if (fit.fewCalls)
    return `with ${groupDigits(fit.callsPerLife)} calls per worker life (under ${FEW_CALLS}) a cache still filling would look the same`;
  if (fit.disagree) return 'it does not show after every length of warm-up';
  return 'other routes or chance could explain it too';
}

/** Deltas at least so large, in negligible units, count as bloat or as a warm-up step. */
function isLarge(delta: number, row: Case): boolean {
  return delta >= 2 * row.negligible;
}

function passing(row: Case): Judgement | undefined {
  const most = row.largest[0]?.delta ?? 0;
  const gaveBack = -row.shrink >= 0.5 * row.growth;
  if (!isLarge(most, row) || !gaveBack) return undefined;
  const amount = formatAmount(most, row.measure);
  return {
    verdict: 'bloat',
    because: `single calls moved memory by up to ${amount} and it was given back: large in passing, not kept`,
  };
}

function early(row: Case): Judgement | undefined {
  const steps = row.largest.filter(({ delta, part }) => part < 0.2 && isLarge(delta, row));
  const stepped = steps.reduce((sum, { delta }) => sum + delta, 0);
  if (steps.length === 0 || stepped < 0.5 * row.growth) return undefined;
  const amount = formatAmount(stepped, row.measure);
  return {
    verdict: 'warm-up',
    because: `it grew by ${amount} in ${formatCounted(steps.length, 'call')} early in the workers' lives and not since`,
  };
}

function outdone(row: Case, fit: ColumnFit): Judgement | undefined {
  if (!fit.outdone) return undefined;
  const more = timesTooSmall(row, fit) > 1 ? `; ${needed(row, timesTooSmall(row, fit))}` : '';
  return {
    verdict: 'unknown',
    because: `it may keep memory, but growth on every request alike (or with time) explains this log as well, so no route is accused of it${more}`,
  };
}

function blurred(row: Case, fit: ColumnFit): Judgement | undefined {
  if (fit.blurredBy === undefined) return undefined;
  const { measure } = row;
  return {
    verdict: 'unknown',
    because: `it may keep memory, but workers serve several requests at once, so readings hold what other requests are using, and less than ${formatAmount(fit.detectable, measure)} per call does not stand out; ${needed(row, fit.blurredBy)}`,
  };
}

/** A route that could hide this part of what is not explained, or of all growth however well others explain it, is not acquitted. */
const PART_OF_UNEXPLAINED = 0.5;
const PART_OF_GROWTH = 1 / 6;

/** What this route could keep unseen, over the least that would matter; 0 where workers do not grow. */
function timesTooSmall({ workerGrowth, unexplained, calm }: Case, fit: ColumnFit): number {
  const parts = [PART_OF_UNEXPLAINED * unexplained, PART_OF_GROWTH * workerGrowth];
  const matters = Math.min(...parts.filter((_, i) => [unexplained, workerGrowth][i]! > calm));
  return (fit.detectable * fit.callsInWindow) / matters;
}

function hidden(row: Case, fit: ColumnFit): Judgement | undefined {
  const times = timesTooSmall(row, fit);
  if (times < 1) return undefined;
  const detectable = formatAmount(fit.detectable, row.measure);
  return {
    verdict: 'unknown',
    because: `${row.unexplained > row.calm ? 'workers grow for a reason not found, and' : 'others explain the growth, but'} a leak of up to ${detectable} per call would not show here; ${needed(row, times)}`,
  };
}

/** More calls than this times those that there are is more than anyone will wait for. */
const PATIENCE = 50;

/**
 * How much more log would show this route. Standard errors fall with the root of the number of calls, so a leak
 * that is `times` too small to see needs the square of it.
 */
function needed({ calls, hours }: Case, times: number): string {
  const more = Math.max(0.1, times ** 2 - 1);
  if (more > PATIENCE)
    return 'more log would hardly help: traffic that varies more from route to route would';
  const wait = hours > 0 ? ` (or ${formatDuration(3600 * more * hours)} more)` : '';
  return `about ${formatCounted(roughly(more * calls), 'more call', 'more calls')}${wait} would tell whether it is this route`;
}

/** Two figures, so that a guess does not look like a measurement. */
function roughly(count: number): number {
  return Number(count.toPrecision(2));
}

/** Likely enough for a suspect, but of a size that caches and rounding reach too. */
function small(row: Case, fit: ColumnFit): Judgement | undefined {
  if (fit.confidence < SUSPECT_PROBABILITY) return undefined;
  const each = formatAmount(fit.estimate, row.measure);
  const all = formatAmount(fit.estimate * fit.callsPerLife, row.measure);
  return {
    verdict: 'unknown',
    because: `it seems to keep ${each} per call, but that makes ${all} in a worker's life, which a cache would too; longer lives would tell`,
  };
}

function steady(row: Case, fit: ColumnFit): Judgement {
  return {
    verdict: 'steady',
    because: `nothing kept shows; a leak of ${formatAmount(fit.detectable, row.measure)} per call or more would have`,
  };
}
