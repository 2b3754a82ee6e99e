/** What a trace of the probe found of an endpoint's code (docs/probe.md), as renderers show it. Figures are for each call. */

/** A line of code that leaves memory. */
export interface CodeLine {
  /** As it is imported: `shop/views.py`. */
  readonly file: string;
  /** 0 where the log does not say. */
  readonly line: number;
  /** Empty where the log does not say. */
  readonly function: string;
  readonly bytes: number;
  readonly blocks: number;
  /** Who holds it; empty where nobody was found. */
  readonly holder: string;
  /** `file:line:function`, the innermost first. */
  readonly stack: readonly string[];
}

/** A container that grows. */
export interface CodeHolder {
  readonly holder: string;
  readonly type: string;
  readonly items: number;
}

/** A type of which there are more with each call; `bytes` is 0 where only the number is known. */
export interface CodeType {
  readonly type: string;
  readonly count: number;
  readonly bytes: number;
}

/** One trace: one process that watched one endpoint. Lists are in the order in which the probe tells them. */
export interface CodeTrace {
  /** What was watched, its placeholders as `:name`. */
  readonly endpoint: string;
  readonly worker: string;
  /** ISO 8601 in UTC, as the probe writes it; null where the log does not say. */
  readonly from: string | null;
  readonly to: string | null;
  /** `done`, `time`, `memory`, `exit`, `never`, `fault`, `unlocked`; empty where the log has no end of it. */
  readonly why: string;
  /** Of `fault`: what went wrong. */
  readonly what: string;
  /** Calls of the endpoint while it was watched. */
  readonly calls: number;
  readonly lines: readonly CodeLine[];
  readonly holders: readonly CodeHolder[];
  readonly types: readonly CodeType[];
  /** Bytes that are none of Python's; 0 for none. */
  readonly native: number;
  /** Types by size, all requests of that time divided by the calls. */
  readonly heap: readonly CodeType[];
  /** The file of memray; empty for none. */
  readonly memray: string;
  /** When all workers started anew for the first time after it: the code may be another since; null for never. */
  readonly deploy: string | null;
}

/**
 * What becomes of what a part leaves at its end: `passing`, most of it is given back, for the endpoint cannot have kept
 * half as much; `kept`, the endpoint leaks, and this may be most of it; `nothing` is left; or `unknown`.
 */
export type SpanFate = 'passing' | 'kept' | 'nothing' | 'unknown';

/** What parts of one name leave at their ends (spans), for each call of the endpoint. */
export interface SpanFigures {
  readonly name: string;
  /** Requests in which they were seen. */
  readonly sampled: number;
  /** How often, in a call. */
  readonly times: number;
  /** In use at their ends and not at their beginnings; signed. Kept only as far as the endpoint keeps it. */
  readonly blocks: number;
  readonly bytes: number;
  readonly fate: SpanFate;
}

/** The most that an endpoint can have kept for each call; null where that is not known. */
export interface MostKept {
  readonly bytes: number | null;
  readonly blocks: number | null;
}

/** The parts of the requests of one endpoint, the largest first. */
export interface EndpointParts {
  /** Requests that were looked at. */
  readonly sampled: number;
  /** By all that its workers grew, or by its interval in the ranking where that is less. */
  readonly mostKept: MostKept;
  readonly parts: readonly SpanFigures[];
}
