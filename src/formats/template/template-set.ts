/** Several format strings that are known by heart: lines of any of them are found unaided. */
import type { LineKind, LineRecord } from '../../record.ts';
import type { About, Format } from '../format.ts';
import { compile } from './compile.ts';
import type { Part } from './part.ts';
import { TemplateFormat } from './template-format.ts';

/** Lines of one of several templates. Nobody said that they are in the log, so only whole lines are claimed. */
export class TemplateSet implements Format {
  readonly name: string;
  readonly about: About;
  readonly isTimed = false;
  readonly #templates: () => readonly (readonly Part[])[];
  /** Made for the first line that is offered: to most sets none is. */
  #formats: readonly TemplateFormat[] | undefined;
  #likely: TemplateFormat | undefined;

  constructor(name: string, about: About, templates: () => readonly (readonly Part[])[]) {
    this.name = name;
    this.about = about;
    this.#templates = templates;
  }

  parse(bytes: Uint8Array, start: number, end: number, record: LineRecord): LineKind {
    if (this.#likely && this.#isWhole(this.#likely, bytes, start, end, record)) return 'request';
    this.#formats ??= this.#templates().map(
      (parts) => new TemplateFormat(compile(parts), this.name, this.about),
    );
    for (const format of this.#formats) {
      if (format === this.#likely || !this.#isWhole(format, bytes, start, end, record)) continue;
      this.#likely = format;
      return 'request';
    }
    return 'foreign';
  }

  #isWhole(
    format: TemplateFormat,
    bytes: Uint8Array,
    start: number,
    end: number,
    record: LineRecord,
  ): boolean {
    if (format.parseWhole(bytes, start, end, record)) return true;
    record.reset();
    return false;
  }
}
