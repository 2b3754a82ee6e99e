/** What a run of lines of one file learnt (src/runs), before it is a part of a profile. */
import type { EndpointTotals, LargeDelta, Life } from './profile.ts';

/** Buckets of a life as a run has them in memory, in no order. */
export interface RunRows {
  /**
   * For each row, from `first` on, its place on the grid (below 0 for a row that is not used), requests, first and last time,
   * then the fields of `FigureCell` in their order for RSS, and for VSZ.
   */
  readonly numbers: Float64Array;
  readonly first: number;
  readonly count: number;
  /**
   * Calls on a grid of this width, which is no narrower than the life's: by place on it modulo `count`, and in each by endpoint.
   * Made when they are asked for, as those of all lives together are many.
   */
  readonly calls: (width: number) => Uint32Array;
  readonly endpoints: number;
}

/** A life of a run. */
export interface RunLife extends Omit<Life, 'buckets'> {
  readonly rows: RunRows;
  /** The line that it was last heard of in. */
  readonly heard: number;
}

/** What one endpoint did in a run. */
export interface RunEndpoint {
  /** Its number in the builder; undefined for requests that the log lacks. */
  readonly endpoint: number | undefined;
  readonly calls: number;
  readonly deltas: EndpointTotals['deltas'];
  readonly largest: readonly Omit<LargeDelta, 'source' | 'host' | 'file'>[];
}

/** See the top of this file. Lives name endpoints by their places in `endpoints`. */
export interface Run {
  /** The number of its file. */
  readonly file: number;
  /** First and last time of a request. */
  readonly from: number;
  readonly to: number;
  readonly endpoints: readonly RunEndpoint[];
  /** Lives by process id, in the order in which they began. */
  readonly workers: ReadonlyMap<number, readonly RunLife[]>;
}
