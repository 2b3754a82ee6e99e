import type { LineKind, LineRecord } from '../record.ts';

/** A place that every line of a format has, in order: what is said when a line stops matching there. */
export interface Landmark {
  /** What stands here, in words: `the process id, as in [pid: 123`. */
  readonly what: string;
  /** Found at or after the end of the landmark before; linear in the length of the line. */
  readonly pattern: RegExp;
}

/** What people are told of a format: `memhog formats`, `memhog check`, and the message when no line could be used. */
export interface About {
  /** What the lines are called: `uWSGI, default request line`. */
  readonly title: string;
  /** One whole line with a memory figure. */
  readonly example: string;
  /** What memhog can tell from it, and what not; a short phrase. */
  readonly tells: string;
  /** What to switch on in the server when its lines carry no memory figure; a sentence without its full stop. */
  readonly switchOn: string;
  /** The word after `memhog setup` that prints how, empty if there is none. */
  readonly setup: string;
  /** What every request line of it has, from left to right. */
  readonly landmarks: readonly Landmark[];
}

/** One way of writing lines that hold memory. A format is a file in this folder and an entry of `allFormats`. */
export interface Format {
  /** Short name, which profiles and JSON carry. */
  readonly name: string;
  readonly about: About;
  /**
   * Every whole line has a time of its own: one without is broken, and takes none from its wrapper, whose clock may
   * run in another zone.
   */
  readonly isTimed: boolean;
  /** What it made of lines so far did not depend on those before them. Left out: it may, wherever it claims one. */
  readonly isLineByLine?: boolean;
  /**
   * Reads the line (or the rest of it) in `bytes[start, end)` into `record`, which was reset before.
   * Never throws and never reads outside the range; sets `record.next` to where it stopped.
   * Keeps nothing of a line that it calls `foreign`.
   */
  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind;
  /** Its plain lines may be taken in by runs, whole stretches of them (src/runs), which say the same of them. */
  readonly hasPlainRuns?: true;
  /**
   * Reads the request line that begins at `start` if it is of the sort that nearly all are, and finds its end on the way:
   * where its line feed stands, or `end`; -1 if it must be read by `parse`, which says the same of those that are read here.
   * No line so long that a reader of lines would cut it is read here.
   * Of a record that was reset before the first of such lines it sets every field that one of them has.
   */
  readAhead?(bytes: Uint8Array, start: number, end: number, record: LineRecord): number;
}

/** What the user says of lines that memhog does not know by itself. */
export interface FormatOptions {
  /** A format string of the server's own configuration (uWSGI `log-format`, Gunicorn `access_log_format`, PHP-FPM `access.format`). */
  readonly logFormats?: readonly string[];
  /** Names of fields in JSON, logfmt and LTSV lines: ours (`rss`) to theirs (`mem.rss`). */
  readonly fields?: Readonly<Record<string, string>>;
  /** Patterns with named groups (`(?<rss>\d+)`). */
  readonly patterns?: readonly string[];
}
