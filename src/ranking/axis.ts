/** The axis of a log's history: time, or the order of requests where the log has no times; and equal steps along it. */
import type { LifeHistory } from './history.ts';
import type { LifeSeries } from './series.ts';

/** Equal steps along the axis: cell `i` reaches from `first + i * step` to `first + (i + 1) * step`. */
export interface Steps {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/** Where each row of a life stands: it reaches from `from[row]` to `to[row]`, which never goes back. */
export interface Places {
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** Lengths that a reader can count by: seconds up to weeks. */
const LENGTHS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
  604_800, 2_419_200,
];

const HOUR = 3600;

/** From here on a table by hours makes sense; shorter logs get shorter cells, those of more days longer ones. */
const HOURLY_FROM = 6 * HOUR;

/** The most cells across, so that each can be seen and pointed at. */
const MOST_CELLS = 72;
const MOST_SHORT_CELLS = 48;

/** Parts of a cell for finer curves, the first that divides it evenly is taken. */
const PARTS = [4, 5, 3, 2];

/** Whether the log has times, and more than one. */
export function isTimed(lives: readonly LifeHistory[]): boolean {
  const all = lives.map(({ series }) => series);
  if (all.length === 0 || all.some(({ to }) => to.some((time) => Number.isNaN(time)))) return false;
  const first = Math.min(...all.map(({ from }) => from[0]!));
  return all.some(({ to, rows }) => to[rows - 1]! > first);
}

/**
 * Places in seconds. Stamps are whole seconds, and many rows may end within one: these share it evenly, so that a
 * short log does not become a staircase.
 */
export function placesInTime({ rows, from, to }: LifeSeries): Places {
  const ends = to.slice();
  for (let row = 1; row < rows; row++) ends[row] = Math.max(ends[row]!, ends[row - 1]!);
  for (let row = 0; row < rows;) {
    let next = row + 1;
    while (next < rows && ends[next] === ends[row]) next++;
    const at = ends[row]!;
    if (next - row > 1) for (let i = row; i < next; i++) ends[i] = at + (i - row + 1) / (next - row);
    row = next;
  }
  const starts = Float64Array.from(ends, (end, row) =>
    Math.min(end, row === 0 ? from[0]! : Math.max(ends[row - 1]!, from[row]!)),
  );
  return { from: starts, to: ends };
}

/** Places in requests of the worker, counted on from `before`, what its earlier lives had. */
export function placesInRequests({ requests }: LifeSeries, before: number): Places {
  let so = before;
  const from = Float64Array.from(requests, (count) => (so += count) - count);
  return { from, to: Float64Array.from(from, (start, row) => start + requests[row]!) };
}

/** The steps of a table with a cell for each hour, or what suits the length of the log; whole multiples of the step. */
export function stepsOver(from: number, to: number, timed: boolean): Steps {
  const span = Math.max(1, to - from);
  const step = timed ? timeStep(span) : countStep(span);
  const first = Math.floor(from / step) * step;
  return { first, step, count: Math.max(1, Math.ceil((to - first) / step)) };
}

/** The same stretch in finer steps, for curves. */
export function finerSteps({ first, step, count }: Steps): Steps {
  const parts = PARTS.find((part) => step % part === 0) ?? 1;
  return { first, step: step / parts, count: count * parts };
}

function timeStep(span: number): number {
  const [least, most] = span >= HOURLY_FROM ? [HOUR, MOST_CELLS] : [1, MOST_SHORT_CELLS];
  return LENGTHS.find((length) => length >= least && span / length <= most) ?? Math.ceil(span / most);
}

function countStep(span: number): number {
  const power = 10 ** Math.floor(Math.log10(span / MOST_SHORT_CELLS));
  const size = [1, 2, 5, 10].find((one) => span / (one * power) <= MOST_SHORT_CELLS) ?? 10;
  return Math.max(1, size * power);
}
