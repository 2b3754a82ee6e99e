/**
 * The lives of a profile as the attribution and the summary read them: one figure, calls by column.
 */
import { NO_TIME } from '../record.ts';
import type { Figure } from '../record.ts';
import type { Life, Profile, Worker } from '../profile/profile.ts';
import { addCalls } from './openings.ts';
import type { LifeSeries } from './series.ts';

/** One life with its history of one figure. */
export interface LifeHistory {
  readonly worker: Worker;
  readonly life: Life;
  /** Display name, as in `Evidence.worker`. */
  readonly name: string;
  readonly host: string;
  readonly series: LifeSeries;
}

/** Which parts of a worker's name tell the workers of a profile apart. */
interface Telling {
  readonly severalHosts: boolean;
  readonly severalSources: boolean;
  readonly severalMachines: boolean;
}

/** Looked for once per profile: with a hundred thousand workers, to look again for each would take hours. */
const tellings = new WeakMap<Profile, Telling>();

function tellingOf(profile: Profile): Telling {
  const known = tellings.get(profile);
  if (known) return known;
  const { workers, sources } = profile;
  const telling = {
    severalHosts: new Set(workers.map(({ host }) => host)).size > 1,
    severalSources: sources.length > 1,
    severalMachines: new Set(sources.map(({ name }) => name)).size < sources.length,
  };
  tellings.set(profile, telling);
  return telling;
}

/** The display name of a worker: its pid, with host and source where there are several. */
export function workerName(profile: Profile, worker: Pick<Worker, 'source' | 'host' | 'pid'>): string {
  const source = profile.sources[worker.source]!;
  const { severalHosts, severalSources, severalMachines } = tellingOf(profile);
  const machine = severalSources && severalMachines ? ` on ${source.machine}` : '';
  return `pid ${worker.pid}${severalHosts && worker.host !== '' ? ` ${worker.host}` : ''}${severalSources ? ` ${source.name}` : ''}${machine}`;
}

/**
 * The series of one life; undefined if it has no reading of the figure. Rows are buckets that hold one; the calls of those
 * that hold none go to the next, whose reading shows their effect. `columnOf` gives each endpoint's column among the `width`.
 */
export function seriesOf(
  life: Life,
  figure: Figure,
  columnOf: readonly number[],
  width: number,
): LifeSeries | undefined {
  let rows = 0;
  for (const { figures } of life.buckets) if (figures[figure]) rows++;
  if (rows === 0) return undefined;
  const series = emptySeries(rows, width);
  let row = 0;
  let origin = 0;
  for (const bucket of life.buckets) {
    addCalls(series.calls, row * width, bucket, columnOf, 1);
    const cell = bucket.figures[figure];
    if (!cell) continue;
    if (row === 0) origin = bucket.index;
    series.at[row] = bucket.index - origin;
    series.requests[row] = bucket.requests;
    series.readings[row] = cell.readings;
    series.sum[row] = cell.sum;
    series.min[row] = cell.min;
    series.first[row] = cell.first;
    series.last[row] = cell.last;
    series.from[row] = bucket.from === NO_TIME ? NaN : bucket.from;
    series.to[row] = bucket.to === NO_TIME ? NaN : bucket.to;
    if (++row === rows) break;
  }
  return series;
}

function emptySeries(rows: number, width: number): LifeSeries {
  const column = (): Float64Array => new Float64Array(rows);
  return {
    rows,
    at: column(),
    requests: column(),
    readings: column(),
    sum: column(),
    min: column(),
    first: column(),
    last: column(),
    from: column(),
    to: column(),
    calls: new Float64Array(rows * width),
  };
}

/** The floor: for each row, the lowest reading from there to the end of the life, which is what the worker keeps. */
export function floorOf(series: LifeSeries): Float64Array {
  const floor = series.min.slice();
  for (let row = floor.length - 2; row >= 0; row--) floor[row] = Math.min(floor[row]!, floor[row + 1]!);
  return floor;
}

/** So many readings must stand behind a floor at the end of a life before it is believed. */
const SETTLED = 16;

/**
 * The floor as far as it is known: at the very end of a life nothing shows yet whether the last readings come down again
 * (the log may end on a large request), so their floor is the lowest of the last 16 readings or so.
 */
export function settledFloor(series: LifeSeries): Float64Array {
  const floor = floorOf(series);
  // An exact level holds nothing that could come down again.
  if (series.exact) return floor;
  let [first, readings] = [series.rows - 1, series.readings[series.rows - 1]!];
  while (first > 0 && readings < SETTLED) readings += series.readings[--first]!;
  return floor.fill(floor[first]!, first);
}

/** How the life ended, as the log says it; empty if it does not. */
export function endOf({ worker, life }: LifeHistory): string {
  return life.ended !== '' ? life.ended : worker.lives.at(-1) === life ? worker.after.ended : '';
}
