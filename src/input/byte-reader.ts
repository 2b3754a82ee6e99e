/** Asking a stream for exactly so many bytes. */
import type { Chunks } from './chunks.ts';

/** Thrown by a decompressor whose input ends before its format says it may. */
export class CutShort extends Error {
  override readonly name = 'CutShort';
}

/** Reads chunks in pieces of wanted sizes. Holds one chunk and the piece being put together. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);

  constructor(source: Chunks) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** True when no byte is left. */
  async atEnd(): Promise<boolean> {
    while (this.#chunk.length === 0) {
      const next = await this.#source.next();
      if (next.done === true) return true;
      this.#chunk = next.value;
    }
    return false;
  }

  /** The next `size` bytes, valid until the next call. Throws CutShort when there are fewer. */
  async take(size: number): Promise<Uint8Array> {
    if (this.#chunk.length >= size) return this.#cut(size);
    const whole = new Uint8Array(size);
    let filled = 0;
    while (filled < size) {
      if (await this.atEnd()) throw new CutShort();
      const part = this.#cut(Math.min(size - filled, this.#chunk.length));
      whole.set(part, filled);
      filled += part.length;
    }
    return whole;
  }

  /** Passes over `size` bytes. Throws CutShort when there are fewer. */
  async skip(size: number): Promise<void> {
    for (let left = size; left > 0;) {
      if (await this.atEnd()) throw new CutShort();
      left -= this.#cut(Math.min(left, this.#chunk.length)).length;
    }
  }

  /** Lets go of the source before its end, so that it can close what it opened. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  #cut(size: number): Uint8Array {
    const part = this.#chunk.subarray(0, size);
    this.#chunk = this.#chunk.subarray(size);
    return part;
  }
}
