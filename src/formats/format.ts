import type { LineKind, LineRecord } from '../record.ts';

/** One way of writing request lines. A format is a file in this folder and an entry of `FORMATS`. */
export interface Format {
  /** Short name. */
  readonly name: string;
  /** What to switch on in the server when its lines carry no memory figure; a sentence. */
  readonly switchOn: string;
  /**
   * Reads the line (or the rest of it) in `bytes[start, end)` into `record`, which was reset before.
   * Never throws and never reads outside the range; sets `record.next` to where it stopped.
   */
  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind;
  /** The format's own time stamp anywhere in the first bytes of a file, whole seconds; undefined if none. */
  firstTime(bytes: Uint8Array): number | undefined;
}
