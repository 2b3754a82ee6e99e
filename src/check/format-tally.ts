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

/** Counts lines by format. */
export class FormatTally {
  readonly #counts = new Map<string, { readonly format: Format; readonly counts: Counts }>();

  /** Takes note of one line. */
  see(kind: LineKind, format: Format): void {
    if (kind === 'foreign') return;
    let found = this.#counts.get(format.name);
    if (!found) {
      const counts = { requests: 0, samples: 0, lifecycle: 0, ignored: 0, malformed: 0 };
      this.#counts.set(format.name, (found = { format, counts }));
    }
    const { counts } = found;
    if (kind === 'request') counts.requests++;
    else if (kind === 'reading') counts.samples++;
    else counts[kind]++;
  }

  /** The formats met, the one with most requests and samples first, then the one with most lines. */
  get formats(): readonly FormatLines[] {
    const of = (one: FormatLines): number => one.requests + one.samples;
    const lines = (one: FormatLines): number => of(one) + one.lifecycle + one.ignored + one.malformed;
    return [...this.#counts.values()]
      .map(({ format, counts }) => ({ format, ...counts }))
      .sort((a, b) => of(b) - of(a) || lines(b) - lines(a));
  }
}
