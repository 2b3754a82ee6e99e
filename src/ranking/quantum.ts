/** The step in which a figure moves: a page, or 128 KiB where the kernel sums up counters of its processors. */
import type { LifeSeries } from './series.ts';

/** The greatest step that is looked for, as a power of two: the size of a huge page. */
const GREATEST = 21;

/** So large a part of all changes must be whole steps: a rare odd one (a trim, a fresh start) does not make the figure finer. */
const MOST = 0.9;

/** The greatest power of two of which nearly all changes between neighbouring readings are multiples; 1 where nothing moves. */
export function quantumOf(lives: readonly LifeSeries[]): number {
  /** How many changes there are by the greatest step that they are multiples of. */
  const counts = new Array<number>(GREATEST + 1).fill(0);
  let changes = 0;
  const count = (change: number): void => {
    if (change === 0) return;
    changes++;
    counts[powerOf(change)]!++;
  };
  for (const { rows, first, last, min } of lives) {
    for (let row = 0; row < rows; row++) {
      count(last[row]! - first[row]!);
      count(first[row]! - min[row]!);
      if (row > 0) count(first[row]! - last[row - 1]!);
    }
  }
  let multiples = 0;
  for (let power = GREATEST; power > 0; power--) {
    multiples += counts[power]!;
    if (multiples > 0 && multiples >= MOST * changes) return 2 ** power;
  }
  return 1;
}

/** The power of the greatest step that a change is a multiple of; 0 for what is not whole. */
function powerOf(change: number): number {
  if (!Number.isInteger(change)) return 0;
  // The lowest 32 bits; where they are all zero the step is greater than any looked for.
  const low = change | 0;
  return low === 0 ? GREATEST : Math.min(GREATEST, 31 - Math.clz32(low & -low));
}
