/**
 * The history of one life as the attribution sees it: what the buckets of the profile say about one figure,
 * with calls summed into the columns that are to be told apart.
 */
export interface LifeSeries {
  /** There where each row is one exact level, taken as a request began, and its calls are those since the row before: see openings.ts. */
  readonly exact?: true;
  /** Number of buckets, in order of position. Empty buckets are left out: see `at`. */
  readonly rows: number;
  /** Index of each bucket on the life's grid, less that of its first bucket; strictly increasing. */
  readonly at: Float64Array;
  /** Requests in each bucket, readings or not. */
  readonly requests: Float64Array;
  /** Readings in each bucket (at least 1), and their sum, least value, first and last in file order. */
  readonly readings: Float64Array;
  readonly sum: Float64Array;
  readonly min: Float64Array;
  readonly first: Float64Array;
  readonly last: Float64Array;
  /** Time of the first and last request of each bucket, whole seconds; NaN where the log has no time. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Calls by bucket and column: `calls[row * columns + column]`. */
  readonly calls: Float64Array;
}
