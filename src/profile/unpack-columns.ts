/** The columns of columns.ts made buckets again, on the same grid or, where a merge keeps no more, on a wider one. */
import { FIGURES, NO_TIME } from '../record.ts';
import type { Figure } from '../record.ts';
import type { Fields } from './fields.ts';
import type { Bucket, FigureCell } from './profile.ts';

/** The grid that a life was packed on, the one it is wanted on (`width` times a power of two), and how many endpoints there are. */
export interface Unpacking {
  readonly width: number;
  readonly wanted: number;
  readonly endpoints: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A bucket that several packed rows may fall into. */
interface Row extends Writable<Bucket> {
  readonly figures: Partial<Record<Figure, Writable<FigureCell>>>;
  readonly calls: number[];
}

function sums(values: readonly number[]): number[] {
  let total = 0;
  return values.map((value) => (total += value));
}

/** The buckets that the columns stand for. Throws ProfileError where they do not fit together. */
export function unpackBuckets(fields: Fields, { width, wanted, endpoints }: Unpacking): Bucket[] {
  const index = sums(fields.wholeNumbers('index'));
  if (index.length > 0 && index[0]! < 0) fields.fail(`'index' goes below zero`);
  const rows: Row[] = [];
  const step = wanted / width;
  // For each packed row the one it falls into.
  const places = index.map((value, i) => {
    if (i > 0 && value <= index[i - 1]!) fields.fail(`'index' does not ascend`);
    const place = Math.floor(value / step);
    if (rows.at(-1)?.index !== place)
      rows.push({ index: place, requests: 0, from: NO_TIME, to: NO_TIME, figures: {}, calls: [] });
    return rows.length - 1;
  });
  const column = (of: Fields, name: string): number[] => {
    const values = of.wholeNumbers(name);
    if (values.length !== index.length)
      of.fail(`'${name}' has ${values.length} entries, not ${index.length}`);
    return values;
  };
  const from = sums(column(fields, 'from'));
  if (from.some((time) => time < NO_TIME)) fields.fail(`'from' goes below zero`);
  const [requests, spans] = [column(fields, 'requests'), column(fields, 'to')];
  places.forEach((place, i) => {
    const row = rows[place]!;
    row.requests += requests[i]!;
    if (from[i] === NO_TIME) return;
    if (row.from === NO_TIME || from[i]! < row.from) row.from = from[i]!;
    row.to = Math.max(row.to, from[i]! + spans[i]!);
  });
  const figures = fields.object('figures');
  for (const figure of FIGURES) {
    if (!figures.has(figure)) continue;
    const cells = figures.object(figure);
    const starts = index.map((value) => value * width);
    unpackCells(
      (name) => column(cells, name),
      starts,
      (i, cell) => addCell(rows[places[i]!]!, figure, cell),
    );
  }
  unpackCalls(fields, endpoints, rows, places);
  return rows;
}

/** Hands on the cells of one figure; `starts` are the least coordinates of the packed rows. */
function unpackCells(
  column: (name: keyof FigureCell) => number[],
  starts: readonly number[],
  take: (row: number, cell: Writable<FigureCell>) => void,
): void {
  const [readings, sum, min, max] = [column('readings'), column('sum'), column('min'), column('max')];
  const [firsts, firstAts] = [column('first'), column('firstAt')];
  const [lasts, lastAts] = [column('last'), column('lastAt')];
  let level = 0;
  readings.forEach((count, row) => {
    if (count === 0) return;
    const first = level + firsts[row]!;
    const firstAt = starts[row]! + firstAts[row]!;
    const last = first + lasts[row]!;
    level = last;
    take(row, {
      readings: count,
      sum: sum[row]! + count * first,
      min: first - min[row]!,
      max: first + max[row]!,
      first,
      firstAt,
      last,
      lastAt: firstAt + lastAts[row]!,
    });
  });
}

/** Rows come in order, so what is there came first. */
function addCell({ figures }: Row, figure: Figure, cell: Writable<FigureCell>): void {
  const there = figures[figure];
  if (!there) {
    figures[figure] = cell;
    return;
  }
  there.readings += cell.readings;
  there.sum += cell.sum;
  there.min = Math.min(there.min, cell.min);
  there.max = Math.max(there.max, cell.max);
  there.last = cell.last;
  there.lastAt = cell.lastAt;
}

function unpackCalls(
  fields: Fields,
  endpoints: number,
  rows: readonly Row[],
  places: readonly number[],
): void {
  for (const packed of fields.arraysOfWholeNumbers('calls')) {
    const endpoint = packed[0] ?? -1;
    if (endpoint < 0 || endpoint >= endpoints || packed.length % 2 === 0)
      fields.fail(`'calls' names no endpoint`);
    let [at, place, count] = [0, -1, 0];
    for (let i = 1; i < packed.length; i += 2) {
      at += packed[i]!;
      if (at < 0 || at >= places.length) fields.fail(`'calls' names no bucket`);
      if (places[at] !== place) {
        if (place >= 0) rows[place]!.calls.push(endpoint, count);
        [place, count] = [places[at]!, 0];
      }
      count += packed[i + 1]!;
    }
    if (place >= 0) rows[place]!.calls.push(endpoint, count);
  }
}
