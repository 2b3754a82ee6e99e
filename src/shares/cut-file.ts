/** Cuts a file into shares of whole lines. */
import { open } from 'node:fs/promises';
import type { ByteRange } from '../input/read-chunks.ts';

const NEWLINE = 10;
/** So far from where a cut is wanted a line end is looked for. */
const FARTHEST = 2 ** 20;

/**
 * The parts of a regular file of `size` bytes that begin near these places, ascending, each with a line; the last part has
 * no end. Fewer where lines are too long. Rejects when the file cannot be read.
 */
export async function cutFile(path: string, places: readonly number[]): Promise<readonly ByteRange[]> {
  const file = await open(path, 'r');
  try {
    const starts: number[] = [];
    for (const place of places) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(FARTHEST), 0, FARTHEST, place);
      const newline = buffer.subarray(0, bytesRead).indexOf(NEWLINE);
      const start = place + newline + 1;
      if (newline >= 0 && start > (starts.at(-1) ?? 0)) starts.push(start);
    }
    return starts.map((from, i) => {
      const to = starts[i + 1];
      return { from, ...(to === undefined ? {} : { to }) };
    });
  } finally {
    await file.close();
  }
}
