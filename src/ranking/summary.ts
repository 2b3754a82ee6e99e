/** What the lives look like before anything is blamed: levels, floors, growth. */
import { NO_TIME } from '../record.ts';
import { endOf, floorOf, settledFloor } from './history.ts';
import type { LifeHistory } from './history.ts';
import type { LifeSummary } from './ranking.ts';
import type { LifeSeries } from './series.ts';

/** Part of a life that counts as warm-up where a single number has to be chosen (the attribution tries several). */
export const WARM_UP = 0.2;

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
