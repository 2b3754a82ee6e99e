/** Finding the place in a log behind which whatever is written next will be new. */
import type { FileHandle } from 'node:fs/promises';
import { LineFeed } from './line-feed.ts';
import { beginsCounted } from './octet-frames.ts';
import { BLOCK_BYTES } from './read-chunks.ts';

const NEWLINE = 10;

/** A file that is open, its bytes and its first text. */
export interface OpenedText {
  readonly handle: FileHandle;
  readonly size: number;
  readonly head: Uint8Array;
}

/**
 * Offset behind the last whole line (counted record) of the file, 0 when it has none. Looks from the end backwards; a file
 * of counted records is passed through from its start, since nothing else shows where one ends.
 */
export async function endOfLines(file: OpenedText): Promise<number> {
  return beginsCounted(file.head) ? endOfRecords(file) : endOfLastLine(file);
}

async function endOfLastLine({ handle, size }: OpenedText): Promise<number> {
  const block = Buffer.allocUnsafe(Math.min(size, BLOCK_BYTES));
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - block.length);
    const { bytesRead } = await handle.read(block, 0, end - start, start);
    const newline = block.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (newline >= 0) return start + newline + 1;
    end = start;
  }
  return 0;
}

async function endOfRecords({ handle, size }: OpenedText): Promise<number> {
  const nobody = { onLine: () => undefined, onWarning: () => undefined };
  const feed = new LineFeed({ file: '', offset: 0, mayBeCounted: true }, nobody);
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  while (feed.next < size) {
    const length = Math.min(block.length, size - feed.next);
    const { bytesRead } = await handle.read(block, 0, length, feed.next);
    if (bytesRead === 0) break;
    feed.push(block.subarray(0, bytesRead));
  }
  return feed.position;
}
