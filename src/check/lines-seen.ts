/** What is noted of each line while a log is read: how many each format claimed, and the first that none could read. */
import type { Format } from '../formats/format.ts';
import type { LineKind, LineRecord } from '../record.ts';
import type { Place } from '../record-reader.ts';
import { FailedLines } from './failed-lines.ts';
import type { FailedLine, FailedPart } from './failed-lines.ts';
import { FormatTally } from './format-tally.ts';
import type { FormatLines, NamedCounts } from './format-tally.ts';

/** The same of other lines, as plain data: formats by name. */
export interface SeenPart {
  readonly failed: FailedPart;
  readonly formats: readonly NamedCounts[];
}

/** Takes note of lines, one by one or many requests together. */
export class LinesSeen {
  /** How many requests there were. */
  requestCount = 0;
  readonly #failed = new FailedLines();
  readonly #tally = new FormatTally();

  /** One line. */
  line(kind: LineKind, record: LineRecord, format: Format, place: Place): void {
    if (kind === 'request') this.requestCount++;
    this.#failed.see(kind, format, place, record.reason);
    this.#tally.see(kind, format);
  }

  /** So many request lines of one format. */
  requests(format: Format, count: number): void {
    this.requestCount += count;
    this.#failed.pass(count);
    this.#tally.requests(format, count);
  }

  /** What was noted, for another thread. */
  toPart(): SeenPart {
    return { failed: this.#failed.toPart(), formats: this.#tally.toCounts() };
  }

  /** Takes in what was noted of the lines that follow; formats that are none of `known` are left out. */
  absorb({ failed, formats }: SeenPart, known: readonly Format[]): void {
    this.#failed.absorb(failed, known);
    this.#tally.absorb(formats, known);
  }

  /** The formats met; see `FormatTally.formats`. */
  get formats(): readonly FormatLines[] {
    return this.#tally.formats;
  }

  /** The first lines that no format could read, compared with every format that could be meant. */
  failed(formats: readonly Format[]): readonly FailedLine[] {
    return this.#failed.compared(formats);
  }
}
