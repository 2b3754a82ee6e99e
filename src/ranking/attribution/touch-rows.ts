/**
 * The response `touch`: buckets whose least reading is never undercut later in the life.
 *
 * Where RSS is a sawtooth these are the readings of the live heap; everything above them is passing. They are
 * few and uneven, so the ratio of white to random-walk noise matters and the rows go through `local-level.ts`.
 */
import type { LaggedLife } from './lagged-counts.ts';
import { localLevelGains, whiten } from './local-level.ts';
import type { RowRange, RowSet } from './row-set.ts';
import { MIN_LIFE_ROWS } from './tuning.ts';

/** Rows of a life, ascending, that are touch points (a tie with a later bucket counts); of exact levels each is one. */
export function touchPoints(life: LaggedLife): Int32Array {
  if (life.exact) return Int32Array.from(life.min.keys());
  const points: number[] = [];
  let floor = Infinity;
  for (let t = life.usable - 1; t >= 0; t--) {
    if (life.min[t]! > floor) continue;
    floor = life.min[t]!;
    points.push(t);
  }
  return Int32Array.from(points.reverse());
}

/** The touch points past the warm-up, or none when they are too few. */
export function pointsAfter(life: LaggedLife, points: Int32Array, warm: number): Int32Array {
  const first = Math.ceil(life.rows * warm);
  const late = points.filter((t) => t >= first);
  return late.length >= MIN_LIFE_ROWS ? late : late.subarray(0, 0);
}

/** Rows that are not whitened yet, with the clock of each. */
export interface TouchLevels extends RowSet {
  readonly clock: Float64Array;
}

/** Columns in the order [y, E (k), D (k)] at the touch points past the warm-up, not whitened; one range per life in use. */
export function touchLevels(
  lives: readonly LaggedLife[],
  points: readonly Int32Array[],
  warm: number,
): TouchLevels {
  const late = lives.map((life, i) => pointsAfter(life, points[i]!, warm));
  const rows = late.reduce((sum, list) => sum + list.length, 0);
  const k = lives[0]?.lagged.length ?? 0;
  const columns = Array.from({ length: 2 * k + 1 }, () => new Float64Array(rows));
  const clock = new Float64Array(rows);
  const ranges: RowRange[] = [];
  let at = 0;
  for (const [i, life] of lives.entries()) {
    const list = late[i]!;
    if (list.length === 0) continue;
    take(life.clock, list, clock, at);
    take(life.min, list, columns[0]!, at);
    for (let j = 0; j < k; j++) {
      take(life.lagged[j]!, list, columns[j + 1]!, at);
      take(life.transient[j]!, list, columns[k + j + 1]!, at);
    }
    ranges.push({ life: i, from: at, to: at + list.length });
    at += list.length;
  }
  return { columns, ranges, clock };
}

/** Copies some rows of a column to `out` from `at` on. */
function take(column: Float64Array, rows: Int32Array, out: Float64Array, at: number): void {
  for (let r = 0; r < rows.length; r++) out[at + r] = column[rows[r]!]!;
}

/** Whitened touch points, and the log determinant that the likelihood of their noise ratio needs. */
export interface TouchRows extends RowSet {
  readonly logDeterminant: number;
}

/** Whitens levels under the given ratio of random-walk to white noise. The first point of each life is used up as its level. */
export function touchRows(levels: TouchLevels, ratio: number): TouchRows {
  const rows = levels.clock.length - levels.ranges.length;
  const columns = levels.columns.map(() => new Float64Array(rows));
  const ranges: RowRange[] = [];
  let logDeterminant = 0;
  for (const [n, { life, from, to }] of levels.ranges.entries()) {
    const gains = localLevelGains(levels.clock.subarray(from, to), ratio);
    logDeterminant += gains.logDeterminant;
    const start = from - n;
    for (let j = 0; j < columns.length; j++) whiten(levels.columns[j]!, gains, columns[j]!, from, start);
    ranges.push({ life, from: start, to: start + to - from - 1 });
  }
  return { columns, ranges, logDeterminant };
}
