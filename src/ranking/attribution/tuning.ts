/**
 * Every constant of the attribution, in one place, each with the reason for its value.
 *
 * "AP" is the mean average precision over logs with known leaks: how high the true leaks stand in the ranking.
 * The values are round numbers on broad plateaus; none was fitted to one log.
 */

/** The lag of memory behind calls, in buckets of median size: a leak fills holes in the heap before RSS moves. 1 to 4 cost at most .03 AP; no lag costs .07. */
export const LAG = 2;

/** Parts of each life left out as warm-up, one analysis each. The late cuts are what catches leaks that begin at a deploy. Ascending. */
export const WARM_CUTS: readonly number[] = [0.2, 0.4, 0.55];

/** The same for exact levels: what warms up there moves in jumps, which are taken out, so that more of each life can be used. */
export const EXACT_WARM_CUTS: readonly number[] = [0.05, 0.2, 0.4];

/** Ridge on the transient terms, as a part of their diagonal: enough to keep them apart from the lagged counts. .2 costs .005 AP. */
export const TRANSIENT_RIDGE = 0.02;

/** Ratios of random-walk to white noise tried on touch points; the likelihood chooses. */
export const NOISE_RATIOS: readonly number[] = [0.03, 0.3, 3, 30, 300];

/** The same for large problems, where each ratio costs a pass over all pairs of columns. */
export const NOISE_RATIOS_LARGE: readonly number[] = [0.3, 3, 30];

/** Buckets over all lives, and the least and most per life: 256 to 512 a life is best where there are few lives. */
export const TOTAL_BUCKETS = 16_384;
export const MIN_BUCKETS = 8;
export const MAX_BUCKETS = 512;

/**
 * Readings a bucket should hold, as long as a life keeps so many buckets: memory follows calls by tens of requests,
 * and a grid finer than that sees the steps of the heap instead of what fills it.
 */
export const MIN_BUCKET_READINGS = 8;
export const FINE_BUCKETS = 30;

/** A last bucket with fewer readings than this part of the median is dropped: its mean is of other noise. */
export const SHORT_BUCKET = 0.7;

/** A life with fewer buckets than this says nothing that differences could use. */
export const MIN_LIFE_BUCKETS = 6;

/** A life with fewer rows than this after the cut is left out of that analysis; an analysis with fewer rows is dropped. */
export const MIN_LIFE_ROWS = 4;
export const MIN_ANALYSIS_ROWS = 40;

/** Columns with fewer calls in the whole log are not fitted: a coefficient on a handful of calls fits any single step. */
export const MIN_CALLS = 20;

/** Columns fitted at most; the rest are screened into one column "other". 48 to 256 give the same AP. */
export const MAX_COLUMNS = 96;
export const MAX_COLUMNS_LARGE = 48;

/** `rows * columns^2` above which a problem is large. */
export const LARGE_PROBLEM = 50_000_000;

/** The part of each life left out when columns are screened. */
export const SCREEN_CUT = 0.4;

/** Successive rows per block when the variance of a score is checked, and the number of lives from which a block is a whole life. */
export const BLOCK_ROWS = 8;
export const BLOCKS_ARE_LIVES = 30;

/** Leaks expected in a log before it is looked at, and the most that this may make of one column. Most logs have one to three among dozens of routes. */
export const EXPECTED_LEAKS = 1.5;
export const MOST_PRIOR = 0.1;

/**
 * How many leaks the belief in that number is worth: 1 makes each further leak about .6 times as
 * likely; independent routes would make four leaks all but impossible.
 */
export const PRIOR_LEAKS = 1;

/** The probability before that a cause common to all routes keeps memory. */
export const COMMON_PRIOR = 0.1;

/** What one column is expected to keep per life, as a part of the growth of the mean life: a few leaks share it. 0.3 to 1 give the same ranking. */
export const SLAB_OF_GROWTH = 0.5;

/** Sets of columns drawn for each analysis: probabilities are exact to about .02. */
export const SWEEPS = 300;

/** Analyses of less weight than this are not worth the time. */
export const LEAST_WEIGHT = 0.03;

/** Workers are recycled where there are at least so many lives, the median one no longer than this part of the log. */
export const RECYCLED_LIVES = 12;
export const RECYCLED_PART = 0.25;

/** Two-sided 90 % of a normal variate. */
export const NORMAL_90 = 1.645;

/** The interval is widened by these factors: slack hides part of a leak, which no standard error knows of. Without, 85 % are covered. */
export const WIDEN_LOW = 0.9;
export const WIDEN_HIGH = 1.1;

/** The smallest leak that this log would show, in standard errors: 2 to stand out, and 1.645 more to do so in nineteen logs of twenty. */
export const DETECTABLE_SE = 3.65;

/** Probability from which a column is a suspect, and from which it may be called a leak. */
export const SUSPECT_PROBABILITY = 1 / 3;
export const LEAK_PROBABILITY = 0.8;

/** Where one of the two fits is this sure, the other need only agree: a leak that begins at a deploy is missing from the longer windows. */
export const STRONG_Z = 4;
export const AGREEING_PROBABILITY = 0.6;

/** Where the analyses disagree on the sign, the likelihood ratio must be at least this for a leak. */
export const DISPUTED_Z = 3;

/**
 * A probability is never stated above these: of columns above .95 nine in ten leak; with few calls or a rate that
 * falls it may be a cache that fills; and where the analyses disagree something else is going on.
 */
export const CONFIDENCE_CAPS = { sure: 0.95, fewCalls: 0.8, disputed: 0.7, saturating: 0.5 };

/** Bytes a suspect must keep per life: loses no planted leak and more than halves the innocent suspects. */
export const MIN_KEPT_PER_LIFE = 1e6;

/** The mean life grows if it does by so many times that; in a log that does not, a suspect must stand out by so much. */
export const GROWTH_TO_EXPLAIN = 4;
export const LEAST_Z_UNGROWN = 2;

/** Calls per life below which a leak looks just like a cache still filling, unless many lives show that its rate holds. */
export const FEW_CALLS = 100;

/** A filling cache keeps less late in a life than early: the late rate below this part of the early one, and this many standard errors apart. */
export const SATURATING_RATIO = 0.65;
export const SATURATING_SE = 2.5;

/** The part of each life left out when early and late rates are compared. */
export const SATURATION_CUT = 0.1;

/** Moments tried as the beginning of a leak, evenly over the middle part of the log that this says. */
export const ONSETS = 48;
export const ONSET_EDGE = 0.1;

/** A beginning is clear where before it the rate is at most this part of that after it, and they stand so many standard errors apart. */
export const ONSET_RATIO = 0.2;
export const ONSET_SE = 5;

/** Correlation of the counts of two columns above which the log cannot tell them apart. */
export const LOOKALIKE_CORRELATION = 0.98;

/** A reference leak per life, bytes: fixes the scale in which the information of analyses is compared, and cancels out of the weights. */
export const REFERENCE_LEAK = 1e7;

/** What lies further off than this, in scales of the noise of exact levels, is a jump. */
export const FAR_OFF = 5;

/** Jumps past this part of each life are not of start-up; a column goes on making them by so many, at so many standard errors. */
export const JUMPS_CUT = 0.4;
export const MANY_JUMPS = 8;
export const SURELY = 4;
