/**
 * The fixed parts of a line whose every part is known beforehand, compared by words held as numbers: constants to a
 * compiler, where `Words` are arrays to be looked up. For the few lines that most logs consist of.
 *
 * Eight bytes are compared as a double, which no other eight bytes of text equal: a number of ASCII letters is neither
 * zero nor NaN, and NaN in the log equals nothing.
 */
import { ascii } from './bytes.ts';

/** An ASCII text of 8 to 24 bytes as three words, which overlap where it is shorter than 24. */
export interface Literal {
  readonly length: number;
  readonly first: number;
  readonly middle: number;
  readonly last: number;
  /** Where the later words begin. */
  readonly middleAt: number;
  readonly lastAt: number;
}

/** The words of an ASCII text of 8 to 24 bytes. */
export function literalOf(text: string): Literal {
  const view = new DataView(ascii(text).buffer);
  const { length } = text;
  const lastAt = length - 8;
  const middleAt = Math.min(8, lastAt);
  const word = (at: number): number => view.getFloat64(at, true);
  return { length, first: word(0), middle: word(middleAt), last: word(lastAt), middleAt, lastAt };
}

/** Whether the text stands at `at`. All of its length must lie within the view. */
export function stands(view: DataView, at: number, literal: Literal): boolean {
  return (
    view.getFloat64(at, true) === literal.first &&
    view.getFloat64(at + literal.middleAt, true) === literal.middle &&
    view.getFloat64(at + literal.lastAt, true) === literal.last
  );
}

/** An ASCII text of 4 to 8 bytes as two words of four, which may overlap. */
export interface ShortLiteral {
  readonly length: number;
  readonly first: number;
  readonly last: number;
  readonly lastAt: number;
}

/** The words of an ASCII text of 4 to 8 bytes. */
export function shortLiteralOf(text: string): ShortLiteral {
  const view = new DataView(ascii(text).buffer);
  const { length } = text;
  const lastAt = length - 4;
  return { length, first: view.getInt32(0, true), last: view.getInt32(lastAt, true), lastAt };
}

/** Whether the text stands at `at`. All of its length must lie within the view. */
export function standsShort(view: DataView, at: number, literal: ShortLiteral): boolean {
  return (
    view.getInt32(at, true) === literal.first && view.getInt32(at + literal.lastAt, true) === literal.last
  );
}
