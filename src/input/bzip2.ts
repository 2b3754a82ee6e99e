import bitIterator from 'unbzip2-stream/lib/bit_iterator.js';
import bzip2 from 'unbzip2-stream/lib/bzip2.js';
import { CutShort } from './byte-reader.ts';
import type { Chunks } from './chunks.ts';
import { copyOf } from './chunks.ts';

const UNIT = 100_000;
/** What a block may take in its compressed form beyond its plain size: tables, and data that does not compress. */
const BLOCK_SLACK = 25_000;

/**
 * The content of a bzip2 stream, all its streams one after the other, block by block with their checksums.
 *
 * Drives the decoder of unbzip2-stream directly: the stream around it would queue everything the last megabyte
 * expands to. Memory: about 5 MB, and up to 46 MB more for a block of one repeated byte. Throws CutShort at an early end.
 */
export async function* bunzip2(source: Chunks): AsyncGenerator<Uint8Array> {
  const decoder = new Bzip2Blocks();
  for await (const chunk of source) {
    decoder.push(chunk);
    while (decoder.hasWholeBlock()) yield step(decoder);
  }
  while (decoder.hasMore()) yield step(decoder);
  if (decoder.isInsideStream()) throw new CutShort();
}

/** One step; what the decoder says of damaged data is no help to anyone and is replaced. */
function step(decoder: Bzip2Blocks): Uint8Array {
  try {
    return decoder.next();
  } catch (error) {
    throw error instanceof CutShort ? error : new Error('damaged data', { cause: error });
  }
}

class Bzip2Blocks {
  readonly #queue: Uint8Array[] = [];
  #received = 0;
  #bits: ReturnType<typeof bitIterator> | undefined;
  /** Block size of the current stream; 0 between streams. */
  #blockSize = 0;
  #checksum = 0;
  #work = new Int32Array(0);
  #out = Buffer.allocUnsafe(9 * UNIT);
  #filled = 0;

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#queue.push(copyOf(chunk));
    this.#received += chunk.length;
    this.#bits ??= bitIterator(() => {
      const next = this.#queue.shift();
      if (next === undefined) throw new CutShort();
      return next;
    });
  }

  /** True when so much is waiting that the next step cannot run out of bytes. */
  hasWholeBlock(): boolean {
    return this.#waiting() > BLOCK_SLACK + UNIT * 9;
  }

  hasMore(): boolean {
    return this.#waiting() > 0;
  }

  isInsideStream(): boolean {
    return this.#blockSize > 0;
  }

  /** Takes one step: a stream header (no bytes), a block (its bytes, valid until the next step) or a stream end (no bytes). */
  next(): Uint8Array {
    const bits = this.#bits!;
    this.#filled = 0;
    if (this.#blockSize === 0) {
      this.#blockSize = bzip2.header(bits);
      this.#checksum = 0;
      return this.#out.subarray(0, 0);
    }
    const workSize = this.#blockSize * UNIT;
    if (this.#work.length < workSize) this.#work = new Int32Array(workSize);
    const checksum = bzip2.decompress(bits, this.#take, this.#work, workSize, this.#checksum);
    if (checksum === null) this.#blockSize = 0;
    else this.#checksum = checksum;
    return this.#out.subarray(0, this.#filled);
  }

  readonly #take = (byte: number): void => {
    if (this.#filled === this.#out.length) this.#out = Buffer.concat([this.#out], this.#out.length * 2);
    this.#out[this.#filled++] = byte;
  };

  #waiting(): number {
    return this.#received - (this.#bits?.bytesRead ?? 0);
  }
}
