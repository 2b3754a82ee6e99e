/** How far the vertical axis of a chart over the log reaches for the part of the log that is shown. Runs in the browser too. */
import type { PageData } from './page-data.ts';

/** What of the log is shown. */
export interface Shown {
  readonly from: number;
  readonly to: number;
  /** Workers that are not. */
  readonly hidden: ReadonlySet<number>;
}

/** The least and the greatest value, in the unit of the chart; `low < high`. */
export interface Reach {
  readonly low: number;
  readonly high: number;
}

/** All of the log. */
export function allOf({ from, to }: Pick<PageData, 'from' | 'to'>): Shown {
  return { from, to, hidden: new Set() };
}

/** For the chart of workers: from zero while all is shown, from the lowest floor within a stretch of it. */
export function workersReach(data: PageData, shown: Shown): Reach {
  const lives = data.lives.filter(({ worker }) => !shown.hidden.has(worker));
  const inside = lives.map(({ at, level, floor }) => {
    // A line crosses the edges of the stretch: the points beyond belong to it.
    const first = Math.max(
      0,
      at.findLastIndex((place) => place <= shown.from),
    );
    const next = at.findIndex((place) => place >= shown.to);
    const end = next < 0 ? at.length : next + 1;
    const isThere = at[0]! <= shown.to && at.at(-1)! >= shown.from;
    return isThere
      ? { level: level.slice(first, end), floor: floor.slice(first, end) }
      : { level: [], floor: [] };
  });
  const tops = inside.flatMap(({ level, floor }) => [...level, ...floor]);
  const isWhole = shown.from <= data.from && shown.to >= data.to;
  return isWhole ? reachOf([0, ...tops]) : reachOf([...tops, ...inside.flatMap(({ floor }) => floor)]);
}

/** For the chart of what an endpoint kept so far, its interval included. */
export function keptReach(data: PageData, endpoint: number, shown: Shown): Reach {
  const { kept, low, high } = data.endpoints[endpoint]!;
  const isWhole = shown.from <= data.from && shown.to >= data.to;
  const inside = kept.slice(...stepsShown(data, shown, kept.length));
  const ends = inside.flatMap((value) => [value * low, value * high, value]);
  return isWhole ? reachOf([0, ...ends]) : reachOf(ends);
}

/** For the chart of calls: from zero to one call at least, so that its marks are whole calls. */
export function callsReach(data: PageData, endpoint: number, shown: Shown): Reach {
  const { calls } = data.endpoints[endpoint]!;
  return reachOf([0, 1, ...calls.slice(...stepsShown(data, shown, calls.length))]);
}

/** Which steps touch the stretch, as the ends of a slice. */
function stepsShown({ first, step }: PageData, { from, to }: Shown, count: number): [number, number] {
  const start = Math.min(count - 1, Math.max(0, Math.floor((from - first) / step)));
  return [start, Math.max(start + 1, Math.ceil((to - first) / step))];
}

function reachOf(values: readonly number[]): Reach {
  const finite = values.filter((value) => Number.isFinite(value));
  const low = finite.reduce((least, value) => Math.min(least, value), Infinity);
  const high = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  if (low < high) return { low, high };
  return Number.isFinite(low)
    ? { low: low - Math.max(1, low / 100), high: low + Math.max(1, low / 100) }
    : { low: 0, high: 1 };
}
