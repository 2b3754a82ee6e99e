/**
 * Comparing text by words of four and eight bytes: the fixed parts that every line of a log repeats.
 *
 * Eight bytes are compared as a double, which no other eight bytes of text equal: a number of ASCII letters is neither
 * zero nor NaN, and NaN in the log equals nothing.
 */
import { ascii } from './bytes.ts';

/** An ASCII literal as the words that it consists of; the last overlaps the one before where the length asks for it. */
export interface Words {
  readonly length: number;
  /** Of eight bytes each; of four where the text is shorter than eight. */
  readonly words: Float64Array;
  /** Where the last word begins. */
  readonly last: number;
}

/** The words of an ASCII text of at least four bytes. */
export function wordsOf(text: string): Words {
  return wordsOfBytes(ascii(text));
}

/** The same of bytes, of which none is zero. Where they are no ASCII, it may be that they are equal to nothing. */
export function wordsOfBytes(bytes: Uint8Array): Words {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes.length < 8 ? 4 : 8;
  const last = bytes.length - size;
  const words = Float64Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => {
    const at = Math.min(size * i, last);
    return size === 8 ? view.getFloat64(at, true) : view.getInt32(at, true);
  });
  return { length: bytes.length, words, last };
}

/** Whether a text of eight bytes or more stands at `at`. All of its length must lie within the view. */
export function standsLong(view: DataView, at: number, { words, last }: Words): boolean {
  const end = words.length - 1;
  for (let i = 0; i < end; i++) if (view.getFloat64(at + 8 * i, true) !== words[i]) return false;
  return view.getFloat64(at + last, true) === words[end];
}

/** The same of a text of four to seven bytes. */
export function standsShort(view: DataView, at: number, { words, last }: Words): boolean {
  return view.getInt32(at, true) === words[0] && view.getInt32(at + last, true) === words[words.length - 1];
}
