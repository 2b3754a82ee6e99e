/** What a run of lines of one file learnt (src/runs), before it is a part of a profile. */
import type { EndpointTotals, LargeDelta, Life } from './profile.ts';

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
  readonly workers: ReadonlyMap<number, readonly Life[]>;
}
