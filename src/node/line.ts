import type { Memory } from './memory.ts';

/** What one line says of a request that has ended. */
export interface Entry {
  /** Milliseconds since 1970 at which the response was finished or its connection closed. */
  readonly time: number;
  readonly pid: number;
  /** Empty: none is written. */
  readonly host: string;
  /** Requests this process has finished, this one included. */
  readonly seq: number;
  /** Requests in progress when memory was read, this one included. */
  readonly inflight: number;
  readonly memory: Memory;
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

/** Lines stay below the 4096 bytes that a pipe takes in one piece, so that workers which share one never mix. */
const LONGEST_VALUE = 1500;

/** Printable ASCII but for what JSON escapes and for the space: a value must not look like a token of its own. */
const UNSAFE = /[^!#-[\]-~]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A double-quoted value; all but harmless ASCII is escaped as JSON does, so that no path can end it or forge a token. */
export function quoted(text: string): string {
  const whole = text.slice(0, LONGEST_VALUE);
  const safe = whole.replace(UNSAFE, escaped);
  // One character becomes at most six.
  return `"${safe.length <= LONGEST_VALUE ? safe : whole.slice(0, LONGEST_VALUE / 6).replace(UNSAFE, escaped)}"`;
}

/** A value as it is where that is harmless, quoted otherwise. */
export const bare = (text: string): string => (/^[A-Za-z0-9_.-]+$/.test(text) ? text : quoted(text));

/** The native line of memhog, version 1, without a line end. Figures that could not be read are left out. */
export function lineOf(entry: Entry): string {
  const { memory } = entry;
  let line = `memhog v=1 time=${new Date(entry.time).toISOString()} pid=${entry.pid}`;
  if (entry.host !== '') line += ` host=${bare(entry.host)}`;
  line += ` seq=${entry.seq} inflight=${entry.inflight}`;
  if (memory.rss > 0) line += ` rss=${memory.rss}`;
  if (memory.live > 0) line += ` live=${memory.live}`;
  line += ` method=${bare(entry.method)} path=${quoted(entry.path)}`;
  if (entry.route !== '') line += ` route=${quoted(entry.route)}`;
  if (entry.status > 0) line += ` status=${entry.status}`;
  return `${line} ms=${entry.duration.toFixed(1)}`;
}
