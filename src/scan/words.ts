/** Texts of any length as words of four or eight bytes, to be compared as `Literal`s are: what a log turns out to repeat. */

/** A text as the words that it consists of; the last overlaps the one before where the length asks for it. */
export interface Words {
  readonly length: number;
  /** Of eight bytes each; of four where the text is shorter than eight. */
  readonly words: Float64Array;
  /** Where the last word begins. */
  readonly last: number;
}

/** The words of at least four bytes, of which none is zero. Where they are no ASCII, it may be that they are equal to nothing. */
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
