/** A text that was read before is known again by its bytes: a busy log repeats each second, and each host, many times. */

/** Longer texts are not remembered. */
const LONGEST = 64;

/** Remembers one text. One for each stream and each sort of text: it remembers the block of bytes it looked at last, too. */
export class RepeatedText {
  readonly #last = new Int32Array(LONGEST / 4);
  #length = -1;
  #bytes: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);

  /** Whether `bytes[start, end)` is the text that was asked for before; if not, it is the one that is remembered. False for a text of
   * less than four bytes or more than 64, after which none is. */
  isAgain(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (length < 4 || length > LONGEST) {
      this.#length = -1;
      return false;
    }
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const view = this.#view;
    const last = this.#last;
    const words = (length + 3) >> 2;
    // The last word overlaps the one before where the length asks for it.
    let isSame = length === this.#length && view.getInt32(end - 4, true) === last[words - 1];
    for (let i = 0; isSame && i < words - 1; i++) isSame = view.getInt32(start + 4 * i, true) === last[i];
    if (isSame) return true;
    this.#length = length;
    for (let i = 0; i < words - 1; i++) last[i] = view.getInt32(start + 4 * i, true);
    last[words - 1] = view.getInt32(end - 4, true);
    return false;
  }
}
