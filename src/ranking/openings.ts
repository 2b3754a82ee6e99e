/**
 * Lives whose figures were read as requests began, from what the allocators have in use: exact levels at known places.
 *
 * All that ended before a request begins is released by then, so two such levels differ by what the requests between
 * them left. Nothing has to be looked for under noise, as with RSS; rows are the readings themselves.
 */
import type { Figure } from '../record.ts';
import { NO_TIME } from '../record.ts';
import type { Bucket, Life } from '../profile/profile.ts';
import type { LifeSeries } from './series.ts';

/** Figures that count what is in use, the better first. RSS read at the start is as blurred as at the end. */
export const EXACT_FIGURES: readonly Figure[] = ['live', 'blocks'];

/** Whether the readings of a figure in this life are exact. */
export function isExact(life: Life, figure: Figure): boolean {
  return (
    EXACT_FIGURES.includes(figure) && life.firstRead?.atStart === true && life.coordinate === 'workerRequests'
  );
}

/**
 * The series of one life with exact readings; undefined if there is none. Rows are the first readings of the buckets that have
 * one. Those of the probe stand at the beginning of a bucket, so no request is astride.
 */
export function openingSeries(
  life: Life,
  figure: Figure,
  columnOf: readonly number[],
  width: number,
): LifeSeries | undefined {
  const rows = life.buckets.filter(({ figures }) => figures[figure]).length;
  if (rows === 0) return undefined;
  const [at, requests] = [new Float64Array(rows), new Float64Array(rows)];
  const [level, time] = [new Float64Array(rows), new Float64Array(rows)];
  const calls = new Float64Array(rows * width);
  let row = 0;
  for (const bucket of life.buckets) {
    const cell = bucket.figures[figure];
    // A reading within a bucket is taken to have its share of the bucket's requests before it.
    const before = cell ? (cell.firstAt - bucket.index * life.width) / life.width : 1;
    addCalls(calls, row * width, bucket, columnOf, before);
    requests[row]! += before * bucket.requests;
    if (!cell) continue;
    at[row] = cell.firstAt;
    level[row] = cell.first;
    time[row] = bucket.from === NO_TIME ? NaN : bucket.from;
    if (++row === rows) break;
    addCalls(calls, row * width, bucket, columnOf, 1 - before);
    requests[row] = (1 - before) * bucket.requests;
  }
  return {
    exact: true,
    rows,
    at: at.map((place) => place - at[0]!),
    requests,
    readings: new Float64Array(rows).fill(1),
    sum: level,
    min: level,
    first: level,
    last: level,
    from: time,
    to: time,
    calls,
  };
}

/** Adds a part of the calls of a bucket to the row of `into` that begins at `at`. */
export function addCalls(
  into: Float64Array,
  at: number,
  { calls }: Bucket,
  columnOf: readonly number[],
  part: number,
): void {
  if (part === 0) return;
  for (let i = 0; i < calls.length; i += 2) into[at + columnOf[calls[i]!]!]! += part * calls[i + 1]!;
}
