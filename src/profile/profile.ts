/**
 * The Profile: everything learnt from some log lines, in bounded size.
 *
 * A thread's share of a file, one host of a fleet, last night's increment, a live snapshot and a file on disk
 * are all the same thing. `merge(a, b)` of two adjacent pieces equals the profile of the whole, exactly,
 * wherever the log is cut. What makes that true:
 *
 * 1. The edges are kept: each life has its first and last reading, and each worker whether a break came before or after.
 *    The delta across a seam is made when pieces meet, and charged to the right side's first request.
 * 2. Restart and gap are decided from two neighbouring readings and a lifecycle line between them, never from a position.
 * 3. History lies in buckets on an absolute grid over a coordinate that the lines carry; a width depends on the life's
 *    span and on the number of lives alone (see grid.ts).
 * 4. Whole numbers only.
 * 5. Nothing is cut to a top N, but for "the greatest N by a total order" and "the first by position".
 *    Routes are folded by a rule that depends on the set of paths alone (see route-tree.ts).
 *
 * Profiles are immutable by convention and in canonical order, so equal profiles are equal structures.
 */
import type { Figure, ServerSaid } from '../record.ts';
import type { SpanTotals, TraceLine } from './probe-part.ts';

export type { EndpointSpans, SpanSums, SpanTotals, TraceLine } from './probe-part.ts';

/** What changes the meaning of the numbers; profiles with unlike settings do not merge. */
export interface Settings {
  /** What an endpoint stands for: method and route, or the status alone. */
  readonly by: 'endpoint' | 'status';
  readonly rules: readonly string[];
  readonly keepQuery: readonly string[];
  /** Only requests at or after / before this time are counted (seconds); null for no bound. */
  readonly since: number | null;
  readonly until: number | null;
  /** Only these statuses are counted, such as `200` or `5xx`; empty for all. */
  readonly statuses: readonly string[];
  /** Only these process ids, and only these hosts (where lines name none, the source's name); empty for all. */
  readonly workers: readonly string[];
  readonly hosts: readonly string[];
  /** Whether raw paths are kept as examples. */
  readonly examples: boolean;
}

/** Settings when nobody asks for anything. */
export const DEFAULT_SETTINGS: Settings = {
  by: 'endpoint',
  rules: [],
  keepQuery: [],
  since: null,
  until: null,
  statuses: [],
  workers: [],
  hosts: [],
  examples: false,
};

/**
 * Which tree an endpoint's route belongs to: paths; paths that were not found; names of tasks and actions, which the
 * application gives. `fixed` routes (a user's rule, a status, a name in parentheses) never fold.
 */
export type RouteKind = 'main' | 'notFound' | 'named' | 'fixed';

/** Endpoints that stand for memory without a route of its own. */
export const UNKNOWN = '(unknown)';
/** Memory that moved across requests that are not in the log. */
export const UNLOGGED = '(unlogged)';
/** Requests that a filter left out. */
export const FILTERED = '(filtered)';

/** Deltas of one figure, summed: `growth >= 0`, `shrink <= 0`, and how many fell into each bucket of histogram.ts. */
export interface DeltaTotals {
  readonly growth: number;
  readonly shrink: number;
  /** `[bucket, count]`, ascending. */
  readonly histogram: readonly (readonly [number, number])[];
}

/** One request with a large delta. */
export interface LargeDelta {
  readonly delta: number;
  readonly before: number;
  readonly after: number;
  /** Seconds, or NO_TIME. */
  readonly time: number;
  /** Index into `Profile.sources`. */
  readonly source: number;
  readonly host: string;
  readonly pid: number;
  /** Index into `Profile.files`. */
  readonly file: number;
  readonly offset: number;
}

/** A raw path, and the number of its line within the profile. */
export interface PathExample {
  readonly line: number;
  readonly path: string;
}

/** One endpoint over the whole profile. */
export interface EndpointTotals {
  readonly kind: RouteKind;
  readonly method: string;
  /** Segments of the route, placeholders included; for `fixed` the name alone. */
  readonly segments: readonly string[];
  readonly calls: number;
  readonly deltas: Readonly<Partial<Record<Figure, DeltaTotals>>>;
  /** The largest deltas of the first figure present. */
  readonly largest: readonly LargeDelta[];
  readonly examples: readonly PathExample[];
}

/** One request of a worker: its memory figures and what is needed to judge its neighbours. */
export interface Reading {
  /** One value for each of FIGURES; 0 where absent. */
  readonly figures: readonly number[];
  readonly app: number;
  readonly workerRequests: number;
  readonly instanceRequests: number;
  readonly core: number;
  readonly time: number;
  /** There, and true, when the figures are of the moment the request began: then what moved before is the work of the request before. */
  readonly atStart?: true;
  /** Index into `Profile.endpoints`: who is charged when a piece to the left supplies the reading before. */
  readonly endpoint: number;
  /** Index into `Profile.files`. */
  readonly file: number;
  readonly offset: number;
}

/** What the coordinate of a life's grid counts: requests of the instance, requests of the worker itself, seconds, or nothing. */
export type Coordinate = 'requests' | 'workerRequests' | 'seconds' | 'none';

/** One figure of one bucket. `first` is the reading at the least coordinate, `last` at the greatest. */
export interface FigureCell {
  readonly readings: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly first: number;
  readonly firstAt: number;
  readonly last: number;
  readonly lastAt: number;
}

/** One bucket of a life. */
export interface Bucket {
  /** Place on the grid: coordinates from `index * width` up to `(index + 1) * width`. */
  readonly index: number;
  readonly requests: number;
  /** Least and greatest time, or NO_TIME. */
  readonly from: number;
  readonly to: number;
  readonly figures: Readonly<Partial<Record<Figure, FigureCell>>>;
  /** Endpoint and its calls in turn, `[e, calls, e, calls, …]`, ascending by endpoint: a list per pair would cost more than all else. */
  readonly calls: readonly number[];
}

/** A worker from start to exit. */
export interface Life {
  readonly requests: number;
  /** Requests that its counter shows and the log does not; negative for a piece whose lines stand in reversed order. */
  readonly unlogged: number;
  /** Greatest core number seen: above 0, requests shared the process. */
  readonly cores: number;
  /** What the server said of its start and end; empty if nothing, or if `Worker.before` or `after` holds it. */
  readonly started: string;
  readonly ended: string;
  readonly coordinate: Coordinate;
  /** Least and greatest coordinate of a counted request: what the width is made from. 0 and 0 if there is none. */
  readonly low: number;
  readonly high: number;
  readonly width: number;
  /** The first and last request, with figures or not. */
  readonly first: Reading;
  readonly last: Reading;
  /** The first and last request that carried a figure; undefined if none did. */
  readonly firstRead: Reading | undefined;
  readonly lastRead: Reading | undefined;
  readonly buckets: readonly Bucket[];
}

/** How sure a lifecycle line makes it that the next reading of the pid is of another process. */
export type Break = 'none' | 'likely' | 'certain';

/** What the server said of a worker between two of its requests. */
export interface Seam {
  readonly strength: Break;
  /** Why the life before ended, and how the next began; empty if the log does not say. */
  readonly ended: string;
  readonly started: string;
}

/** One pid of one source and host. */
export interface Worker {
  /** Index into `Profile.sources`. */
  readonly source: number;
  readonly host: string;
  readonly pid: number;
  /** What was said before its first request in this piece, and after its last (nothing if it has no request here). */
  readonly before: Seam;
  readonly lives: readonly Life[];
  readonly after: Seam;
}

/** A server that started again within this piece. */
export interface Restart {
  readonly source: number;
  readonly host: string;
}

/** Lives that were closed because there were too many, summed by host. */
export interface ClosedLives {
  readonly source: number;
  readonly host: string;
  readonly lives: number;
  readonly requests: number;
  /** `[endpoint, calls]`, ascending. */
  readonly calls: readonly (readonly [number, number])[];
}

/** Lines that shared one fate, and the first of them. */
export interface LineReason {
  readonly reason: string;
  readonly lines: number;
  readonly example: string;
  readonly file: number;
  readonly offset: number;
}

/** What became of the lines. `lines = requests + samples + lifecycle + ignored + malformed`. */
export interface Coverage {
  readonly lines: number;
  /** Lines longer than the limit, of which only the beginning was read. */
  readonly cut: number;
  readonly requests: number;
  /** Lines that hold memory figures and no request. */
  readonly samples: number;
  readonly lifecycle: number;
  readonly ignored: readonly LineReason[];
  readonly malformed: readonly LineReason[];
  /** Requests with at least one figure, and samples. */
  readonly readings: number;
  /** `[format, requests and samples]`, in order of name. */
  readonly formats: readonly (readonly [string, number])[];
}

/** Deepest level of each tree of routes that is still told apart; 0 for all. */
export type RouteDepth = Readonly<Record<Exclude<RouteKind, 'fixed'>, number>>;

/** Where lines come from: a log and the machine it was read on. */
export interface Source {
  readonly name: string;
  readonly machine: string;
}

/** A server of a source, with the version it said last; empty where it says none. */
export interface SourceServer extends ServerSaid {
  /** Index into `sources`. */
  readonly source: number;
}

/** See the top of this file. */
export interface Profile {
  readonly settings: Settings;
  readonly sources: readonly Source[];
  readonly files: readonly string[];
  readonly coverage: Coverage;
  /** Seconds, or NO_TIME. */
  readonly from: number;
  readonly to: number;
  readonly depth: RouteDepth;
  readonly endpoints: readonly EndpointTotals[];
  readonly workers: readonly Worker[];
  readonly restarts: readonly Restart[];
  readonly closed: readonly ClosedLives[];
  /** By endpoint, the newest first. */
  readonly traces: readonly TraceLine[];
  /** What servers said of themselves, by source and name. */
  readonly servers: readonly SourceServer[];
  readonly spans: SpanTotals;
}

/** Whether bounds were hit beyond which the laws hold in part only (see ARCHITECTURE.md, "Bounds"). */
export function isCoarsened(profile: Profile): boolean {
  return profile.closed.length > 0 || Object.values(profile.depth).some((depth) => depth > 0);
}

/** Reasons why two profiles cannot be merged, as sentences; empty if they can. */
export function whyNotMergeable(a: Profile, b: Profile): readonly string[] {
  const reasons: string[] = [];
  const differ = (what: string, one: unknown, two: unknown): void => {
    const [left, right] = [JSON.stringify(one), JSON.stringify(two)];
    if (left !== right) reasons.push(`${what} differ: ${left} and ${right}`);
  };
  differ('what an endpoint stands for (--by)', a.settings.by, b.settings.by);
  differ('route rules (--route)', a.settings.rules, b.settings.rules);
  differ('kept query names (--keep-query)', a.settings.keepQuery, b.settings.keepQuery);
  differ(
    'time bounds (--since, --until)',
    [a.settings.since, a.settings.until],
    [b.settings.since, b.settings.until],
  );
  differ('status filters (--status)', a.settings.statuses, b.settings.statuses);
  differ('worker filters (--worker)', a.settings.workers, b.settings.workers);
  differ('host filters (--host)', a.settings.hosts, b.settings.hosts);
  differ('kept raw paths (--show-paths)', a.settings.examples, b.settings.examples);
  return reasons;
}
