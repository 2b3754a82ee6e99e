/**
 * Lays a template on a line. The front is read from the front and the back from the back, so no text of a client's can
 * move what stands there. Each piece between free texts is looked for from both sides: where both find it at the same
 * place there is no other, and where they do not, it is in doubt, and so is the free text beside it.
 */
import { find, findLast, isDigit, standsAt } from '../../scan/bytes.ts';
import type { Piece, Template } from './compile.ts';
import { Places, Steps } from './steps.ts';

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
  /** Where the fields of the last line stand. */
  readonly places: Places;
  readonly #template: Template;
  readonly #front: Steps;
  readonly #inner: readonly Steps[];
  readonly #back: Steps;
  /** Where fields would stand in a place that is looked at to see whether there is another. */
  readonly #tried: Places;
  /** Whether each inner piece that ends before a place can be read alike where the text ends there. */
  readonly #isStable: boolean;
  readonly #leftmost: Int32Array;
  readonly #rightmost: Int32Array;
  readonly #after: Int32Array;

  constructor(template: Template) {
    this.#template = template;
    this.places = new Places(template.fields.length);
    this.#tried = new Places(template.fields.length);
    // Of a time that may be written in several ways the text behind it decides which it is.
    this.#isStable = template.inner.every(({ parts }) =>
      parts.every((part) => part.kind === 'literal' || part.shape !== 'time'),
    );
    this.#front = new Steps(template.front);
    this.#inner = template.inner.map((piece) => new Steps(piece));
    this.#back = new Steps(template.back);
    this.#leftmost = new Int32Array(template.inner.length);
    this.#rightmost = new Int32Array(template.inner.length);
    this.#after = new Int32Array(template.inner.length);
  }

  /** Lays the template on `bytes[start, end)`; with `isWholeWanted`, a line whose front does not fit is looked at no further. */
  match(bytes: Uint8Array, start: number, end: number, isWholeWanted = false): Fit {
    const { front, back, frees } = this.#template;
    this.places.forget(0, this.places.starts.length);
    const from = this.#front.read(this.places, bytes, start, end);
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
    this.places.forget(firstField, firstField + fieldCount);
  }

  #free(index: number, from: number, to: number): void {
    const place = this.#template.frees[index]!;
    this.places.starts[place] = from;
    this.places.ends[place] = to;
  }

  /** Where the back begins that ends the line, or -1. */
  #findBack(back: Piece, bytes: Uint8Array, from: number, end: number): number {
    const first = back.parts[0];
    if (first?.kind !== 'literal') return end;
    if (this.#back.marks > 0) {
      const at = this.#back.startBefore(bytes, from, end);
      if (at >= from && this.#back.read(this.places, bytes, at, end) === end) return at;
      this.#doubt(back);
      return -1;
    }
    if (!canEnd(back, bytes, from, end)) return -1;
    const { literal } = first.needle;
    const lowest = Math.max(from, end - back.longest);
    let before = end;
    for (;;) {
      const at = findLast(bytes, lowest, before, literal);
      if (at < 0) break;
      if (this.#back.read(this.places, bytes, at, end) === end) return at;
      before = at + literal.length - 1;
    }
    this.#doubt(back);
    return -1;
  }

  /** Places the inner pieces in `bytes[from, to)`; whether that can be done. */
  #between(bytes: Uint8Array, from: number, to: number): boolean {
    const { inner } = this.#template;
    let at = from;
    for (let i = 0; i < inner.length; i++) {
      if (!this.#findFirst(i, bytes, at, to)) return this.#giveUp();
      at = this.#after[i]!;
    }
    if (!this.#areOnly(bytes, to) && !this.#findRightmost(bytes, from, to)) return this.#giveUp();
    this.#settle(bytes, from, to);
    return true;
  }

  /**
   * Whether no inner piece can stand behind the place where it was found first; then that is the rightmost too.
   * (It can stand there though the text ends where the next piece begins: it ends before that.)
   */
  #areOnly(bytes: Uint8Array, to: number): boolean {
    if (!this.#isStable) return false;
    let bound = to;
    for (let i = this.#inner.length - 1; i >= 0; i--) {
      const left = this.#leftmost[i]!;
      if (this.#findLast(i, bytes, left + 1, bound) >= 0) return false;
      this.#rightmost[i] = left;
      bound = left;
    }
    return true;
  }

  #findRightmost(bytes: Uint8Array, from: number, to: number): boolean {
    let bound = to;
    for (let i = this.#inner.length - 1; i >= 0; i--) {
      bound = this.#findLast(i, bytes, from, bound);
      if (bound < 0) return false;
      this.#rightmost[i] = bound;
    }
    return true;
  }

  #giveUp(): boolean {
    for (const piece of this.#template.inner) this.#doubt(piece);
    return false;
  }

  #findLast(index: number, bytes: Uint8Array, from: number, end: number): number {
    const first = this.#template.inner[index]!.parts[0]!;
    const steps = this.#inner[index]!;
    if (first.kind !== 'literal') return -1;
    const { literal } = first.needle;
    let before = end;
    for (;;) {
      const at = findLast(bytes, from, before, literal);
      if (at < 0 || steps.read(this.#tried, bytes, at, end) >= 0) return at;
      before = at + literal.length - 1;
    }
  }

  /** Finds the first place of an inner piece; false if it has none. */
  #findFirst(index: number, bytes: Uint8Array, from: number, end: number): boolean {
    const first = this.#template.inner[index]!.parts[0]!;
    const steps = this.#inner[index]!;
    if (first.kind !== 'literal') return false;
    for (
      let at = find(bytes, from, end, first.needle);
      at >= 0;
      at = find(bytes, at + 1, end, first.needle)
    ) {
      const stop = steps.read(this.places, bytes, at, end);
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
