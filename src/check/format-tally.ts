/** How many lines each format claimed, and as what. */
import type { Format } from '../formats/format.ts';
import type { LineKind } from '../record.ts';

/** Lines of one format. */
export interface FormatLines {
  readonly format: Format;
  readonly requests: number;
  readonly samples: number;
  readonly lifecycle: number;
  readonly ignored: number;
  readonly malformed: number;
}

type Counts = { -readonly [K in keyof Omit<FormatLines, 'format'>]: number };

/** Counts of lines with the name of their format. */
export type NamedCounts = Readonly<Counts> & { readonly name: string };

/** Counts lines by format. */
export class FormatTally {
  readonly #counts = new Map<string, { readonly format: Format; readonly counts: Counts }>();
  /** The format of the line before. */
  #last: { readonly format: Format; readonly counts: Counts } | undefined;
  #lastName = '';

  /** Takes note of one line. */
  see(kind: LineKind, format: Format): void {
    if (kind === 'foreign') return;
    const counts = this.#of(format);
    if (kind === 'request') counts.requests++;
    else if (kind === 'reading') counts.samples++;
    else counts[kind]++;
  }

  /** Takes note of so many requests. */
  requests(format: Format, count: number): void {
    if (count > 0) this.#of(format).requests += count;
  }

  /** Takes in counts of other lines; formats that are none of `formats` are left out. */
  absorb(counts: readonly NamedCounts[], formats: readonly Format[]): void {
    for (const { name, ...more } of counts) {
      const format = formats.find((one) => one.name === name);
      if (!format) continue;
      const mine = this.#of(format);
      mine.requests += more.requests;
      mine.samples += more.samples;
      mine.lifecycle += more.lifecycle;
      mine.ignored += more.ignored;
      mine.malformed += more.malformed;
    }
  }

  /** The counts as plain data. */
  toCounts(): readonly NamedCounts[] {
    return [...this.#counts].map(([name, { counts }]) => ({ name, ...counts }));
  }

  /** The formats met, the one with most requests and samples first, then the one with most lines. */
  get formats(): readonly FormatLines[] {
    const of = (one: FormatLines): number => one.requests + one.samples;
    const lines = (one: FormatLines): number => of(one) + one.lifecycle + one.ignored + one.malformed;
    return [...this.#counts.values()]
      .map(({ format, counts }) => ({ format, ...counts }))
      .sort((a, b) => of(b) - of(a) || lines(b) - lines(a));
  }

  #of(format: Format): Counts {
    // The name too: one format may tell of two sorts of lines.
    if (this.#last?.format === format && this.#lastName === format.name) return this.#last.counts;
    let found = this.#counts.get(format.name);
    if (!found) {
      const counts = { requests: 0, samples: 0, lifecycle: 0, ignored: 0, malformed: 0 };
      this.#counts.set(format.name, (found = { format, counts }));
    }
    this.#last = found;
    this.#lastName = format.name;
    return found.counts;
  }
}
