import { readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Chunks } from './chunks.ts';
import { readFailure } from './read-failure.ts';

/** Size of the one block a file is read into, in bytes (256 KiB: it stays in the processor's cache). */
export const BLOCK_BYTES = 262_144;

/** After the first block, and then each time after so many, others get a turn: signals, timers, messages of other threads. */
const BLOCKS_AT_A_TIME = 16;

/** Bytes `from` up to `to`, exclusive, of a file; to its end where that is left out. */
export interface ByteRange {
  readonly from: number;
  readonly to?: number;
}

/** What to read: by its path, or, where it is a regular file that is open already, by its descriptor, which stays open. */
export type FileAt = string | number;

/**
 * The bytes of the file, FIFO or device `at` up to its end, all in the same block; of a regular file only those of
 * `range`, and only up to what `until` says when it is asked, before each block. A path is opened on the first read and closed at
 * the end or when the reader stops. Throws InputError when it cannot be opened or read.
 */
export async function* readChunks(
  at: FileAt,
  name: string,
  range: ByteRange = { from: 0 },
  until?: (at: number) => number,
): AsyncGenerator<Uint8Array> {
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  if (typeof at === 'number') {
    try {
      yield* readBlocks(at, block, range, until);
    } catch (cause) {
      throw readFailure(name, cause);
    }
    return;
  }
  const file = await open(at, 'r').catch((cause: unknown) => {
    throw readFailure(name, cause);
  });
  try {
    const isRegular = (await file.stat()).isFile();
    if (isRegular) yield* readBlocks(file.fd, block, range, until);
    for (; !isRegular;) {
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

/** A regular file never keeps one waiting: to hand each block to another thread would cost more than to read it. */
async function* readBlocks(
  descriptor: number,
  block: Buffer,
  { from, to = Infinity }: ByteRange,
  until: (at: number) => number = () => to,
): AsyncGenerator<Uint8Array> {
  let at = from;
  for (let blocks = 1; ; blocks++) {
    const length = Math.min(block.length, Math.min(to, until(at)) - at);
    const bytesRead = length > 0 ? readSync(descriptor, block, 0, length, at) : 0;
    if (bytesRead === 0) return;
    at += bytesRead;
    yield block.subarray(0, bytesRead);
    if (blocks % BLOCKS_AT_A_TIME === 1) await new Promise((resolve) => setImmediate(resolve));
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
