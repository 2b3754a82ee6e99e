import { open } from 'node:fs/promises';
import type { Chunks } from './chunks.ts';
import { readFailure } from './read-failure.ts';

/** Size of the one block a file is read into, in bytes (256 KiB: it stays in the processor's cache). */
export const BLOCK_BYTES = 262_144;

/**
 * The bytes of the file, FIFO or device at `path` up to its end, all in the same block. Opens on the first read and
 * closes at the end or when the reader stops. Throws InputError when it cannot be opened or read.
 */
export async function* readChunks(path: string, name: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw readFailure(name, cause);
  });
  try {
    const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(block, 0, block.length, null);
      if (bytesRead === 0) return;
      yield block.subarray(0, bytesRead);
    }
  } catch (cause) {
    throw readFailure(name, cause);
  } finally {
    await file.close();
  }
}

/** Counts the bytes passing through: `onBytes` gets the sum so far after each chunk was taken. */
export async function* counting(chunks: Chunks, onBytes: (sum: number) => void): AsyncGenerator<Uint8Array> {
  let sum = 0;
  for await (const chunk of chunks) {
    sum += chunk.length;
    onBytes(sum);
    yield chunk;
  }
}
