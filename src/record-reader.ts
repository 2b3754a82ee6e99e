/**
 * Bytes of a line to records: peels what transports put around it, then finds the format that knows the rest.
 *
 *     line -> wrappers -> format -> record
 */
import { bannerOf } from './formats/banner.ts';
import { allFormats, countNamed } from './formats/formats.ts';
import type { Format, FormatOptions } from './formats/format.ts';
import { BARE, LineRecord, NO_TIME } from './record.ts';
import type { LineKind } from './record.ts';
import { Unwrapper } from './wrappers/unwrap.ts';

/** Names of hosts, routes and tasks are cut after so many characters: a line may hold one of 64 KiB, and profiles keep them. */
export const LONGEST_NAME = 2048;

/** Where a piece of text stands: `bytes[start, end)`, at byte `offset` of its file (of the line that began it, where several were joined). */
export interface Place {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly offset: number;
}

/** The place of the present record, the same object for each. */
class PresentPlace implements Place {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  offset = 0;

  set(bytes: Uint8Array, start: number, end: number, offset: number): this {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.offset = offset;
    return this;
  }
}

/** Takes what was made of one line. `record` holds it, unless `kind` is `foreign`; it and `place` are only valid during the call. */
export type OnRecord = (kind: LineKind, record: LineRecord, format: Format, place: Place) => void;

/** Reads the lines of any number of inputs. One for each stream: formats remember what their lines share. */
export class RecordReader {
  readonly formats: readonly Format[];
  readonly #onRecord: OnRecord;
  readonly #record = new LineRecord();
  readonly #place = new PresentPlace();
  readonly #unwrapper: Unwrapper;
  /** The format that read the last line: tried first on the next. */
  #likely: Format;
  /** The format that read the present line. */
  #reads: Format;
  /** Formats of the user's own. */
  readonly #named: readonly Format[];
  #isLineByLine = true;
  #stoppedAt = 0;

  /** Throws UsageError when what the user says of the format cannot be read. */
  constructor(options: FormatOptions, onRecord: OnRecord) {
    this.formats = allFormats(options);
    this.#named = this.formats.slice(0, countNamed(options));
    this.#likely = this.formats[this.#named.length]!;
    this.#reads = this.#likely;
    this.#onRecord = onRecord;
    this.#unwrapper = new Unwrapper(
      (bytes, start, end, around, offset) => {
        this.#record.around = around;
        return this.#records(bytes, start, end, offset);
      },
      (bytes, start, end, around, offset) => {
        this.#record.around = around;
        // No format may have been asked since the line before.
        this.#record.reset();
        this.#record.server = bannerOf(bytes, start, end);
        onRecord('foreign', this.#record, this.#likely, this.#place.set(bytes, start, end, offset));
      },
    );
  }

  /** Names of the wrappers met so far, the outermost first, with how many lines each was around. */
  get wrappers(): ReadonlyMap<string, number> {
    return this.#unwrapper.counts;
  }

  /** Whether each line so far was read for itself: it would have been read alike without those before it. */
  get isLineByLine(): boolean {
    if (!this.#isLineByLine || this.#unwrapper.counts.size > 0) return false;
    return this.formats.every((format) => format.isLineByLine !== false);
  }

  /** Where the first line begins that `linesAhead` did not take. */
  get stoppedAt(): number {
    return this.#stoppedAt;
  }

  /** The format that may read on by itself from `bytes[start, end)`, whole lines which follow the one before; undefined if none may. */
  readsOn(bytes: Uint8Array, start: number, end: number): Format | undefined {
    if (this.#named.length > 0 || this.#unwrapper.isWaiting) return undefined;
    return this.#unwrapper.mayBeWrapped(bytes, start, end) ? undefined : this.#likely;
  }

  /** Whether the first part of a line waits for the rest of it. */
  get isWaiting(): boolean {
    return this.#unwrapper.isWaiting;
  }

  /** Takes the line `bytes[start, end)`, which stands at byte `offset` of its file. Never throws. */
  line(bytes: Uint8Array, start: number, end: number, offset: number): void {
    this.#unwrapper.push(bytes, start, end, offset);
  }

  /**
   * Takes as many whole lines from the front of `bytes[start, end)`, which ends in a line feed and stands at byte `offset`
   * of its file, as the format of the line before reads without being told where they end; returns how many.
   * `stoppedAt` then says where the first other one begins.
   */
  linesAhead(bytes: Uint8Array, start: number, end: number, offset: number): number {
    this.#stoppedAt = start;
    const format = this.readsOn(bytes, start, end);
    if (!format?.readAhead) return 0;
    const record = this.#record;
    record.around = BARE;
    record.reset();
    this.#reads = format;
    let lines = 0;
    for (let at = start; at < end && !this.#unwrapper.mayBeWrapped(bytes, at, end); lines++) {
      const stop = format.readAhead(bytes, at, end, record);
      if (stop < 0) break;
      this.#fillIn('request');
      this.#onRecord('request', record, format, this.#place.set(bytes, at, stop, offset + at - start));
      this.#stoppedAt = at = stop + 1;
    }
    return lines;
  }

  /** Nothing follows: hands on first parts of lines that still wait for the rest. */
  end(): void {
    this.#unwrapper.flush();
  }

  /** Reads the records of a line, of which there are more than one where lines were glued; whether there was any. */
  #records(bytes: Uint8Array, start: number, end: number, offset: number): boolean {
    const record = this.#record;
    let from = start;
    let found = false;
    while (from < end) {
      const kind = this.#parse(bytes, from, end);
      const next = record.next;
      if (kind !== 'foreign') {
        found = true;
        if (this.#reads.isLineByLine === undefined) this.#isLineByLine = false;
        this.#fillIn(kind);
        if (kind === 'lifecycle' || kind === 'ignored') record.server = bannerOf(bytes, from, next);
        this.#onRecord(kind, record, this.#reads, this.#place.set(bytes, from, next, offset + from - start));
      }
      if (next <= from) break;
      from = next;
    }
    return found;
  }

  /** What the line does not say itself, its wrapper may know. */
  #fillIn(kind: LineKind): void {
    const record = this.#record;
    if (record.host.length > LONGEST_NAME) record.host = record.host.slice(0, LONGEST_NAME);
    if (record.route.length > LONGEST_NAME) record.route = record.route.slice(0, LONGEST_NAME);
    if (kind !== 'request' && kind !== 'reading') return;
    // What is no status of HTTP is none: endpoints are made of them where that is asked for.
    if (!(record.status >= 100 && record.status <= 999)) record.status = 0;
    if (record.pid === 0) record.pid = record.around.pid;
    if (record.time === NO_TIME && !this.#reads.isTimed) record.time = record.around.time;
  }

  /** Tries what the user named, then the format of the line before, then all. What is broken by one format may be whole by another. */
  #parse(bytes: Uint8Array, start: number, end: number): LineKind {
    let broken: Format | undefined;
    for (let i = 0; i < this.#named.length; i++) {
      const format = this.#named[i]!;
      const kind = this.#try(format, bytes, start, end);
      if (isSettled(kind)) return kind;
      if (kind === 'malformed') broken ??= format;
    }
    const first = this.#try(this.#likely, bytes, start, end);
    if (isSettled(first)) return first;
    if (first === 'malformed') broken ??= this.#likely;
    for (const format of this.formats) {
      if (format === this.#likely || this.#named.includes(format)) continue;
      const kind = this.#try(format, bytes, start, end);
      if (isSettled(kind)) {
        this.#likely = format;
        return kind;
      }
      if (kind === 'malformed') broken ??= format;
    }
    if (broken) return this.#try(broken, bytes, start, end);
    this.#record.next = end;
    return 'foreign';
  }

  #try(format: Format, bytes: Uint8Array, start: number, end: number): LineKind {
    this.#record.reset();
    this.#reads = format;
    return format.parse(bytes, start, end, this.#record);
  }
}

const isSettled = (kind: LineKind): boolean => kind !== 'foreign' && kind !== 'malformed';
