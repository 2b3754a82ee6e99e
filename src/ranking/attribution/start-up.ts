/**
 * The start-up curve of recycled workers: what every life does at the same age.
 *
 * Where workers are replaced again and again, each life loads its code and fills its caches anew, and that rise
 * is most of what there is to see. Taking from each row the mean of all lives at that age removes it whatever its
 * form; what remains is how lives differ, which is what tells one route from another.
 */
import type { LifeSeries } from '../series.ts';
import type { LaggedLife } from './lagged-counts.ts';
import { RECYCLED_LIVES, RECYCLED_PART } from './tuning.ts';

/** Whether lives follow one another rather than run side by side: many of them, each a small part of the log. False where there are no times. */
export function areRecycled(lives: readonly LifeSeries[]): boolean {
  const timed = lives.filter(({ rows, from, to }) => rows > 0 && to[rows - 1]! > from[0]!);
  if (timed.length < RECYCLED_LIVES) return false;
  const spans = timed.map(({ rows, from, to }) => to[rows - 1]! - from[0]!).sort((a, b) => a - b);
  const start = Math.min(...timed.map(({ from }) => from[0]!));
  const end = Math.max(...timed.map(({ rows, to }) => to[rows - 1]!));
  return spans[spans.length >> 1]! <= RECYCLED_PART * (end - start);
}

/** Takes the mean over lives at each age from rows of `meanColumns`, in place. */
export function removeStartUp(lives: readonly LaggedLife[], columns: readonly Float64Array[]): void {
  const lengths = lives.map(({ usable }) => usable - 1);
  const longest = Math.max(0, ...lengths);
  const counts = new Float64Array(longest);
  for (const rows of lengths) for (let t = 0; t < rows; t++) counts[t] = counts[t]! + 1;
  for (const column of columns) {
    const means = new Float64Array(longest);
    let at = 0;
    for (const rows of lengths) {
      for (let t = 0; t < rows; t++) means[t] = means[t]! + column[at + t]! / counts[t]!;
      at += rows;
    }
    at = 0;
    for (const rows of lengths) {
      for (let t = 0; t < rows; t++) column[at + t] = column[at + t]! - means[t]!;
      at += rows;
    }
  }
}
