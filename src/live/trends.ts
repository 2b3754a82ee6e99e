/** Where the kept memory of each endpoint has been going lately. */
import type { Ranking } from '../ranking/ranking.ts';
import type { Trend } from '../render/live/view.ts';

/** Points of a sparkline that must be there to speak of a trend. */
const LEAST_POINTS = 8;

/** A change by less than this part of the whole span is none. */
const FLAT = 0.05;

/** An arrow for each endpoint with enough history: its last quarter against the quarter before. */
export function trendsOf({ findings }: Ranking): ReadonlyMap<string, Trend> {
  const trends = new Map<string, Trend>();
  for (const { endpoint, floor } of findings) {
    if (floor.length < LEAST_POINTS) continue;
    const quarter = Math.floor(floor.length / 4);
    const change = mean(floor.slice(-quarter)) - mean(floor.slice(-2 * quarter, -quarter));
    const span = Math.max(...floor) - Math.min(...floor);
    trends.set(endpoint, Math.abs(change) <= FLAT * span ? 'flat' : change > 0 ? 'up' : 'down');
  }
  return trends;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
