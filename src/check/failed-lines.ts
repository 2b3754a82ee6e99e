/** The first lines of a log that no format could read. */
import type { Format } from '../formats/format.ts';
import { nearestFormats } from '../formats/nearest.ts';
import type { LineKind } from '../record.ts';
import type { Place } from '../record-reader.ts';

/** So many are kept, and so much of each. */
const MOST = 3;
const LONGEST = 2048;

/** A line that could not be read. */
export interface FailedLine {
  /** Its number within all lines read, from 1. */
  readonly line: number;
  readonly bytes: Uint8Array;
  /** The two formats that it is nearest to, and where it stops being one of theirs. Empty when it resembles none. */
  readonly nearest: readonly {
    readonly format: string;
    readonly title: string;
    readonly column: number;
    readonly missing: string;
  }[];
}

/** Keeps the first lines that failed. */
export class FailedLines {
  #lines = 0;
  readonly #kept: { readonly line: number; readonly bytes: Uint8Array }[] = [];

  /** Takes note of one line. */
  see(kind: LineKind, { bytes, start, end }: Place): void {
    this.#lines++;
    if ((kind !== 'foreign' && kind !== 'malformed') || start === end || this.#kept.length === MOST) return;
    this.#kept.push({
      line: this.#lines,
      bytes: Uint8Array.from(bytes.subarray(start, Math.min(end, start + LONGEST))),
    });
  }

  /** The lines kept, each compared with every format. */
  compared(formats: readonly Format[]): readonly FailedLine[] {
    return this.#kept.map(({ line, bytes }) => ({
      line,
      bytes,
      nearest: nearestFormats(formats, bytes, 0, bytes.length)
        .slice(0, 2)
        .map(({ format, column, missing }) => ({
          format: format.name,
          title: format.about.title,
          column,
          missing,
        })),
    }));
  }
}
