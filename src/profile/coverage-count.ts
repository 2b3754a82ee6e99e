import type { Coverage, LineReason } from './profile.ts';
import { compareText } from './endpoint-table.ts';

interface Counted {
  lines: number;
  example: string;
  file: number;
  offset: number;
}

/** Different reasons come from the parsers and are few; this bounds what a merged profile may bring. */
const MOST_REASONS = 64;

/** What became of the lines, being counted. */
export class CoverageCount {
  lines = 0;
  cut = 0;
  requests = 0;
  samples = 0;
  lifecycle = 0;
  readings = 0;
  readonly #formats = new Map<string, number>();
  /** The format counted last, and what is still to be added to its count: most logs have one. */
  #format = '';
  #counted = 0;
  readonly #ignored = new Map<string, Counted>();
  readonly #malformed = new Map<string, Counted>();

  /** Counts a line that was left aside; `example` is asked for only when it is the first of its reason. */
  reason(
    kind: 'ignored' | 'malformed',
    reason: string,
    file: number,
    offset: number,
    example: () => string,
  ): void {
    this.#add(kind === 'ignored' ? this.#ignored : this.#malformed, reason, 1, file, offset, example);
  }

  /** Counts `count` requests or samples read in this format. */
  format(name: string, count = 1): void {
    if (name !== this.#format) {
      this.#addCounted();
      this.#format = name;
    }
    this.#counted += count;
  }

  /** Adds the counts of a piece to the right. */
  absorb(other: Coverage, files: readonly number[]): void {
    this.lines += other.lines;
    this.cut += other.cut;
    this.requests += other.requests;
    this.samples += other.samples;
    this.lifecycle += other.lifecycle;
    this.readings += other.readings;
    for (const [name, count] of other.formats) this.format(name, count);
    for (const [map, reasons] of [
      [this.#ignored, other.ignored],
      [this.#malformed, other.malformed],
    ] as const) {
      for (const { reason, lines, file, offset, example } of reasons)
        this.#add(map, reason, lines, files[file]!, offset, () => example);
    }
  }

  /** The counts, in canonical order. */
  toCoverage(renameFile: (file: number) => number): Coverage {
    const list = (map: ReadonlyMap<string, Counted>): LineReason[] =>
      [...map]
        .map(([reason, one]) => ({ reason, ...one, file: renameFile(one.file) }))
        .sort((a, b) => compareText(a.reason, b.reason));
    this.#addCounted();
    const { lines, cut, requests, samples, lifecycle, readings } = this;
    return {
      lines,
      cut,
      requests,
      samples,
      lifecycle,
      ignored: list(this.#ignored),
      malformed: list(this.#malformed),
      readings,
      formats: [...this.#formats].sort(([a], [b]) => compareText(a, b)),
    };
  }

  #addCounted(): void {
    const name = this.#format;
    if (this.#counted > 0 && (this.#formats.has(name) || this.#formats.size < MOST_REASONS))
      this.#formats.set(name, (this.#formats.get(name) ?? 0) + this.#counted);
    this.#counted = 0;
  }

  #add(
    map: Map<string, Counted>,
    reason: string,
    lines: number,
    file: number,
    offset: number,
    example: () => string,
  ): void {
    const found = map.get(reason);
    if (found) found.lines += lines;
    else if (map.size < MOST_REASONS) map.set(reason, { lines, example: example(), file, offset });
  }
}
