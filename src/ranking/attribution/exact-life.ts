/** Lives of exact levels: nothing to average, and memory follows calls at once. */
import { median } from 'simple-statistics';
import type { LifeSeries } from '../series.ts';
import type { CoarseLife } from './coarse-life.ts';
import type { LaggedLife } from './lagged-counts.ts';

/** The life with its levels as they are. The clock runs with requests, as what wanders does. */
export function exactLife(life: LifeSeries, columnCount: number): CoarseLife {
  const { rows } = life;
  const cells = new Float64Array(columnCount * rows);
  const counts = Array.from({ length: columnCount }, (_, j) => cells.subarray(j * rows, (j + 1) * rows));
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < columnCount; j++) cells[j * rows + row] = life.calls[row * columnCount + j]!;
  }
  const typical = Math.max(1, rows > 0 ? median(Array.from(life.requests)) : 1);
  const clock = new Float64Array(rows);
  for (let t = 1; t < rows; t++) clock[t] = clock[t - 1]! + Math.max(life.requests[t]!, 1) / typical;
  return { exact: true, rows, usable: rows, clock, time: life.to, mean: life.sum, min: life.min, counts };
}

/** Adds the regressors: calls so far; nothing is in passing. */
export function withExactCounts(life: CoarseLife): LaggedLife {
  const lagged = life.counts.map((counts) => {
    const sums = new Float64Array(life.usable);
    let sofar = 0;
    for (let t = 0; t < life.usable; t++) sums[t] = sofar += counts[t]!;
    return sums;
  });
  return { ...life, lagged, transient: life.counts.map(() => new Float64Array(life.usable)) };
}
