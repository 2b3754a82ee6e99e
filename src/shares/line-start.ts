/** Where a file may be cut in two. */
import { readSync } from 'node:fs';

const NEWLINE = 10;
/** So far from where a cut is wanted a line end is looked for, so much at a time. */
const FARTHEST = 2 ** 20;
const BLOCK = 2 ** 14;

/** The first byte behind `place` of an open file that begins a line; undefined where lines are too long, or nothing can be read. */
export function lineStartBehind(descriptor: number, place: number): number | undefined {
  const block = Buffer.alloc(BLOCK);
  try {
    for (let at = place; at < place + FARTHEST;) {
      const bytesRead = readSync(descriptor, block, 0, BLOCK, at);
      const newline = block.subarray(0, bytesRead).indexOf(NEWLINE);
      if (newline >= 0) return at + newline + 1;
      if (bytesRead === 0) return undefined;
      at += bytesRead;
    }
  } catch {
    // What is wrong with the file is said by whoever reads it.
  }
  return undefined;
}
