/** Lives on the grid that is fitted: at most a few hundred buckets of nearly equal work, counts by column instead of by row. */
import { median, sum } from 'simple-statistics';
import type { LifeSeries } from '../series.ts';
import {
  FINE_BUCKETS,
  MAX_BUCKETS,
  MIN_BUCKET_READINGS,
  MIN_BUCKETS,
  SHORT_BUCKET,
  TOTAL_BUCKETS,
} from './tuning.ts';

/** A life ready to be fitted. */
export interface CoarseLife {
  /** There where each row is an exact level, see `LifeSeries.exact`. */
  readonly exact?: true;
  /** Buckets, and those in use: the last is left out when it is much shorter than the others. */
  readonly rows: number;
  readonly usable: number;
  /**
   * Middle of each bucket in readings so far, over the median readings of a bucket. Holes in the heap fill and
   * slack wanders with work, not with time: a quiet night is one bucket, not a hundred.
   */
  readonly clock: Float64Array;
  /** Time of the last request of each bucket, seconds; NaN where the log has none. */
  readonly time: Float64Array;
  readonly mean: Float64Array;
  readonly min: Float64Array;
  /** Calls by column, then by bucket. */
  readonly counts: readonly Float64Array[];
}

/** Buckets a life may have when there are so many lives. */
export function bucketsPerLife(lives: number): number {
  return Math.min(MAX_BUCKETS, Math.max(MIN_BUCKETS, Math.floor(TOTAL_BUCKETS / Math.max(1, lives))));
}

/** Merges neighbours into at most `most` buckets of nearly equal numbers of readings. */
export function coarsen(life: LifeSeries, columnCount: number, most: number): CoarseLife {
  const bucketOf = equalWork(life, most);
  const rows = life.rows > 0 ? bucketOf[life.rows - 1]! + 1 : 0;
  const mean = new Float64Array(rows);
  const time = new Float64Array(rows);
  const readings = new Float64Array(rows);
  const min = new Float64Array(rows).fill(Infinity);
  // One piece of memory for all columns: a hundred thousand small ones would keep the collector busy.
  const cells = new Float64Array(columnCount * rows);
  const counts = Array.from({ length: columnCount }, (_, j) => cells.subarray(j * rows, (j + 1) * rows));
  for (let from = 0; from < life.rows; from++) {
    const to = bucketOf[from]!;
    mean[to] = mean[to]! + life.sum[from]!;
    time[to] = life.to[from]!;
    readings[to] = readings[to]! + life.readings[from]!;
    min[to] = Math.min(min[to]!, life.min[from]!);
    addToColumns(cells, to, rows, life.calls, from * columnCount, columnCount);
  }
  for (let t = 0; t < rows; t++) mean[t] = mean[t]! / readings[t]!;
  const typical = rows > 0 ? median(Array.from(readings)) : 1;
  const short = rows > 1 && readings[rows - 1]! < SHORT_BUCKET * typical;
  const clock = clockOf(readings, typical);
  return { rows, usable: short ? rows - 1 : rows, clock, time, mean, min, counts };
}

/** Adds a row of `n` calls to row `to` of columns that stand one after the other, `rows` entries each. */
function addToColumns(
  cells: Float64Array,
  to: number,
  rows: number,
  calls: Float64Array,
  at: number,
  n: number,
): void {
  for (let j = 0; j < n; j++) cells[j * rows + to] = cells[j * rows + to]! + calls[at + j]!;
}

/**
 * The new bucket of each old one: the one in `most` parts of all readings, or fewer, that its middle falls into. Equal
 * work matters: on a grid of time, with busy days and quiet nights, the fit loses a fifth of its precision.
 */
function equalWork(life: LifeSeries, most: number): Int32Array {
  const all = sum(Array.from(life.readings));
  const parts = Math.min(most, Math.max(FINE_BUCKETS, Math.floor(all / MIN_BUCKET_READINGS)));
  const share = all / parts;
  const bucketOf = new Int32Array(life.rows);
  let bucket = -1;
  let part = -1;
  let before = 0;
  for (let t = 0; t < life.rows; t++) {
    const now = Math.floor((before + life.readings[t]! / 2) / share);
    if (now !== part) bucket++;
    part = now;
    bucketOf[t] = bucket;
    before += life.readings[t]!;
  }
  return bucketOf;
}

function clockOf(readings: Float64Array, typical: number): Float64Array {
  const clock = new Float64Array(readings.length);
  let before = 0;
  for (let t = 0; t < readings.length; t++) {
    clock[t] = (before + readings[t]! / 2) / typical;
    before += readings[t]!;
  }
  return clock;
}
