/** What the attribution is asked and what it answers. Columns are numbered as the caller numbered them. */

/** What a column of `LifeSeries.calls` counts: calls of a route, all requests alike, or seconds that passed. */
export type ColumnKind = 'calls' | 'requests' | 'time';

/** Settings of one attribution. */
export interface AttributionOptions {
  /** Kind of each column; all are `calls` when left out. The others are causes common to all routes, see `Fitted.common`. */
  readonly kinds?: readonly ColumnKind[];
  /** The least a suspect must keep per life, in units of the figure. Default 1 MB; counts of blocks need a figure of their own. */
  readonly leastKept?: number;
  /** Columns that cannot be told apart by anything: they are fitted as one with all that are not fitted on their own. */
  readonly inseparable?: ReadonlySet<number>;
  /** Whether lives serve several requests at once, so that a reading holds what the others are using. Default false. */
  readonly concurrent?: boolean;
  /** The step in which the figure moves (a page, 128 KiB on new kernels). Default 1. Noise is never taken to be less than its rounding. */
  readonly quantum?: number;
}

/** What the numbers alone say of a column; the words and the other verdicts are the caller's. */
export type Suggestion = 'leak' | 'suspect' | 'none';

/** The fit of one column. Sizes are units of the figure per call. */
export interface ColumnFit {
  /** Signed root of the likelihood ratio: how much worse the log is explained without this column; negative when it would have to free memory. */
  readonly z: number;
  /** Kept per call, with its 90 % interval: `0 <= low <= estimate <= high`. For suspects, given that it leaks. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Standard error of the estimate. */
  readonly se: number;
  /** The smallest leak per call that this log could have shown. */
  readonly detectable: number;
  /** Probability that the column leaks, 0 to .95. It is what columns are ranked by. */
  readonly confidence: number;
  readonly callsPerLife: number;
  /** The same over the window of `Fitted.growth`, its warm-up left out. */
  readonly callsInWindow: number;
  readonly callsTotal: number;
  readonly suggestion: Suggestion;
  /** The rate late in a life over the rate early; only for those that would be a leak otherwise and kept something early. */
  readonly lateOverEarly?: number;
  /** Seconds: when the column began to keep memory; only where that lies within the log and is clear. */
  readonly began?: number;
  /** It would be a suspect, but a cause common to all routes explains the log as well. */
  readonly outdone: boolean;
  /**
   * Only of one that would be a suspect if readings did not hold what other requests are using: what is sure to
   * show, over the size that it seems to have.
   */
  readonly blurredBy?: number;
  /** The column keeps less late than early: a cache that fills. */
  readonly saturating: boolean;
  /** Too few calls per life to tell a leak from a cache that fills, and no sign from many lives that the rate holds. */
  readonly fewCalls: boolean;
  /** At least one of the analyses says the column frees memory. */
  readonly disagree: boolean;
}

/** A cause common to all routes: every request alike, or the seconds that pass. Sizes are units of the figure per request or second. */
export interface CommonFit {
  readonly column: number;
  readonly kind: 'requests' | 'time';
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Probability that it keeps memory, and that this or another common cause does: the two are alike where traffic is steady. */
  readonly confidence: number;
  readonly either: number;
  /** Requests or seconds of the mean life after warm-up, and over all lives. */
  readonly unitsPerLife: number;
  readonly unitsTotal: number;
  readonly suggestion: Suggestion;
  readonly saturating: boolean;
}

/** One of the analyses that were averaged. */
export interface AnalysisSummary {
  /** `mean`: the mean of every bucket. `touch`: the least reading of buckets to whose level the life never returns. */
  readonly response: 'mean' | 'touch';
  /** Part of each life left out. */
  readonly warm: number;
  /** Random-walk over white noise; undefined for `mean`, where plain differences serve. */
  readonly ratio?: number;
  readonly rows: number;
  /** Part in the average, 0 to 1; all sum to 1. */
  readonly weight: number;
}

/** Columns whose calls go up and down together, so that only their sum is known. */
export interface Lookalikes {
  /** At least two, ascending. */
  readonly columns: readonly number[];
  /** Probability that at least one of them leaks. */
  readonly confidence: number;
  /** Kept per life by the group as a whole, units of the figure. */
  readonly keptPerLife: number;
}

/** A log that could be fitted. */
export interface Fitted {
  readonly kind: 'fitted';
  /** By column; undefined for columns with too few calls, screened out, or not of kind `calls`. */
  readonly columns: readonly (ColumnFit | undefined)[];
  /** Causes common to all routes, in the order of their columns. */
  readonly common: readonly CommonFit[];
  /** Growth of the mean life over the window of the weightiest analysis, and the part that suspects and leaks explain. */
  readonly growth: number;
  readonly attributed: number;
  readonly analyses: readonly AnalysisSummary[];
  /** Rows of the largest analysis. */
  readonly rows: number;
  readonly lives: number;
  /** Groups that as a whole stand where a suspect would, likeliest first. */
  readonly lookalikes: readonly Lookalikes[];
}

/** Too few buckets, or no column with enough calls. */
export interface TooLittle {
  readonly kind: 'too-little';
  /** Buckets after the shortest warm-up, of lives long enough to be used. */
  readonly rows: number;
  readonly lives: number;
}

/** The answer of `attribute`. */
export type Attribution = Fitted | TooLittle;
