/** The first lines of a log that no format could read. */
import type { Format } from '../formats/format.ts';
import { nearestFormats } from '../formats/nearest.ts';
import type { LineKind } from '../record.ts';
import type { Place } from '../record-reader.ts';

/** So many are kept, and so much of each. */
const MOST = 3;
const LONGEST = 2048;

/** A format that a failed line is near to. */
export interface Near {
  readonly format: string;
  readonly title: string;
  /** Column, from 1, where the line stops being one of the format. */
  readonly column: number;
  /** What should stand there, in words; empty when every part is there, and a value among them cannot be used. */
  readonly missing: string;
}

/** A line that could not be read. */
export interface FailedLine {
  /** Its number within all lines read, from 1. */
  readonly line: number;
  readonly bytes: Uint8Array;
  /** What the format that claimed it found wrong; empty when none claimed it. */
  readonly reason: string;
  /** The two formats that it is nearest to, the one that claimed it alone. Empty when it resembles none. */
  readonly nearest: readonly Near[];
}

/** A line that failed: the format that claimed it and what that found wrong, undefined and empty if none did. */
interface Kept {
  readonly line: number;
  readonly bytes: Uint8Array;
  readonly claimedBy: Format | undefined;
  readonly reason: string;
}

/** What a `FailedLines` holds, as plain data: formats by name. */
export interface FailedPart {
  readonly lines: number;
  readonly kept: readonly (Omit<Kept, 'claimedBy'> & { readonly claimedBy: string | undefined })[];
}

/** Keeps the first lines that failed. */
export class FailedLines {
  #lines = 0;
  readonly #kept: Kept[] = [];

  /** Takes note of one line; `reason` is what its format says of one that is `malformed`. */
  see(kind: LineKind, format: Format, { bytes, start, end }: Place, reason = ''): void {
    this.#lines++;
    if ((kind !== 'foreign' && kind !== 'malformed') || start === end || this.#kept.length === MOST) return;
    const isClaimed = kind === 'malformed';
    this.#kept.push({
      line: this.#lines,
      bytes: Uint8Array.from(bytes.subarray(start, Math.min(end, start + LONGEST))),
      claimedBy: isClaimed ? format : undefined,
      reason: isClaimed ? reason : '',
    });
  }

  /** Takes note of so many lines that did not fail. */
  pass(lines: number): void {
    this.#lines += lines;
  }

  /** The same as plain data. */
  toPart(): FailedPart {
    return {
      lines: this.#lines,
      kept: this.#kept.map((one) => ({ ...one, claimedBy: one.claimedBy?.name })),
    };
  }

  /** Takes in what was found in the lines that follow. */
  absorb({ lines, kept }: FailedPart, formats: readonly Format[]): void {
    for (const { line, bytes, claimedBy, reason } of kept.slice(0, MOST - this.#kept.length)) {
      const format = formats.find(({ name }) => name === claimedBy);
      this.#kept.push({ line: this.#lines + line, bytes, claimedBy: format, reason });
    }
    this.#lines += lines;
  }

  /** The lines kept, each compared with every format that could be meant. Not for a log that was read without trouble. */
  compared(formats: readonly Format[]): readonly FailedLine[] {
    return this.#kept.map(({ line, bytes, claimedBy, reason }) => ({
      line,
      bytes,
      reason,
      nearest: nearestFormats(claimedBy ? [claimedBy] : formats, bytes, 0, bytes.length)
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
