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

/** One level, with what was called since the one before it. */
interface Opening {
  readonly at: number;
  readonly level: number;
  readonly time: number;
  readonly requests: number;
  readonly calls: Float64Array;
}

/** The first reading of each bucket that has one. Those of the probe stand at the beginning of a bucket, so no request is astride. */
function openings(life: Life, figure: Figure, columnOf: readonly number[], columns: number): Opening[] {
  const found: Opening[] = [];
  let calls = new Float64Array(columns);
  let requests = 0;
  for (const bucket of life.buckets) {
    const cell = bucket.figures[figure];
    // A reading within a bucket is taken to have its share of the bucket's requests before it.
    const before = cell ? (cell.firstAt - bucket.index * life.width) / life.width : 1;
    addCalls(calls, bucket, columnOf, before);
    requests += before * bucket.requests;
    if (!cell) continue;
    found.push({ at: cell.firstAt, level: cell.first, time: bucket.from, requests, calls });
    calls = new Float64Array(columns);
    addCalls(calls, bucket, columnOf, 1 - before);
    requests = (1 - before) * bucket.requests;
  }
  return found;
}

function addCalls(into: Float64Array, { calls }: Bucket, columnOf: readonly number[], part: number): void {
  if (part === 0) return;
  for (let i = 0; i < calls.length; i += 2) into[columnOf[calls[i]!]!]! += part * calls[i + 1]!;
}

/** The series of one life with exact readings; undefined if there is none. */
export function openingSeries(
  life: Life,
  figure: Figure,
  columnOf: readonly number[],
  columns: number,
): LifeSeries | undefined {
  const rows = openings(life, figure, columnOf, columns);
  if (rows.length === 0) return undefined;
  const level = Float64Array.from(rows, (row) => row.level);
  const time = Float64Array.from(rows, (row) => (row.time === NO_TIME ? NaN : row.time));
  const calls = new Float64Array(rows.length * columns);
  rows.forEach((row, r) => calls.set(row.calls, r * columns));
  return {
    exact: true,
    rows: rows.length,
    at: Float64Array.from(rows, (row) => row.at - rows[0]!.at),
    requests: Float64Array.from(rows, (row) => row.requests),
    readings: new Float64Array(rows.length).fill(1),
    sum: level,
    min: level,
    first: level,
    last: level,
    from: time,
    to: time,
    calls,
  };
}
