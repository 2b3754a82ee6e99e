/** What comparing two rankings yields: the words that every renderer of `memhog compare` shares (schema/compare.schema.json). */
import type { Acknowledged, Finding, Growth, Interval, Ranking, Warning } from './ranking.ts';

/**
 * What became of an endpoint.
 *
 * - `new`: blamed (leak or suspect) now, and not before. `sure` says whether the difference itself is sure.
 * - `worse`, `better`: blamed both times, and keeps surely more (less) per call.
 * - `gone`: blamed before, not now, and keeps surely less.
 * - `same`: no sure difference.
 * - `unknown`: one of the logs says too little about it.
 */
export type Change = 'new' | 'worse' | 'better' | 'gone' | 'same' | 'unknown';

/** One endpoint in both. */
export interface Comparison {
  readonly endpoint: string;
  readonly change: Change;
  /** Whether the change is more than chance; never for `same` and `unknown`. */
  readonly sure: boolean;
  /** Why, one sentence without the name of the endpoint. */
  readonly because: string;
  /** Undefined where it was not called. */
  readonly before: Finding | undefined;
  readonly after: Finding | undefined;
  /** Leak per call after less before, with its 90 % interval; null where one of them is not known. */
  readonly difference: Interval | null;
  /** How likely so large a difference is by chance, two-sided, for this endpoint looked at alone; 1 where it is not known. */
  readonly alone: number;
  /** The same when the largest of so many comparisons is looked at (Holm); what changes are judged by. 1 where it is not known. */
  readonly chance: number;
}

/** One side, as far as a reader needs it. */
export interface Side {
  readonly inputs: readonly string[];
  readonly span: Ranking['span'];
  readonly requests: number;
  readonly workers: number;
  readonly growth: Growth;
  readonly warnings: readonly Warning[];
}

/** The whole answer. */
export interface Compared {
  readonly schema: 'memhog.compare/1';
  readonly metric: Ranking['metric'];
  readonly unit: Ranking['unit'];
  readonly by: Ranking['by'];
  readonly answer: {
    readonly kind: 'worse' | 'better' | 'same' | 'cannot-tell';
    readonly text: string;
  };
  readonly before: Side;
  readonly after: Side;
  /** Endpoints whose leak per call is known both times: among so many the chance of a difference was reckoned. */
  readonly tested: number;
  /** Chances up to here make a difference sure. */
  readonly level: number;
  /** Known hogs among the endpoints: they make nothing worse. */
  readonly acknowledged: readonly Acknowledged[];
  /** Every endpoint of either side: what changed first. */
  readonly changes: readonly Comparison[];
}
