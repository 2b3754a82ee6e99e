/** The last minutes of a log, as a row of profiles that merge into one. */
import type { Format } from '../formats/format.ts';
import { Intake } from '../intake.ts';
import type { Profile, Settings, Source } from '../profile/profile.ts';
import { NO_TIME } from '../record.ts';
import type { LineKind, LineRecord } from '../record.ts';
import type { Place } from '../record-reader.ts';

/** A window is cut into so many pieces: it is at least as long as asked for, and at most one piece longer. */
const PIECES = 15;

/** The window in pieces, oldest first. */
export interface WindowPieces {
  /** Pieces that no line is added to any more; the array is another one when they change. */
  readonly finished: readonly Profile[];
  readonly current: Profile;
}

/**
 * Keeps the last `seconds` of a log, by the newest time that the log has shown: so lines out of order make no piece of their
 * own, and pieces are adjacent. A log without times has one piece.
 */
export class TimeWindow {
  readonly #settings: Settings;
  readonly #width: number;
  #finished: readonly { readonly index: number; readonly profile: Profile }[] = [];
  #profiles: readonly Profile[] = [];
  #current: Intake;
  #index: number | undefined;
  #source: Source = { name: '-', machine: '' };
  #file = '-';

  constructor(settings: Settings, seconds: number) {
    this.#settings = settings;
    this.#width = Math.max(1, Math.ceil(seconds / PIECES));
    this.#current = new Intake(settings);
  }

  /** Says where the following records come from. */
  open(source: Source, file: string): void {
    this.#source = source;
    this.#file = file;
    this.#current.open(source, file);
  }

  /** Takes a record; `newest` is the newest time of the log so far, in seconds. */
  take(newest: number, kind: LineKind, record: LineRecord, format: Format, place: Place): void {
    if (newest !== NO_TIME) this.#arriveAt(Math.floor(newest / this.#width));
    this.#current.take(kind, record, format, place);
  }

  /** What the window holds now. */
  pieces(): WindowPieces {
    return { finished: this.#profiles, current: this.#current.toProfile() };
  }

  #arriveAt(index: number): void {
    if (this.#index === index) return;
    if (this.#index !== undefined) {
      const all = [...this.#finished, { index: this.#index, profile: this.#current.toProfile() }];
      this.#finished = all.filter((piece) => piece.index >= index - PIECES);
      this.#profiles = this.#finished.map(({ profile }) => profile);
      this.#current = new Intake(this.#settings);
      this.#current.open(this.#source, this.#file);
    }
    this.#index = index;
  }
}
