/** Columns for what belongs to no route: all requests alike, and the time that passes. */
import { BACKGROUND_NAME } from '../wording/amount.ts';
import type { ColumnKind } from './attribution/attribution.ts';
import type { Group } from './groups.ts';
import type { LifeSeries } from './series.ts';

/** Growth on every request alike: middleware, logging, the framework. */
export const EVERY_REQUEST: Group = { name: '(every request)', method: '', route: '(every request)' };

/** Growth with time: threads, timers. Its unit is the second. */
export const BACKGROUND: Group = { name: BACKGROUND_NAME, method: '', route: BACKGROUND_NAME };

/** The groups that `fillCommon` adds, in order, with their kinds. */
export const COMMON: readonly Group[] = [EVERY_REQUEST, BACKGROUND];
export const COMMON_KINDS: readonly ColumnKind[] = ['requests', 'time'];

/**
 * Fills the columns after the first `columns` of a life that has room for them: its requests, and its seconds. Where the log
 * has no time, the seconds are 0.
 */
export function fillCommon({ rows, from, to, requests, calls }: LifeSeries, columns: number): void {
  const width = columns + COMMON.length;
  for (let row = 0; row < rows; row++) {
    calls[row * width + columns] = requests[row]!;
    const seconds = to[row]! - (row === 0 ? from[0]! : to[row - 1]!);
    calls[row * width + columns + 1] = seconds > 0 ? seconds : 0;
  }
}
