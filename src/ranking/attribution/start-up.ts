/**
 * The start-up curve of recycled workers: what every life does at the same age.
 *
 * Where workers are replaced again and again, each life loads its code and fills its caches anew, and that rise
 * is most of what there is to see. Taking from every life the mean of all at that age removes it whatever its
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

/** The lives with what all of them do at the same age taken from their levels and from their calls. */
export function withoutStartUp(lives: readonly LaggedLife[]): LaggedLife[] {
  const [mean, min] = [freed(lives.map((life) => life.mean)), freed(lives.map((life) => life.min))];
  const columns = lives[0]?.lagged.map((_, j) => j) ?? [];
  const lagged = columns.map((j) => freed(lives.map((life) => life.lagged[j]!)));
  const transient = columns.map((j) => freed(lives.map((life) => life.transient[j]!)));
  return lives.map((life, i) => ({
    ...life,
    mean: mean[i]!,
    min: min[i]!,
    lagged: lagged.map((column) => column[i]!),
    transient: transient.map((column) => column[i]!),
  }));
}

/**
 * Levels, one array for each life, less the curve that their mean rise from each age to the next adds up to: lives
 * that end early, and levels that start apart, leave no step in it.
 */
export function freed(levels: readonly Float64Array[]): Float64Array[] {
  const longest = Math.max(0, ...levels.map(({ length }) => length));
  const curve = new Float64Array(longest);
  for (let t = 1; t < longest; t++) {
    let [rise, lives] = [0, 0];
    for (const level of levels) {
      if (level.length <= t) continue;
      rise += level[t]! - level[t - 1]!;
      lives++;
    }
    curve[t] = curve[t - 1]! + rise / lives;
  }
  return levels.map((level) => level.map((value, t) => value - curve[t]!));
}
