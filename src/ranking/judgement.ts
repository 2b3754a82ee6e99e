/** The verdict on one row and the sentence that gives its reason. */
import { formatAmount } from '../wording/amount.ts';
import type { Measure } from '../wording/amount.ts';
import { formatCounted, groupDigits } from '../wording/numbers.ts';
import type { ColumnFit } from './attribution/attribution.ts';
import { FEW_CALLS, MIN_CALLS } from './attribution/tuning.ts';
import type { Verdict } from './ranking.ts';

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
  readonly lives: number;
  /** Lives whose floor rose after warm-up. */
  readonly growing: number;
  /** Rise of the floor after warm-up, summed over lives. */
  readonly rise: number;
  readonly growth: number;
  readonly shrink: number;
  /** The largest single deltas, and the part of the life that had passed at each. */
  readonly largest: readonly { readonly delta: number; readonly part: number }[];
  /** Others that are always called together with it. */
  readonly together: readonly string[];
  /** What a worker's growth leaves unexplained, and what may be called no growth at all. */
  readonly unexplained: number;
  readonly negligible: number;
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
  if (!fit) return unfitted(row);
  if (fit.suggestion !== 'none') return blamed(row, fit);
  return passing(row) ?? early(row) ?? hidden(row, fit) ?? steady(row, fit);
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

function blamed(row: Case, fit: ColumnFit): Judgement {
  const floor = `${row.measure.metric.toUpperCase()} floor rose ${formatAmount(row.rise, row.measure)} after warm-up over ${formatCounted(row.calls, 'call')} in ${row.growing} of ${formatCounted(row.lives, 'worker life', 'worker lives')}`;
  if (fit.suggestion === 'leak') {
    return {
      verdict: 'leak',
      because: `${floor} and follows this route's traffic; no other mix of routes explains it as well`,
    };
  }
  if (row.together.length > 0) {
    return {
      verdict: 'suspect',
      because: `${floor}; always called together with ${row.together.join(', ')}, so only their sum is known`,
    };
  }
  if (fit.saturating && fit.lateOverEarly !== undefined && fit.lateOverEarly < LEVELLED_OFF) {
    const kept = Math.max(0, Math.round(100 * fit.lateOverEarly));
    return {
      verdict: 'plateau',
      because: `it keeps ${kept} % late in a worker's life of what it keeps per call early: a cache that has filled`,
    };
  }
  return { verdict: 'suspect', because: `${floor} and follows this route's traffic; ${doubt(fit)}` };
}

/** The late rate below this part of the early one: what filled has filled. */
const LEVELLED_OFF = 0.25;

function doubt(fit: ColumnFit): string {
  if (fit.saturating) return 'but it keeps less late in a life than early, as a cache that fills does';
  if (fit.fewCalls)
    return `but with ${groupDigits(fit.callsPerLife)} calls per worker life (under ${FEW_CALLS}) a cache still filling would look the same`;
  if (fit.disagree) return 'but not after every length of warm-up';
  return 'but chance could do as much';
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

function hidden(row: Case, fit: ColumnFit): Judgement | undefined {
  const couldHide = fit.detectable * fit.callsPerLife;
  if (row.unexplained <= row.negligible || couldHide < row.unexplained) return undefined;
  return {
    verdict: 'unknown',
    because: `a leak of up to ${formatAmount(fit.detectable, row.measure)} per call would not show in this log, and workers grow for a reason not found`,
  };
}

function steady(row: Case, fit: ColumnFit): Judgement {
  return {
    verdict: 'steady',
    because: `nothing kept shows; a leak of ${formatAmount(fit.detectable, row.measure)} per call or more would have`,
  };
}
