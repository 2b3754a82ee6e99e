/** Findings of traces (docs/probe.md) of a profile under construction: the newest of each endpoint, by a total order. */
import { NO_TIME } from '../record.ts';
import { compareText } from './endpoint-table.ts';
import { sourceKey } from './host-table.ts';
import type { Source, TraceLine } from './profile.ts';

/** Lines kept of one endpoint: more than two whole traces. The newest stay. */
export const MOST_TRACE_LINES = 128;
/** Endpoints of which lines are kept: the first by name, which no order of pieces changes. */
export const MOST_TRACED = 128;
/** Characters of an endpoint, and of a value. */
export const LONGEST_TRACED = 512;
export const LONGEST_VALUE = 256;
/** Characters of a stack: six lines of code. */
export const LONGEST_STACK = 1536;

/** The fields that are kept, in the order in which they are kept. */
export const TRACE_FIELDS = [
  ...['place', 'calls', 'file', 'line', 'function', 'bytes', 'blocks', 'holder', 'stack'],
  ...['type', 'count', 'items', 'why', 'what', 'requests', 'alone', 'long'],
] as const;

const PADDED = 16;
const later = (time: number): string => String(Number.MAX_SAFE_INTEGER - time).padStart(PADDED, '0');

/** A text that orders lines, the newest first; equal lines have equal texts. Names, not indexes, decide. */
function orderOf(line: TraceLine, sources: readonly Source[]): string {
  const { time, since, source, host, pid, kind, fields } = line;
  const names = [sourceKey(sources[source]!), host, String(pid), kind, JSON.stringify(fields)];
  return [later(time), later(since), ...names].join('\n');
}

/** The first `most` of a map by key, as a new one in that order. */
function firstOf<T>(all: ReadonlyMap<string, T>, most: number): Map<string, T> {
  return new Map([...all].sort(([a], [b]) => compareText(a, b)).slice(0, most));
}

/** A line of a trace as a profile keeps it, its texts within bounds and without fields that nobody knows. */
export function traceLine(
  where: Pick<TraceLine, 'source' | 'host' | 'pid' | 'time' | 'since' | 'endpoint'>,
  kind: string,
  told: ReadonlyMap<string, string>,
): TraceLine {
  const fields = TRACE_FIELDS.flatMap((name): (readonly [string, string])[] => {
    const value = told.get(name);
    if (value === undefined) return [];
    return [[name, value.slice(0, name === 'stack' ? LONGEST_STACK : LONGEST_VALUE)]];
  });
  const endpoint = where.endpoint.slice(0, LONGEST_TRACED);
  return { ...where, since: Math.max(NO_TIME, where.since), endpoint, kind: kind.slice(0, PADDED), fields };
}

/** The lines by endpoint; equal ones are one. */
export class TraceTable {
  readonly #sources: readonly Source[];
  #endpoints = new Map<string, Map<string, TraceLine>>();

  /** `sources` are what `TraceLine.source` points to; the array may grow. */
  constructor(sources: readonly Source[]) {
    this.#sources = sources;
  }

  /** Takes in one line. */
  add(line: TraceLine): void {
    let lines = this.#endpoints.get(line.endpoint);
    if (!lines) {
      // Twice as many before any goes, so that to make room is rare.
      if (this.#endpoints.size >= 2 * MOST_TRACED) this.#endpoints = firstOf(this.#endpoints, MOST_TRACED);
      this.#endpoints.set(line.endpoint, (lines = new Map<string, TraceLine>()));
    }
    lines.set(orderOf(line, this.#sources), line);
    if (lines.size >= 2 * MOST_TRACE_LINES)
      this.#endpoints.set(line.endpoint, firstOf(lines, MOST_TRACE_LINES));
  }

  /** All that is kept, by endpoint, the newest first. `place`: where a source stands in the profile. */
  lines(place: (source: number) => number): readonly TraceLine[] {
    return [...firstOf(this.#endpoints, MOST_TRACED).values()].flatMap((lines) =>
      [...firstOf(lines, MOST_TRACE_LINES).values()].map((line) => ({ ...line, source: place(line.source) })),
    );
  }
}
