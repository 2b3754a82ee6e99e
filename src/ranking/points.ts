/** Equal steps along the axis of the log, at which the levels of all lives are averaged for a sparkline. */
import { axesOf } from './axes.ts';
import type { LifeSeries } from './series.ts';

/** Points of a sparkline. */
const POINTS = 60;

/** The points that a life reaches. */
export interface LifePoints {
  /** The rows that stand at a point, ascending, each once. */
  readonly rows: Int32Array;
  /** By point: which of those, or -1 where the life does not reach it. */
  readonly at: Int32Array;
}

/**
 * The points of each life, at most 60 over all; none for no lives. The axis leaves out long times without a reading. A life
 * counts from its first row to its last.
 */
export function pointsOf(lives: readonly LifeSeries[]): readonly LifePoints[] {
  if (lives.length === 0) return [];
  const axes = axesOf(lives);
  const start = Math.min(...axes.map((axis) => axis[0]!));
  const end = Math.max(...axes.map((axis) => axis[axis.length - 1]!));
  const points = Math.min(POINTS, Math.max(...lives.map(({ rows }) => rows)));
  const slack = (end - start) / points;
  return axes.map((axis) => {
    const rows: number[] = [];
    const at = new Int32Array(points).fill(-1);
    const last = axis.length - 1;
    let row = 0;
    for (let point = 0; point < points; point++) {
      const place = points === 1 ? end : start + ((end - start) * point) / (points - 1);
      while (row < last && axis[row]! < place) row++;
      if (place < axis[0]! - slack || place > axis[last]! + slack) continue;
      if (rows.at(-1) !== row) rows.push(row);
      at[point] = rows.length - 1;
    }
    return { rows: Int32Array.from(rows), at };
  });
}

/** The mean over lives at each point that any of them reaches. `levelOf` gives the levels of a life, by its place, at `LifePoints.rows`. */
export function meanAt(
  lives: readonly LifePoints[],
  levelOf: (life: number, rows: Int32Array) => ArrayLike<number>,
): number[] {
  const points = lives[0]?.at.length ?? 0;
  const sums = new Float64Array(points);
  const counts = new Float64Array(points);
  for (const [i, { rows, at }] of lives.entries()) {
    const level = levelOf(i, rows);
    for (let point = 0; point < points; point++) {
      const place = at[point]!;
      if (place < 0) continue;
      sums[point] = sums[point]! + level[place]!;
      counts[point] = counts[point]! + 1;
    }
  }
  const means: number[] = [];
  for (let point = 0; point < points; point++)
    if (counts[point]! > 0) means.push(sums[point]! / counts[point]!);
  return means;
}

/** The mean over lives, at their points, of a level that each life has at each of its rows. */
export function meanLevel(
  points: readonly LifePoints[],
  lives: readonly LifeSeries[],
  levelOf: (life: LifeSeries) => Float64Array,
): number[] {
  return meanAt(points, (life, rows) => {
    const level = levelOf(lives[life]!);
    return Array.from(rows, (row) => level[row]!);
  });
}
