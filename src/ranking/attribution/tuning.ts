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

/** Only columns with a z above this in some analysis have their variance inflation measured; elsewhere it is taken as 1. */
export const INFLATION_MIN_Z = 1;

/** Two-sided 90 % of a normal variate. */
export const NORMAL_90 = 1.645;

/** The interval is widened by these factors: slack hides part of a leak, which no standard error knows of. Without, 77 % are covered. */
export const WIDEN_LOW = 0.8;
export const WIDEN_HIGH = 1.25;

/** The smallest leak that could be seen, in standard errors: of planted leaks above it 67 of 68 were found, of those below 28 of 52. */
export const DETECTABLE_SE = 3;

/** Confidence is `1 / (1 + exp(-(slope * z + offset)))`, never above the cap: observed 35 % at z 2-3, 82 % at 4-6, 92 % above 6. */
export const CONFIDENCE_SLOPE = 0.85;
export const CONFIDENCE_OFFSET = -2.7;
export const CONFIDENCE_CAP = 0.95;

/** Signed likelihood ratio from which a column is a suspect, and from which it may be called a leak. */
export const SUSPECT_Z = 2;
export const LEAK_Z = 3;

/** Bytes a suspect must keep per life: loses no planted leak and more than halves the innocent suspects. */
export const MIN_KEPT_PER_LIFE = 1e6;

/** Calls per life below which a leak looks just like a cache still filling. */
export const FEW_CALLS = 100;

/** A filling cache keeps less late in a life than early: the late rate below this part of the early one, and this many standard errors apart. */
export const SATURATING_RATIO = 0.65;
export const SATURATING_SE = 2.5;

/** The part of each life left out when early and late rates are compared. */
export const SATURATION_CUT = 0.1;

/** Correlation of the counts of two columns above which the log cannot tell them apart. */
export const LOOKALIKE_CORRELATION = 0.98;

/** A reference leak per life, bytes: fixes the scale in which the information of analyses is compared, and cancels out of the weights. */
export const REFERENCE_LEAK = 1e7;
