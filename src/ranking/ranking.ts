/**
 * What ranking a profile yields: the words every renderer shares. The JSON output is this object
 * (schema/ranking.schema.json), so a field is added here, never renamed.
 */
import type { Figure } from '../record.ts';
import type { CodeTrace, EndpointParts } from './code-trace.ts';

export type {
  CodeHolder,
  CodeLine,
  CodeTrace,
  CodeType,
  EndpointParts,
  MostKept,
  SpanFate,
  SpanFigures,
} from './code-trace.ts';

/** What memhog says of an endpoint; ARCHITECTURE.md has the meaning of each. */
export type Verdict = 'leak' | 'suspect' | 'plateau' | 'warm-up' | 'bloat' | 'steady' | 'unknown';

/** A value with its 90 % interval. `low <= estimate <= high`. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** A stretch of a worker's life over which its floor rose (`span`), or one request with a large delta (`request`). */
export interface Evidence {
  readonly kind: 'span' | 'request';
  /** ISO 8601 without zone when the log prints none; null when the log has no time. */
  readonly from: string | null;
  readonly to: string | null;
  /** Display name of the worker: `pid 1234`, with host and source where there are several. */
  readonly worker: string;
  readonly before: number;
  readonly after: number;
  /** Calls of the endpoint within the stretch; 1 for a request. */
  readonly calls: number;
  /** File and byte offset of the line, for a request read from a file. */
  readonly source?: string;
  readonly offset?: number;
}

/** The peaks of requests, in bytes: what half of them reach or pass, what one in a hundred does, and the largest. */
export interface Peak {
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

/** One row of the ranking. Byte figures unless the metric is a count. */
export interface Finding {
  readonly rank: number;
  /** `METHOD route`, or a name in parentheses such as `(unlogged)`. */
  readonly endpoint: string;
  readonly method: string;
  readonly route: string;
  readonly calls: number;
  readonly verdict: Verdict;
  /** Probability that the endpoint leaks, 0 to 1. */
  readonly confidence: number;
  /** The reason for the verdict, one sentence. */
  readonly because: string;
  readonly leakPerCall: Interval;
  /** The smallest leak per call that this log could have shown for this endpoint; null when no fit was possible. */
  readonly detectable: number | null;
  /** Memory kept over the whole log. */
  readonly kept: Interval;
  /** Part of all memory the workers kept, 0 to 1. */
  readonly share: number;
  /** Every delta counted, warm-up included: `net = growth + shrink`, `shrink <= 0`. */
  readonly net: number;
  readonly growth: number;
  readonly shrink: number;
  /** What its requests had at most, when the ranking is by peaks: then all figures of leaks are 0. */
  readonly peak?: Peak;
  /** Memory attributed to this endpoint over the log, for a sparkline: at most 60 points in order of time, empty when no fit was possible. */
  readonly floor: readonly number[];
  readonly evidence: readonly Evidence[];
  /** The first raw paths of the endpoint, when they were asked to be kept. */
  readonly paths?: readonly string[];
  /** What traces of the probe found of its code, the newest first; left out where none watched it. */
  readonly code?: readonly CodeTrace[];
  /** What the parts of its requests leave; left out where the log has no spans of it. */
  readonly spans?: EndpointParts;
}

/** One worker's life in numbers, for the summary and `--by worker`. */
export interface LifeSummary {
  readonly worker: string;
  readonly requests: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly start: number;
  readonly end: number;
  /** Floor at the end of the warm-up and at the end. */
  readonly floorFrom: number;
  readonly floorTo: number;
  /** How the life ended, as the log says it; empty if it does not. */
  readonly ended: string;
}

/** A host whose workers all started anew at once. */
export interface DeploySummary {
  /** ISO 8601, as in `Evidence`. */
  readonly at: string;
  /** The host; empty where lines name none. */
  readonly host: string;
  readonly workers: number;
}

/** A known hog, which the team has looked at and lives with for a while: it is neither new nor a failure. */
export interface Acknowledged {
  readonly endpoint: string;
  /** The last day it holds, `2026-12-31`; empty for ever. */
  readonly until: string;
  readonly note: string;
}

/** Something the reader must know before trusting the numbers. */
export interface Warning {
  readonly code: string;
  readonly text: string;
}

/** Lines by what became of them. `lines = requests + samples + lifecycle + ignored + malformed`. */
export interface CoverageSummary {
  readonly lines: number;
  readonly requests: number;
  /** Lines that hold memory figures and no request. */
  readonly samples: number;
  readonly readings: number;
  readonly lifecycle: number;
  readonly ignored: readonly ReasonCount[];
  readonly malformed: readonly ReasonCount[];
  /** Requests and samples by the format they came in. */
  readonly formats: readonly { readonly format: string; readonly lines: number }[];
}

/** Lines that shared one fate, with one of them shown (values masked unless raw paths were asked for). */
export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
  readonly example: string;
}

/** Growth after warm-up. */
export interface Growth {
  /** Of the mean worker life, and the part of it that findings explain. */
  readonly perWorker: number;
  readonly attributed: number;
  /** Per worker and hour, and per request, with 90 % intervals; `low` may be negative. Null where the log does not say. */
  readonly perHour: Interval | null;
  readonly perRequest: Interval | null;
}

/** How much of something remains, with its 90 % interval; `high` is null where it may never come. */
export interface Reach {
  readonly estimate: number;
  readonly low: number;
  readonly high: number | null;
}

/** When each worker's floor reaches `level`, from its last reading on. */
export interface Limit {
  readonly level: number;
  readonly workers: readonly {
    readonly worker: string;
    /** Its floor at the end of the log. */
    readonly now: number;
    /** Hours and requests of the worker until then; null where nothing grows, the rate is not known, or it is replaced before. */
    readonly hours: Reach | null;
    readonly requests: Reach | null;
    /** The number of requests after which workers are replaced as planned, where that comes before the level is reached. */
    readonly replacedAfter?: number;
  }[];
}

/** The whole answer. */
export interface Ranking {
  readonly schema: 'memhog.ranking/1';
  readonly metric: Figure;
  readonly unit: 'bytes' | 'count';
  /** What a row stands for. */
  readonly by: 'endpoint' | 'route' | 'status' | 'method' | 'host' | 'worker';
  readonly inputs: readonly string[];
  readonly span: { readonly from: string | null; readonly to: string | null };
  readonly answer: { readonly kind: 'leaks' | 'none' | 'cannot-tell'; readonly text: string };
  readonly growth: Growth;
  /** When workers reach a level that was asked about; null when none was. */
  readonly limit: Limit | null;
  readonly coverage: CoverageSummary;
  readonly workers: {
    readonly count: number;
    readonly lives: number;
    /** Mean floor of all workers over the log, at most 60 points, for a sparkline. */
    readonly floor: readonly number[];
    readonly summaries: readonly LifeSummary[];
  };
  readonly warnings: readonly Warning[];
  readonly findings: readonly Finding[];
  /** When all workers of a host started anew at once, in order of time; left out where they never did. */
  readonly deploys?: readonly DeploySummary[];
  /** Known hogs among the findings; left out where nothing is known of any. */
  readonly acknowledged?: readonly Acknowledged[];
  /** Traces of endpoints that are none of the rows, the newest first; left out where there are none. */
  readonly traces?: readonly CodeTrace[];
}
