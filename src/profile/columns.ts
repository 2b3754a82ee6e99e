/**
 * Buckets as columns of small whole numbers: differences to the neighbour, so that a compressor finds little to keep.
 * `packBuckets` and `unpackBuckets` are inverse to each other.
 */
import { FIGURES, NO_TIME } from '../record.ts';
import type { Figure } from '../record.ts';
import type { Bucket, FigureCell } from './profile.ts';
import type { Fields } from './fields.ts';

/** One figure's cells; a bucket without the figure has 0 in every column. */
interface PackedCells {
  readonly readings: number[];
  readonly sum: number[];
  readonly min: number[];
  readonly max: number[];
  readonly first: number[];
  readonly firstAt: number[];
  readonly last: number[];
  readonly lastAt: number[];
}

/** A life's buckets, by column. */
export interface PackedBuckets {
  readonly index: number[];
  readonly requests: number[];
  readonly from: number[];
  readonly to: number[];
  readonly figures: Partial<Record<Figure, PackedCells>>;
  /** For each endpoint called: `[endpoint, rows onward, calls, rows onward, calls, …]`. */
  readonly calls: number[][];
}

function differences(values: readonly number[]): number[] {
  return values.map((value, i) => value - (i === 0 ? 0 : values[i - 1]!));
}

function sums(values: readonly number[]): number[] {
  let total = 0;
  return values.map((value) => (total += value));
}

const CELL_COLUMNS = ['readings', 'sum', 'min', 'max', 'first', 'firstAt', 'last', 'lastAt'] as const;

function packCells(buckets: readonly Bucket[], figure: Figure, width: number): PackedCells {
  const packed: PackedCells = {
    readings: [],
    sum: [],
    min: [],
    max: [],
    first: [],
    firstAt: [],
    last: [],
    lastAt: [],
  };
  let level = 0;
  for (const { index, figures } of buckets) {
    const cell = figures[figure];
    const { readings, sum, min, max, first, firstAt, last, lastAt } = cell ?? EMPTY_CELL;
    packed.readings.push(readings);
    packed.sum.push(sum - readings * first);
    packed.min.push(first - min);
    packed.max.push(max - first);
    packed.first.push(cell ? first - level : 0);
    packed.firstAt.push(cell ? firstAt - index * width : 0);
    packed.last.push(last - first);
    packed.lastAt.push(lastAt - firstAt);
    if (cell) level = last;
  }
  return packed;
}

const EMPTY_CELL: FigureCell = {
  readings: 0,
  sum: 0,
  min: 0,
  max: 0,
  first: 0,
  firstAt: 0,
  last: 0,
  lastAt: 0,
};

function unpackCells(
  packed: PackedCells,
  index: readonly number[],
  width: number,
): (FigureCell | undefined)[] {
  let level = 0;
  return packed.readings.map((readings, row) => {
    if (readings === 0) return undefined;
    const first = level + packed.first[row]!;
    const firstAt = index[row]! * width + packed.firstAt[row]!;
    const last = first + packed.last[row]!;
    level = last;
    return {
      readings,
      sum: packed.sum[row]! + readings * first,
      min: first - packed.min[row]!,
      max: first + packed.max[row]!,
      first,
      firstAt,
      last,
      lastAt: firstAt + packed.lastAt[row]!,
    };
  });
}

function packCalls(buckets: readonly Bucket[]): number[][] {
  const columns = new Map<number, { row: number; packed: number[] }>();
  buckets.forEach(({ calls }, row) => {
    for (const [endpoint, count] of calls) {
      let column = columns.get(endpoint);
      if (!column) columns.set(endpoint, (column = { row: 0, packed: [endpoint] }));
      column.packed.push(row - column.row, count);
      column.row = row;
    }
  });
  return [...columns.values()].map(({ packed }) => packed).sort((a, b) => a[0]! - b[0]!);
}

/** The columns of a life's buckets. */
export function packBuckets(buckets: readonly Bucket[], width: number): PackedBuckets {
  const figures: Partial<Record<Figure, PackedCells>> = {};
  for (const figure of FIGURES) {
    if (buckets.some((bucket) => bucket.figures[figure])) figures[figure] = packCells(buckets, figure, width);
  }
  const from = buckets.map((bucket) => bucket.from);
  return {
    index: differences(buckets.map((bucket) => bucket.index)),
    requests: buckets.map((bucket) => bucket.requests),
    from: differences(from),
    to: buckets.map((bucket, row) => bucket.to - from[row]!),
    figures,
    calls: packCalls(buckets),
  };
}

/** The buckets that the columns stand for. Throws ProfileError where they do not fit together. */
export function unpackBuckets(fields: Fields, width: number, endpoints: number): Bucket[] {
  const index = sums(fields.wholeNumbers('index'));
  const rows = index.length;
  const column = (of: Fields, name: string): number[] => {
    const values = of.wholeNumbers(name);
    if (values.length !== rows) of.fail(`'${name}' has ${values.length} entries, not ${rows}`);
    return values;
  };
  const requests = column(fields, 'requests');
  const from = sums(column(fields, 'from'));
  const to = column(fields, 'to').map((span, row) => from[row]! + span);
  if (index.some((value, row) => row > 0 && value <= index[row - 1]!)) fields.fail(`'index' does not ascend`);
  if (from.some((time) => time < NO_TIME)) fields.fail(`'from' goes below zero`);
  const figures: Partial<Record<Figure, FigureCell>>[] = index.map(() => ({}));
  const packed = fields.object('figures');
  for (const figure of FIGURES) {
    if (!packed.has(figure)) continue;
    const cells = packed.object(figure);
    const [readings, sum, min, max, first, firstAt, last, lastAt] = CELL_COLUMNS.map((name) =>
      column(cells, name),
    );
    const all = {
      readings: readings!,
      sum: sum!,
      min: min!,
      max: max!,
      first: first!,
      firstAt: firstAt!,
      last: last!,
      lastAt: lastAt!,
    };
    unpackCells(all, index, width).forEach((cell, row) => {
      if (cell) figures[row]![figure] = cell;
    });
  }
  const calls = unpackCalls(fields, rows, endpoints);
  return index.map((place, row) => ({
    index: place,
    requests: requests[row]!,
    from: from[row]!,
    to: to[row]!,
    figures: figures[row]!,
    calls: calls[row]!,
  }));
}

function unpackCalls(fields: Fields, rows: number, endpoints: number): [number, number][][] {
  const calls: [number, number][][] = Array.from({ length: rows }, () => []);
  for (const packed of fields.arraysOfWholeNumbers('calls')) {
    const endpoint = packed[0] ?? -1;
    if (endpoint < 0 || endpoint >= endpoints || packed.length % 2 === 0)
      fields.fail(`'calls' names no endpoint`);
    let row = 0;
    for (let i = 1; i < packed.length; i += 2) {
      row += packed[i]!;
      if (row < 0 || row >= rows) fields.fail(`'calls' names no bucket`);
      calls[row]!.push([endpoint, packed[i + 1]!]);
    }
  }
  return calls;
}
