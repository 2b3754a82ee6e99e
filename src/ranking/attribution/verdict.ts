/** What the numbers of one column suggest. */
import type { ColumnFit, Suggestion } from './attribution.ts';
import type { CombinedColumn } from './combine.ts';
import type { SaturationBase } from './saturation.ts';
import { rateChange } from './saturation.ts';
import {
  CONFIDENCE_CAP,
  CONFIDENCE_OFFSET,
  CONFIDENCE_SLOPE,
  FEW_CALLS,
  LEAK_Z,
  NORMAL_90,
  SATURATING_RATIO,
  SATURATING_SE,
  SUSPECT_Z,
  WIDEN_HIGH,
  WIDEN_LOW,
} from './tuning.ts';

/** What the judgement needs beside the fit. */
export interface Circumstances {
  readonly callsTotal: number;
  readonly callsPerLife: number;
  /** The least a suspect must keep per life. */
  readonly leastKept: number;
  /** Number of the column within the fit, and what its early and late rates are compared on. */
  readonly index: number;
  readonly saturation: () => SaturationBase;
}

/** Turns the average of the analyses into an interval, a confidence and a suggestion. */
export function judge(column: CombinedColumn, about: Circumstances): ColumnFit {
  const { z, estimate, se, detectable } = column;
  const suspect = z >= SUSPECT_Z && estimate * about.callsPerLife >= about.leastKept;
  const change = suspect && z >= LEAK_Z ? rateChange(about.saturation(), about.index) : undefined;
  const saturating =
    change !== undefined && change.lateOverEarly < SATURATING_RATIO && change.fall > SATURATING_SE;
  const fewCalls = about.callsPerLife < FEW_CALLS;
  const disagree = column.leastZ < 0;
  const sure = z >= LEAK_Z && !disagree && !fewCalls && !saturating;
  const suggestion: Suggestion = suspect ? (sure ? 'leak' : 'suspect') : 'none';
  return {
    z,
    estimate,
    low: WIDEN_LOW * Math.max(0, estimate - NORMAL_90 * se),
    high: WIDEN_HIGH * (estimate + NORMAL_90 * se),
    se,
    detectable,
    confidence: Math.min(CONFIDENCE_CAP, 1 / (1 + Math.exp(-(CONFIDENCE_SLOPE * z + CONFIDENCE_OFFSET)))),
    callsPerLife: about.callsPerLife,
    callsTotal: about.callsTotal,
    suggestion,
    ...(change && !Number.isNaN(change.lateOverEarly) ? { lateOverEarly: change.lateOverEarly } : {}),
    saturating,
    fewCalls,
    disagree,
  };
}
