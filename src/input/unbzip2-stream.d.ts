/** The two halves of unbzip2-stream used here; the package ships no declarations. */
declare module 'unbzip2-stream/lib/bzip2.js' {
  import type { BitIterator } from 'unbzip2-stream/lib/bit_iterator.js';

  const bzip2: {
    /** Reads a stream header; returns its block size in units of 100,000 bytes, 1 to 9. */
    header(bits: BitIterator): number;
    /** Decodes one block through `onByte`; returns the running checksum, or null at the end of the stream. */
    decompress(
      bits: BitIterator,
      onByte: (byte: number) => void,
      work: Int32Array,
      workSize: number,
      checksum: number,
    ): number | null;
  };
  export = bzip2;
}

declare module 'unbzip2-stream/lib/bit_iterator.js' {
  /** Reads `count` bits; null moves on to the next whole byte. */
  interface BitIterator {
    (count: number | null): number;
    readonly bytesRead: number;
  }
  function bitIterator(nextBuffer: () => Uint8Array): BitIterator;
  namespace bitIterator {
    export type { BitIterator };
  }
  export = bitIterator;
}
