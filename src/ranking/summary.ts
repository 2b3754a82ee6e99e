/** What the lives look like before anything is blamed: levels, floors, growth. */
import { NO_TIME } from '../record.ts';
import { axesOf } from './axes.ts';
import { endOf, floorOf, settledFloor } from './history.ts';
import type { LifeHistory } from './history.ts';
import type { LifeSummary } from './ranking.ts';
import type { LifeSeries } from './series.ts';

/** Part of a life that counts as warm-up where a single number has to be chosen (the attribution tries several). */
export const WARM_UP = 0.2;

/** Points of a sparkline. */
const POINTS = 60;

/** Whole seconds as ISO 8601 without a zone; null for NO_TIME, NaN or what no calendar holds. */
export function isoTime(seconds: number): string | null {
  if (!Number.isFinite(seconds) || seconds === NO_TIME || Math.abs(seconds) > 8.64e12) return null;
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}

/** Index of the first row after the warm-up. */
export function warmRow(series: LifeSeries): number {
  return Math.min(series.rows - 1, Math.ceil(series.rows * WARM_UP));
}

/** How much the floor of a life rose from the end of its warm-up to its end. */
export function floorRise(series: LifeSeries): number {
  const floor = floorOf(series);
  return floor[series.rows - 1]! - floor[warmRow(series)]!;
}

/** What a life kept from its first reading to its last, warm-up included; 0 if it shrank. */
export function keptByLife(series: LifeSeries): number {
  return Math.max(0, series.min[series.rows - 1]! - series.first[0]!);
}

/** A life in numbers. */
export function summarise(history: LifeHistory): LifeSummary {
  const { series, life, name } = history;
  const floor = settledFloor(series);
  return {
    worker: name,
    requests: life.requests,
    from: isoTime(series.from[0]!),
    to: isoTime(series.to[series.rows - 1]!),
    start: series.first[0]!,
    end: series.last[series.rows - 1]!,
    floorFrom: floor[warmRow(series)]!,
    floorTo: floor[series.rows - 1]!,
    ended: endOf(history),
  };
}

/**
 * The mean over lives of a level that each life has at each of its rows, at equal steps of the log's axis,
 * which leaves out long times without a reading. A life counts from its first row to its last. At most 60 points; empty for no lives.
 */
export function meanLevel(
  lives: readonly LifeSeries[],
  levelOf: (life: LifeSeries) => Float64Array,
): number[] {
  if (lives.length === 0) return [];
  const axes = axesOf(lives);
  const start = Math.min(...axes.map((axis) => axis[0]!));
  const end = Math.max(...axes.map((axis) => axis[axis.length - 1]!));
  const points = Math.min(POINTS, Math.max(...lives.map(({ rows }) => rows)));
  const sums = new Float64Array(points);
  const counts = new Float64Array(points);
  lives.forEach((life, i) => {
    const level = levelOf(life);
    const axis = axes[i]!;
    let row = 0;
    for (let point = 0; point < points; point++) {
      const at = points === 1 ? end : start + ((end - start) * point) / (points - 1);
      while (row < life.rows - 1 && axis[row]! < at) row++;
      const within =
        at >= axis[0]! - (end - start) / points && at <= axis[life.rows - 1]! + (end - start) / points;
      if (!within) continue;
      sums[point]! += level[row]!;
      counts[point]!++;
    }
  });
  const means: number[] = [];
  for (let point = 0; point < points; point++)
    if (counts[point]! > 0) means.push(sums[point]! / counts[point]!);
  return means;
}

/** The calls of one column so far, at each row; only those of rows that end after `since` (seconds) where it is given. */
export function callsSoFar(
  series: LifeSeries,
  column: number,
  columns: number,
  since = -Infinity,
): Float64Array {
  const sofar = new Float64Array(series.rows);
  let total = 0;
  for (let row = 0; row < series.rows; row++) {
    // Rows without a time have NaN here, and count.
    if (!(series.to[row]! < since)) total += series.calls[row * columns + column]!;
    sofar[row] = total;
  }
  return sofar;
}
