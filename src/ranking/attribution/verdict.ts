/** What the numbers of one column suggest. */
import type { ColumnFit, CommonFit, Suggestion } from './attribution.ts';
import type { CombinedColumn } from './combine.ts';
import type { RateChange } from './saturation.ts';
import type { SparseColumn } from './sparse-fit.ts';
import {
  AGREEING_PROBABILITY,
  CONFIDENCE_CAPS,
  DISPUTED_Z,
  FEW_CALLS,
  LEAK_PROBABILITY,
  LEAST_Z_UNGROWN,
  NORMAL_90,
  SATURATING_RATIO,
  SATURATING_SE,
  STRONG_Z,
  SUSPECT_PROBABILITY,
  WIDEN_HIGH,
  WIDEN_LOW,
} from './tuning.ts';

/** What the judgement needs beside the fit. */
export interface Circumstances {
  readonly callsTotal: number;
  readonly callsPerLife: number;
  readonly callsInWindow: number;
  /** The least a suspect must keep per life. */
  readonly leastKept: number;
  /** Whether a reading holds what other requests are using. */
  readonly concurrent: boolean;
  /** Whether there is growth to explain at all. */
  readonly grows: boolean;
  /** Probability that the column or one that it cannot be told from keeps memory. */
  readonly group: number;
  /** The greatest probability of a cause common to all routes. */
  readonly common: number;
  /** Compares the early and late rates of the column. */
  readonly change: () => RateChange;
  /** Finds the time at which the column began to keep memory, if it did so within the log. */
  readonly onset: () => number | undefined;
}

/** Turns both fits of a column into an interval, a confidence and a suggestion. */
export function judge(column: CombinedColumn, sparse: SparseColumn, about: Circumstances): ColumnFit {
  const { z, se, detectable } = column;
  const { probability, middle } = sparse;
  const likely = Math.max(probability, about.group);
  const keeps = middle * about.callsPerLife >= about.leastKept && (about.grows || z >= LEAST_Z_UNGROWN);
  // Where a common cause explains the log as well, no single route may be blamed for it.
  const stands = keeps && likely >= SUSPECT_PROBABILITY;
  const outdone = stands && likely < LEAK_PROBABILITY && likely <= about.common;
  const disagree = column.leastZ < 0;
  const certain = isCertain(z, probability, disagree);
  const blurred = stands && !outdone && !certain && about.concurrent && middle < detectable;
  const suspect = stands && !outdone && !blurred;
  const change = suspect && certain ? about.change() : undefined;
  const saturating = change !== undefined && isSaturating(change);
  const fewCalls =
    about.callsPerLife < FEW_CALLS && !(z >= STRONG_Z && change !== undefined && isHolding(change));
  const sure = certain && !fewCalls && !saturating;
  const suggestion: Suggestion = suspect ? (sure ? 'leak' : 'suspect') : 'none';
  const began = certain && suspect ? about.onset() : undefined;
  const doubt = saturating
    ? 'saturating'
    : fewCalls
      ? 'fewCalls'
      : !certain && disagree
        ? 'disputed'
        : 'sure';
  return {
    z,
    ...(suspect ? ifItLeaks(sparse) : whateverItIs(column, probability)),
    se,
    detectable,
    confidence: Math.min(CONFIDENCE_CAPS[doubt], probability),
    callsPerLife: about.callsPerLife,
    callsInWindow: about.callsInWindow,
    callsTotal: about.callsTotal,
    suggestion,
    ...(change && change.early > 0 ? { lateOverEarly: change.late / change.early } : {}),
    ...(began === undefined ? {} : { began }),
    outdone,
    ...(blurred ? { blurredBy: detectable / middle } : {}),
    saturating,
    fewCalls,
    disagree,
  };
}

function isCertain(z: number, probability: number, disagree: boolean): boolean {
  if (disagree && z < DISPUTED_Z) return false;
  return probability >= LEAK_PROBABILITY || (z >= STRONG_Z && probability >= AGREEING_PROBABILITY);
}

/** The size given that the column leaks: the question a reader asks of a suspect. */
function ifItLeaks({ middle, low, high }: SparseColumn): Pick<ColumnFit, 'estimate' | 'low' | 'high'> {
  return { estimate: middle, low: WIDEN_LOW * low, high: WIDEN_HIGH * high };
}

/** The size with the possibility that there is none. */
function whateverItIs(
  { estimate, se }: CombinedColumn,
  probability: number,
): Pick<ColumnFit, 'estimate' | 'low' | 'high'> {
  return { estimate: probability * estimate, low: 0, high: WIDEN_HIGH * (estimate + NORMAL_90 * se) };
}

function isSaturating({ early, late, fall }: RateChange): boolean {
  return early > 0 && late < SATURATING_RATIO * early && fall > SATURATING_SE;
}

/** Whether the rate is known, one-sided at 95 %, not to have fallen so far: over many short lives even a few calls each show it. */
function isHolding({ early, late, se }: RateChange): boolean {
  return early > 0 && late - NORMAL_90 * se > SATURATING_RATIO * early;
}

/** What is known of a common cause before it is judged. */
export type CommonCase = Pick<CommonFit, 'column' | 'kind' | 'either' | 'unitsPerLife' | 'unitsTotal'>;

/** Turns the sparse fit of a common cause into a suggestion. */
export function judgeCommon(
  about: CommonCase,
  sparse: SparseColumn,
  leastKept: number,
  change: () => RateChange,
): CommonFit {
  const { probability, middle } = sparse;
  const suspect =
    middle * about.unitsPerLife >= leastKept &&
    about.either >= LEAK_PROBABILITY &&
    2 * probability >= about.either;
  const saturating = suspect && isSaturating(change());
  return {
    ...about,
    ...(suspect
      ? ifItLeaks(sparse)
      : { estimate: probability * middle, low: 0, high: WIDEN_HIGH * sparse.high }),
    confidence: Math.min(CONFIDENCE_CAPS[saturating ? 'saturating' : 'sure'], probability),
    suggestion: !suspect || saturating ? 'none' : probability >= LEAK_PROBABILITY ? 'leak' : 'suspect',
    saturating,
  };
}
