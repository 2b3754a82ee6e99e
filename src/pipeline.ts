/**
 * Lines to Profile.
 *
 *     line -> records -> profile
 */
import type { Format, FormatOptions } from './formats/format.ts';
import { Intake } from './intake.ts';
import type { Piece } from './intake.ts';
import type { Profile, Settings, Source } from './profile/profile.ts';
import { RecordReader } from './record-reader.ts';
import type { OnRecord } from './record-reader.ts';

/** Is told of the lines that a pipeline takes. */
export interface Witness {
  /** One line. */
  readonly line: OnRecord;
  /** So many request lines of one format together; where it is left out each is told of one by one. */
  readonly requests?: (format: Format, count: number) => void;
}

/** Takes the lines of any number of inputs, one input after the other. */
export class Pipeline {
  readonly #reader: RecordReader;
  readonly #intake: Intake;
  readonly #witness: Witness | undefined;
  #source: Source = { name: '-', machine: '' };
  #stoppedAt = 0;

  /** `witness` is told of every line too. Throws UsageError when a route rule, or what the user says of the format, cannot be read. */
  constructor(settings: Settings, formats: FormatOptions = {}, witness?: Witness) {
    this.#witness = witness;
    this.#intake = new Intake(settings);
    this.#reader = new RecordReader(formats, (kind, record, format, place) => {
      witness?.line(kind, record, format, place);
      this.#intake.take(kind, record, format, place);
    });
  }

  /** Says where the following lines come from. */
  open(source: Source, file: string): void {
    // A line that was split may go on in the next piece of the same log, and nowhere else.
    if (source.name !== this.#source.name || source.machine !== this.#source.machine) this.#reader.end();
    this.#source = source;
    this.#intake.open(source, file);
  }

  /** Names of the wrappers met so far, with how many lines each was around. */
  get wrappers(): ReadonlyMap<string, number> {
    return this.#reader.wrappers;
  }

  /** Whether each line so far was read for itself, so that another pipeline could go on from here. */
  get isLineByLine(): boolean {
    return this.#reader.isLineByLine;
  }

  /** Takes the line `bytes[start, end)`, which stands at byte `offset` of its file. Never throws. */
  line(bytes: Uint8Array, start: number, end: number, offset: number): void {
    this.#reader.line(bytes, start, end, offset);
  }

  /** Takes lines ahead of `line`: those of a run (`Intake.takeAhead`), or those that the format reads ahead (`RecordReader.linesAhead`). */
  linesAhead(bytes: Uint8Array, start: number, end: number, offset: number): number {
    const inRun = this.#runAhead(bytes, start, end, offset);
    if (this.#stoppedAt === end) return inRun;
    const at = this.#stoppedAt;
    const lines = inRun + this.#reader.linesAhead(bytes, at, end, offset + at - start);
    this.#stoppedAt = this.#reader.stoppedAt;
    return lines;
  }

  #runAhead(bytes: Uint8Array, start: number, end: number, offset: number): number {
    this.#stoppedAt = start;
    const format = this.#reader.readsOn(bytes, start, end);
    if (!format?.hasPlainRuns || (this.#witness && !this.#witness.requests)) return 0;
    const lines = this.#intake.takeAhead(format, bytes, start, end, offset);
    this.#stoppedAt = this.#intake.stoppedAt;
    this.#witness?.requests?.(format, lines);
    return lines;
  }

  /** Where the first line begins that `linesAhead` did not take. */
  get stoppedAt(): number {
    return this.#stoppedAt;
  }

  /** No line follows. */
  end(): void {
    this.#reader.end();
  }

  /** Counts lines that were longer than the limit and so were cut. */
  cutLines(count: number): void {
    this.#intake.cutLines(count);
  }

  /** Takes in a finished profile as if its lines stood here. */
  absorb(profile: Profile): void {
    this.#intake.absorb(profile);
  }

  /** What was learnt so far, for another thread; see `Intake.toPiece`. */
  toPiece(): Piece {
    return this.#intake.toPiece();
  }

  /** Whether what other threads learnt of the same file can be taken in; see `Intake.canTake`. */
  canTake(pieces: readonly Piece[]): boolean {
    return this.#intake.canTake(pieces);
  }

  /** Takes in what another thread learnt of the same file. */
  absorbPiece(piece: Piece): void {
    this.#intake.absorbPiece(piece);
  }

  /** How many buckets each life may have at most, as it stands; never more later. */
  get bucketsPerLife(): number {
    return this.#intake.bucketsPerLife;
  }

  /** What was learnt so far. */
  toProfile(): Profile {
    return this.#intake.toProfile();
  }
}
