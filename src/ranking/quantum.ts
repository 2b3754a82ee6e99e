/** The step in which a figure moves: a page, or 128 KiB where the kernel sums up counters of its processors. */
import type { LifeSeries } from './series.ts';

/** The greatest step that is looked for: the size of a huge page. */
const GREATEST = 2 ** 21;

/** So large a part of all changes must be whole steps: a rare odd one (a trim, a fresh start) does not make the figure finer. */
const MOST = 0.9;

/** The greatest power of two of which nearly all changes between neighbouring readings are multiples; 1 where nothing moves. */
export function quantumOf(lives: readonly LifeSeries[]): number {
  const multiples = new Map<number, number>();
  let changes = 0;
  const count = (change: number): void => {
    if (change === 0) return;
    changes++;
    for (let step = 2; step <= GREATEST && change % step === 0; step *= 2)
      multiples.set(step, (multiples.get(step) ?? 0) + 1);
  };
  for (const { rows, first, last, min } of lives) {
    for (let row = 0; row < rows; row++) {
      count(last[row]! - first[row]!);
      count(first[row]! - min[row]!);
      if (row > 0) count(first[row]! - last[row - 1]!);
    }
  }
  let quantum = 1;
  for (const [step, n] of multiples) if (n >= MOST * changes) quantum = Math.max(quantum, step);
  return quantum;
}
