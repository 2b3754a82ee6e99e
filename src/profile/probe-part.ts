/** What only logs with the probe give a profile: findings of traces, and spans (docs/probe.md). */

/** One line of a trace (docs/probe.md): what the probe found of an endpoint's code. */
export interface TraceLine {
  /** Index into `Profile.sources`. */
  readonly source: number;
  readonly host: string;
  /** 0 if the line does not say. */
  readonly pid: number;
  /** When the line was written, and when its trace began: seconds, or NO_TIME. */
  readonly time: number;
  readonly since: number;
  /** What was traced, its placeholders as `:name`: `GET /users/:id`, or the name of a task. */
  readonly endpoint: string;
  /** `begin`, `line`, `holder`, `type`, `native`, `heap`, `memray` or `end`. */
  readonly kind: string;
  /** What it tells beside, as `[name, value]`, in the order of `TRACE_FIELDS`; decimals stay as they were written. */
  readonly fields: readonly (readonly [string, string])[];
}

/** Spans of one name, summed. All but `sampled` are weighed: a request that stands for `every` counts so often. */
export interface SpanSums {
  /** Requests in which they were seen. */
  readonly sampled: number;
  readonly calls: number;
  readonly times: number;
  /** Left at their ends; signed. */
  readonly blocks: number;
  readonly bytes: number;
}

/** The spans of one endpoint. */
export interface EndpointSpans {
  /** Index into `Profile.endpoints`. */
  readonly endpoint: number;
  /** Requests that were sampled for spans, those that had none included; and weighed, as in `SpanSums`. */
  readonly sampled: number;
  readonly calls: number;
  /** In order of name. */
  readonly names: readonly (SpanSums & { readonly name: string })[];
}

/** The spans of all endpoints, ascending by endpoint. */
export interface SpanTotals {
  /** So many names of one endpoint are told apart, but for `other`. */
  readonly most: number;
  readonly endpoints: readonly EndpointSpans[];
}
