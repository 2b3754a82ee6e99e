/** Telling compressed bytes by how they begin, and reading through the compression. */
import { InputError } from '../errors.ts';
import { CutShort } from './byte-reader.ts';
import type { Chunks, InputWarning } from './chunks.ts';
import { gunzip } from './gzip.ts';

/** A compression memhog reads through. */
export type Compression = 'gzip' | 'zstd' | 'xz' | 'bzip2';

/** An input's text may grow to this many bytes (1 GiB) before its expansion is looked at. */
export const EXPANSION_FREE = 2 ** 30;
/** Beyond that, text more than this many times the compressed bytes is no log (gzip itself ends at 1032). */
export const EXPANSION_LIMIT = 1000;

/** How many bytes from the start `compressionOf` needs. */
export const MAGIC_BYTES = 6;

const DECODERS: Readonly<Record<Compression, { decode: (source: Chunks) => Chunks; reader: string }>> = {
  gzip: { decode: gunzip, reader: 'zcat' },
  // Most logs are of none of these, and to load all three takes longer than to read some thousand lines.
  zstd: { decode: loaded(async () => (await import('./zstd.ts')).unzstd), reader: 'zstdcat' },
  xz: { decode: loaded(async () => (await import('./xz.ts')).unxz), reader: 'xzcat' },
  bzip2: { decode: loaded(async () => (await import('./bzip2.ts')).bunzip2), reader: 'bzcat' },
};

/** A decoder that is loaded when its first byte is asked for. */
function loaded(load: () => Promise<(source: Chunks) => Chunks>): (source: Chunks) => Chunks {
  return async function* decode(source) {
    const decoder = await load();
    yield* decoder(source);
  };
}

/** The compression that `head`, the first bytes of a stream, belongs to; undefined when it is none or too short to tell. */
export function compressionOf(head: Uint8Array): Compression | undefined {
  const [a, b, c, d, e, f] = head;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  if (b === 0xb5 && a === 0x28 && c === 0x2f && d === 0xfd) return 'zstd';
  if (a !== undefined && (a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18) return 'zstd';
  if (a === 0xfd && b === 0x37 && c === 0x7a && d === 0x58 && e === 0x5a && f === 0) return 'xz';
  if (a === 0x42 && b === 0x5a && c === 0x68 && d !== undefined && d >= 0x31 && d <= 0x39) return 'bzip2';
  return undefined;
}

/** Where the compressed bytes come from and who hears of trouble. */
export interface DecompressOptions {
  readonly compression: Compression;
  /** The input's name for messages. */
  readonly name: string;
  readonly onWarning: (warning: InputWarning) => void;
  /** For tests; `EXPANSION_FREE` otherwise. Bytes. */
  readonly expansionFree?: number;
}

/**
 * The text in `source`, through all its members, frames or streams, asked for piece by piece and in bounded memory.
 *
 * Throws InputError, naming the input and the bytes of text read so far, when the stream ends early or is damaged.
 * A stream that expands more than a thousandfold beyond 1 GiB is stopped with a warning; what was read stands.
 */
export async function* decompress(source: Chunks, options: DecompressOptions): AsyncGenerator<Uint8Array> {
  const { compression, name, onWarning, expansionFree = EXPANSION_FREE } = options;
  const raw = new Counted(source);
  let textBytes = 0;
  try {
    for await (const chunk of DECODERS[compression].decode(raw)) {
      textBytes += chunk.length;
      if (chunk.length > 0) yield chunk;
      if (textBytes > expansionFree && textBytes > raw.bytes * EXPANSION_LIMIT) {
        const text = `${name} was read only up to ${textBytes} bytes of text: it expands more than ${EXPANSION_LIMIT} times, which no log does`;
        onWarning({ code: 'expands-too-far', text });
        return;
      }
    }
  } catch (error) {
    throw inWords(error, options, textBytes);
  }
}

class Counted {
  bytes = 0;
  readonly #source: Chunks;

  constructor(source: Chunks) {
    this.#source = source;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#source) {
      this.bytes += chunk.length;
      yield chunk;
    }
  }
}

function inWords(error: unknown, { compression, name }: DecompressOptions, textBytes: number): InputError {
  if (error instanceof InputError) return error;
  const { reader } = DECODERS[compression];
  const where = `after ${textBytes} bytes of text`;
  if (error instanceof CutShort) {
    const wayOut = `copy it again, or decompress what is there with ${reader}`;
    return new InputError(`${name} ends in the middle of its ${compression} stream ${where}; ${wayOut}`);
  }
  const reason = error instanceof Error ? error.message : String(error);
  const wayOut = `copy it again, or try ${reader} on it`;
  return new InputError(
    `${name} cannot be decompressed: its ${compression} stream breaks ${where} (${reason}); ${wayOut}`,
    { cause: error },
  );
}
