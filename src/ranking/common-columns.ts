/** Columns for what belongs to no route: all requests alike, and the time that passes. */
import { BACKGROUND_NAME } from '../wording/amount.ts';
import type { ColumnKind } from './attribution/attribution.ts';
import type { Group } from './groups.ts';
import type { LifeSeries } from './series.ts';

/** Growth on every request alike: middleware, logging, the framework. */
export const EVERY_REQUEST: Group = { name: '(every request)', method: '', route: '(every request)' };

/** Growth with time: threads, timers. Its unit is the second. */
export const BACKGROUND: Group = { name: BACKGROUND_NAME, method: '', route: BACKGROUND_NAME };

/** The groups that `withCommon` adds, in order, with their kinds. */
export const COMMON: readonly Group[] = [EVERY_REQUEST, BACKGROUND];
export const COMMON_KINDS: readonly ColumnKind[] = ['requests', 'time'];

/** The life with a column of its requests and one of its seconds after the `columns` it has. Where the log has no time, the seconds are 0. */
export function withCommon(life: LifeSeries, columns: number): LifeSeries {
  const width = columns + COMMON.length;
  const calls = new Float64Array(life.rows * width);
  for (let row = 0; row < life.rows; row++) {
    calls.set(life.calls.subarray(row * columns, (row + 1) * columns), row * width);
    calls[row * width + columns] = life.requests[row]!;
    const before = row === 0 ? life.from[0]! : life.to[row - 1]!;
    const seconds = life.to[row]! - before;
    calls[row * width + columns + 1] = seconds > 0 ? seconds : 0;
  }
  return { ...life, calls };
}
