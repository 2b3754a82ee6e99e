import { asBuffer } from './chunks.ts';

const NEWLINE = 10;

/**
 * Takes from a stream of bytes what a line has beyond `limit`, so that whatever joins the pieces into lines stays
 * small, and remembers how much that was, so that byte offsets can still be told.
 */
export class LineBounder {
  readonly #limit: number;
  /** Number, length so far and bytes left out of the line that is passing through. */
  #line = 0;
  #length = 0;
  #dropped = 0;
  /** Lines that lost bytes and have not been asked about. */
  readonly #shortened: { readonly line: number; readonly dropped: number }[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The chunk without what is too much, one character per byte (latin1). */
  push(chunk: Uint8Array): string {
    const bytes = asBuffer(chunk);
    let out = '';
    let copyFrom = 0;
    for (let pos = 0; pos < bytes.length;) {
      const newline = bytes.indexOf(NEWLINE, pos);
      const end = newline < 0 ? bytes.length : newline;
      const keepTo = Math.min(end, pos + Math.max(0, this.#limit - this.#length));
      if (keepTo < end) {
        out += bytes.toString('latin1', copyFrom, keepTo);
        copyFrom = end;
        this.#dropped += end - keepTo;
      }
      this.#length += end - pos;
      if (newline >= 0) this.end();
      pos = end + 1;
    }
    return out + bytes.toString('latin1', copyFrom);
  }

  /** Closes the line that is passing through; also called once at the end of the stream. */
  end(): void {
    if (this.#dropped > 0) this.#shortened.push({ line: this.#line, dropped: this.#dropped });
    this.#line++;
    this.#length = 0;
    this.#dropped = 0;
  }

  /** How many bytes line number `line` (from 0) lost; ask once per line, in order. */
  droppedFrom(line: number): number {
    if (this.#shortened[0]?.line !== line) return 0;
    return this.#shortened.shift()?.dropped ?? 0;
  }
}
