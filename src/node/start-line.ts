import { bare, quoted } from './line.ts';
import type { Start } from './probe.ts';

/** What one line says of a request that has ended, and of the moment in which it began. */
export interface StartEntry {
  readonly start: Start;
  /** Milliseconds since 1970 at which it began. */
  readonly time: number;
  readonly pid: number;
  /** Empty: none is written. */
  readonly host: string;
  readonly method: string;
  /** The raw path, without the query. */
  readonly path: string;
  /** The framework's own template; empty: none is written. */
  readonly route: string;
  /** 0: no response was begun, none is written. */
  readonly status: number;
  /** Milliseconds from the first sight of the request. */
  readonly duration: number;
}

/** The figures of a request that carries a reading, `alloc` last: a line that was cut within one can be told. */
function figuresOf({ reading }: Start): string {
  if (reading === undefined) return '';
  const { young, incremental, full } = reading.counts;
  const rss = reading.rss > 0 ? ` rss=${reading.rss}` : '';
  return ` every=${reading.every}${rss} live=${reading.heap + reading.external} gc=${young}/${incremental}/${full} external=${reading.external} alloc=v8`;
}

/** The line of the probe (docs/probe.md), without a line end. */
export function startLineOf(entry: StartEntry): string {
  const { start } = entry;
  let line = `memhog v=1 at=start time=${new Date(entry.time).toISOString()} pid=${entry.pid}`;
  if (entry.host !== '') line += ` host=${bare(entry.host)}`;
  line += ` seq=${start.seq} inflight=${start.inflight}${figuresOf(start)}`;
  line += ` method=${bare(entry.method)} path=${quoted(entry.path)}`;
  if (entry.route !== '') line += ` route=${quoted(entry.route)}`;
  if (entry.status > 0) line += ` status=${entry.status}`;
  return `${line} ms=${entry.duration.toFixed(1)}`;
}
