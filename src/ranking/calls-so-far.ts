/** The calls that a life has had of each column: in all, and at the rows that sparklines show. */
import { addScaled } from './attribution/vectors.ts';
import type { LifePoints } from './points.ts';
import type { LifeSeries } from './series.ts';

/** Calls by column, added up once for all columns: each would pass over all rows again. */
export interface CallsSoFar {
  readonly total: Float64Array;
  /** At each of `LifePoints.rows`, by column: `atPoints[place * columns + column]`. */
  readonly atPoints: Float64Array;
}

/** Adds up the calls of a life that has so many columns. */
export function callsOf({ rows, calls }: LifeSeries, points: LifePoints, columns: number): CallsSoFar {
  const total = new Float64Array(columns);
  const atPoints = new Float64Array(points.rows.length * columns);
  let place = 0;
  for (let row = 0; row < rows; row++) {
    addScaled(total, 0, calls, row * columns, columns, 1);
    if (points.rows[place] === row) atPoints.set(total, columns * place++);
  }
  return { total, atPoints };
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
