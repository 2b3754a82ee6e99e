/**
 * The lives of a profile as the attribution and the summary read them: one figure, calls by column.
 */
import { NO_TIME } from '../record.ts';
import type { Figure } from '../record.ts';
import type { Bucket, FigureCell, Life, Profile, Worker } from '../profile/profile.ts';
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

interface Row {
  readonly bucket: Bucket;
  readonly cell: FigureCell;
  readonly calls: Map<number, number>;
}

/** Buckets that hold a reading; the calls of those that hold none go to the next one, whose reading shows their effect. */
function rowsOf(life: Life, figure: Figure, columnOf: readonly number[]): Row[] {
  const rows: Row[] = [];
  let calls = new Map<number, number>();
  for (const bucket of life.buckets) {
    for (let i = 0; i < bucket.calls.length; i += 2) {
      const column = columnOf[bucket.calls[i]!]!;
      calls.set(column, (calls.get(column) ?? 0) + bucket.calls[i + 1]!);
    }
    const cell = bucket.figures[figure];
    if (!cell) continue;
    rows.push({ bucket, cell, calls });
    calls = new Map<number, number>();
  }
  return rows;
}

/** The series of one life; undefined if it has no reading of the figure. `columnOf` gives each endpoint's column. */
export function seriesOf(
  life: Life,
  figure: Figure,
  columnOf: readonly number[],
  columns: number,
): LifeSeries | undefined {
  const rows = rowsOf(life, figure, columnOf);
  if (rows.length === 0) return undefined;
  const origin = rows[0]!.bucket.index;
  const column = (read: (row: Row) => number): Float64Array => Float64Array.from(rows, read);
  const time = (value: number): number => (value === NO_TIME ? NaN : value);
  const calls = new Float64Array(rows.length * columns);
  rows.forEach((row, r) => row.calls.forEach((count, c) => (calls[r * columns + c] = count)));
  return {
    rows: rows.length,
    at: column(({ bucket }) => bucket.index - origin),
    requests: column(({ bucket }) => bucket.requests),
    readings: column(({ cell }) => cell.readings),
    sum: column(({ cell }) => cell.sum),
    min: column(({ cell }) => cell.min),
    first: column(({ cell }) => cell.first),
    last: column(({ cell }) => cell.last),
    from: column(({ bucket }) => time(bucket.from)),
    to: column(({ bucket }) => time(bucket.to)),
    calls,
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
