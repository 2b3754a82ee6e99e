/**
 * What has been read so far, since the start and within the last minutes.
 *
 *     lines of each stream -> records -> profile since the start, profile of the window
 */
import type { Format, FormatOptions } from '../formats/format.ts';
import { Intake } from '../intake.ts';
import type { Profile, Settings, Source } from '../profile/profile.ts';
import { FIGURE_COUNT, NO_TIME, RSS } from '../record.ts';
import type { LineKind, LineRecord } from '../record.ts';
import { RecordReader } from '../record-reader.ts';
import type { Place } from '../record-reader.ts';
import { Levels } from './levels.ts';
import { Newest } from './newest.ts';
import { TimeWindow } from './time-window.ts';
import type { WindowPieces } from './time-window.ts';

/** What is read, and how. */
export interface LiveReadingOptions {
  readonly settings: Settings;
  readonly formats: FormatOptions;
  /** Length of the window, seconds; undefined when nobody will ask for one: keeping it takes as long as all the rest. */
  readonly window: number | undefined;
  /** The wall clock in seconds, counted as if it were UTC. */
  readonly now: () => number;
  /** Seconds that it is ahead of UTC. */
  readonly ahead: () => number;
  /** Is told of every line too. */
  readonly witness: (kind: LineKind, format: Format, place: Place) => void;
}

/** Lines by what became of them. */
export interface LiveCounts {
  lines: number;
  requests: number;
  malformed: number;
  /** Requests and samples that carry a figure. */
  readings: number;
}

/** Takes the lines of any number of streams, as they come. */
export class LiveReading {
  readonly counts: LiveCounts = { lines: 0, requests: 0, malformed: 0, readings: 0 };
  readonly levels = new Levels();
  readonly newest: Newest;
  /** Whether something was learnt before. */
  hasHistory = false;
  readonly #options: LiveReadingOptions;
  readonly #all: Intake;
  readonly #window: TimeWindow | undefined;
  readonly #streams = new Map<string, RecordReader>();
  /** The source and file that the last line came from. */
  #source = '';
  #file = '';

  /** Throws UsageError when a route rule, or what the user says of the format, cannot be read. */
  constructor(options: LiveReadingOptions) {
    this.#options = options;
    this.#all = new Intake(options.settings);
    this.#window =
      options.window === undefined ? undefined : new TimeWindow(options.settings, options.window);
    this.newest = new Newest(options.now, options.ahead);
  }

  /** Takes in what was learnt before; the window holds none of it. */
  absorb(profile: Profile): void {
    this.hasHistory = true;
    this.#all.absorb(profile);
  }

  /** Takes a line of `source`, which stands at `offset` of `file`. */
  line(source: Source, file: string, bytes: Uint8Array, start: number, end: number, offset: number): void {
    let reader = this.#streams.get(source.name);
    if (!reader) this.#streams.set(source.name, (reader = this.#reader()));
    if (this.#source !== source.name || this.#file !== file) {
      this.#source = source.name;
      this.#file = file;
      this.#all.open(source, file);
      this.#window?.open(source, file);
    }
    reader.line(bytes, start, end, offset);
  }

  /** Counts lines that were longer than the limit and so were cut. */
  cutLines(count: number): void {
    this.#all.cutLines(count);
  }

  /** No line follows: hands on first parts of lines that still wait for the rest. */
  end(): void {
    for (const reader of this.#streams.values()) reader.end();
  }

  /** Whether the first part of a line waits for the rest: what was learnt does not hold it yet, though it was read. */
  get isWaiting(): boolean {
    for (const reader of this.#streams.values()) if (reader.isWaiting) return true;
    return false;
  }

  /** What was learnt since the start. */
  profile(): Profile {
    return this.#all.toProfile();
  }

  /** What was learnt within the window, in pieces that merge; since the start where there is no window. */
  pieces(): WindowPieces {
    return this.#window?.pieces() ?? { finished: [], current: this.profile() };
  }

  #reader(): RecordReader {
    return new RecordReader(this.#options.formats, (kind, record, format, place) =>
      this.#take(kind, record, format, place),
    );
  }

  #take(kind: LineKind, record: LineRecord, format: Format, place: Place): void {
    const { counts } = this;
    counts.lines++;
    if (kind === 'malformed') counts.malformed++;
    if (kind === 'request' || kind === 'reading') {
      if (kind === 'request') counts.requests++;
      if (record.time !== NO_TIME) this.newest.see(record.time);
      if (hasFigure(record)) counts.readings++;
      const rss = record.figures[RSS]!;
      if (rss > 0) this.levels.see(this.#source, record.host, record.pid, rss);
    }
    this.#options.witness(kind, format, place);
    this.#all.take(kind, record, format, place);
    this.#window?.take(this.newest.time, kind, record, format, place);
  }
}

function hasFigure({ figures }: LineRecord): boolean {
  for (let figure = 0; figure < FIGURE_COUNT; figure++) if (figures[figure]! > 0) return true;
  return false;
}
