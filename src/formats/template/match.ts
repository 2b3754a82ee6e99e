/**
 * Lays a template on a line. The front is read from the front and the back from the back, so no text of a client's can
 * move what stands there. Each piece between free texts is looked for from both sides: where both find it at the same
 * place there is no other, and where they do not, it is in doubt, and so is the free text beside it.
 */
import { find, findLast, isDigit, standsAt } from '../../scan/bytes.ts';
import type { Piece, Template } from './compile.ts';
import { shapeEnd } from './shapes.ts';

/** `cut`: only the front fits; `headless`: only the back; `gap`: both fit, and what stands between does not. */
export type Fit = 'whole' | 'cut' | 'headless' | 'gap' | 'none';

const QUESTION_MARK = 0x3f;
const MINUS = 0x2d;

/** A first look that turns away most lines of others: whether the line ends as the last part of the back does. */
function canEnd(back: Piece, bytes: Uint8Array, start: number, end: number): boolean {
  const last = back.parts.at(-1)!;
  if (last.kind === 'literal') {
    const { literal } = last.needle;
    return end - start >= literal.length && standsAt(bytes, end - literal.length, end, literal);
  }
  if (last.shape !== 'number' && last.shape !== 'decimal') return true;
  return end > start && (isDigit(bytes[end - 1]) || bytes[end - 1] === MINUS);
}

/** Matches lines on one template, and holds where the fields of the last one stand. */
export class Matcher {
  /** Where each field begins; -1 for one that was not found, or is in doubt. */
  readonly starts: Int32Array;
  /** Where each field ends. */
  readonly ends: Int32Array;
  readonly #template: Template;
  readonly #leftmost: Int32Array;
  readonly #rightmost: Int32Array;
  readonly #after: Int32Array;

  constructor(template: Template) {
    this.#template = template;
    this.starts = new Int32Array(template.fields.length);
    this.ends = new Int32Array(template.fields.length);
    this.#leftmost = new Int32Array(template.inner.length);
    this.#rightmost = new Int32Array(template.inner.length);
    this.#after = new Int32Array(template.inner.length);
  }

  /** Lays the template on `bytes[start, end)`; with `isWholeWanted`, a line whose front does not fit is looked at no further. */
  match(bytes: Uint8Array, start: number, end: number, isWholeWanted = false): Fit {
    const { front, back, frees } = this.#template;
    this.starts.fill(-1);
    const from = this.#read(front, bytes, start, end);
    if (from < 0) {
      if (isWholeWanted) return 'none';
      this.#doubt(front);
    }
    const to = this.#findBack(back, bytes, from < 0 ? start : from, end);
    if (to < 0) return from < 0 || front.parts.length === 0 ? 'none' : 'cut';
    if (from < 0) return back.parts.length === 0 ? 'none' : 'headless';
    if (frees.length === 1) {
      this.#free(0, from, to);
      return 'whole';
    }
    return this.#between(bytes, from, to) ? 'whole' : 'gap';
  }

  /** Forgets the fields of `piece`: they could also be read elsewhere. */
  #doubt({ firstField, fieldCount }: Piece): void {
    this.starts.fill(-1, firstField, firstField + fieldCount);
  }

  #free(index: number, from: number, to: number): void {
    const place = this.#template.frees[index]!;
    this.starts[place] = from;
    this.ends[place] = to;
  }

  /** Reads a piece that begins at `at`; where it ends, or -1. */
  #read({ parts, firstField }: Piece, bytes: Uint8Array, at: number, end: number): number {
    let place = firstField;
    for (const part of parts) {
      if (part.kind === 'literal') {
        if (!standsAt(bytes, at, end, part.needle.literal)) return -1;
        at += part.needle.literal.length;
        continue;
      }
      const stop = shapeEnd(part.shape, bytes, at, end);
      if (stop < 0) return -1;
      this.starts[place] = at;
      this.ends[place++] = stop;
      at = stop;
    }
    return at;
  }

  /** Where the back begins that ends the line, or -1. */
  #findBack(back: Piece, bytes: Uint8Array, from: number, end: number): number {
    const first = back.parts[0];
    if (first?.kind !== 'literal') return end;
    if (!canEnd(back, bytes, from, end)) return -1;
    const { literal } = first.needle;
    const lowest = Math.max(from, end - back.longest);
    let before = end;
    for (;;) {
      const at = findLast(bytes, lowest, before, literal);
      if (at < 0) break;
      if (this.#read(back, bytes, at, end) === end) return at;
      before = at + literal.length - 1;
    }
    this.#doubt(back);
    return -1;
  }

  /** Places the inner pieces in `bytes[from, to)`; whether that can be done. */
  #between(bytes: Uint8Array, from: number, to: number): boolean {
    const { inner } = this.#template;
    let bound = to;
    for (let i = inner.length - 1; i >= 0; i--) {
      bound = this.#findLast(inner[i]!, bytes, from, bound);
      if (bound < 0) return this.#giveUp();
      this.#rightmost[i] = bound;
    }
    let at = from;
    for (let i = 0; i < inner.length; i++) {
      if (!this.#findFirst(i, bytes, at, to)) return this.#giveUp();
      at = this.#after[i]!;
    }
    this.#settle(bytes, from, to);
    return true;
  }

  #giveUp(): boolean {
    for (const piece of this.#template.inner) this.#doubt(piece);
    return false;
  }

  #findLast(piece: Piece, bytes: Uint8Array, from: number, end: number): number {
    const first = piece.parts[0]!;
    if (first.kind !== 'literal') return -1;
    const { literal } = first.needle;
    let before = end;
    for (;;) {
      const at = findLast(bytes, from, before, literal);
      if (at < 0 || this.#read(piece, bytes, at, end) >= 0) return at;
      before = at + literal.length - 1;
    }
  }

  /** Finds the first place of an inner piece; false if it has none. */
  #findFirst(index: number, bytes: Uint8Array, from: number, end: number): boolean {
    const piece = this.#template.inner[index]!;
    const first = piece.parts[0]!;
    if (first.kind !== 'literal') return false;
    for (
      let at = find(bytes, from, end, first.needle);
      at >= 0;
      at = find(bytes, at + 1, end, first.needle)
    ) {
      const stop = this.#read(piece, bytes, at, end);
      if (stop < 0) continue;
      this.#leftmost[index] = at;
      this.#after[index] = stop;
      return true;
    }
    return false;
  }

  /** Says of each piece and each free text whether it is in doubt. */
  #settle(bytes: Uint8Array, from: number, to: number): void {
    const { inner, frees } = this.#template;
    let at = from;
    for (let i = 0; i < frees.length; i++) {
      const isLast = i === inner.length;
      const left = isLast ? to : this.#leftmost[i]!;
      const isSure = isLast || left === this.#rightmost[i];
      // Behind a `?` it does not matter where a target ends: the path is the same.
      if (at >= 0 && (isSure || this.#hasQuery(i, bytes, at, left))) this.#free(i, at, left);
      if (isLast) return;
      if (!isSure) this.#doubt(inner[i]!);
      at = isSure ? this.#after[i]! : -1;
    }
  }

  #hasQuery(index: number, bytes: Uint8Array, from: number, to: number): boolean {
    const { frees, fields } = this.#template;
    if (fields[frees[index]!]!.says !== 'path') return false;
    for (let at = from; at < to; at++) if (bytes[at] === QUESTION_MARK) return true;
    return false;
  }
}
