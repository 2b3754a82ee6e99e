/** Rows for the charts, from the data of a page. Runs when the report is made and in the browser. */
import type { DeltaData, PageData } from './page-data.ts';

/** A datum of a chart. */
export type ChartRow = Readonly<Record<string, string | number | boolean>>;

/** Tables of a chart, by the names its specification uses. */
export type ChartRows = Readonly<Record<string, readonly ChartRow[]>>;

/** Colours that are told apart by everyone; lines past them share a colour and differ in their dashes. */
export const LINE_COLOURS = 8;

/** Classes of the heat map, above none. */
export const HEAT_CLASSES = 6;

/** The colour of a verdict. */
export function verdictColour(verdict: string): string {
  return verdict === 'leak' || verdict === 'suspect' ? `var(--${verdict}-mark)` : 'var(--plain)';
}

/** The colour of a worker's lines. */
export function workerColour(worker: number): string {
  return `var(--c${(worker % LINE_COLOURS) + 1})`;
}

/** The nearest place that the log covers: steps and cells begin before it and end after it. */
function within({ from, to }: PageData, place: number): number {
  return Math.min(to, Math.max(from, place));
}

const four = (value: number): string => String(Number(value.toPrecision(4)));

/** The bars of the ranking. */
export function rankingRows({ bars }: PageData): ChartRows {
  return {
    bars: bars.map((bar, i) => ({ ...bar, i, colour: verdictColour(bar.verdict) })),
  };
}

/** Levels and floors of the workers shown, and what the picked endpoint explains of them (-1 for none). */
export function workerRows(data: PageData, hidden: ReadonlySet<number>, picked: number): ChartRows {
  const { lives, workers, unit, endpoints } = data;
  const shown = lives.map((life, i) => ({ life, i })).filter(({ life }) => !hidden.has(life.worker));
  const explained = endpoints[picked]?.explained ?? [];
  return {
    lives: shown.flatMap(({ life, i }) =>
      life.at.map((at, k) => ({
        at,
        life: i,
        worker: workers[life.worker]!.name,
        colour: workerColour(life.worker),
        dashed: life.worker >= LINE_COLOURS,
        level: life.level[k]!,
        floor: life.floor[k]!,
        levelText: `${four(life.level[k]!)} ${unit}`,
        floorText: `${four(life.floor[k]!)} ${unit}`,
      })),
    ),
    starts: shown
      .filter(({ life }) => life.start !== '')
      .map(({ life }) => ({
        at: life.at[0]!,
        colour: workerColour(life.worker),
        worker: workers[life.worker]!.name,
        text: life.start,
      })),
    deploys: data.deploys.map(({ at, text }) => ({ at, text })),
    explained: shown.flatMap(({ life, i }) =>
      (explained[i] ?? []).map((amount, k, all) => ({
        at: life.at[life.at.length - all.length + k]!,
        life: i,
        amount,
      })),
    ),
  };
}

/** What an endpoint kept so far. */
export function keptRows(data: PageData, picked: number): ChartRows {
  const endpoint = data.endpoints[picked]!;
  const start = { at: data.from, kept: 0, low: 0, high: 0, text: '0' };
  const rows = endpoint.kept.map((kept, i) => ({
    at: within(data, data.first + (i + 1) * data.step),
    kept,
    low: kept * endpoint.low,
    high: kept * endpoint.high,
    text: `${four(kept)} ${data.unit} (${four(kept * endpoint.low)} to ${four(kept * endpoint.high)})`,
  }));
  return { kept: [start, ...rows] };
}

/** Calls of an endpoint; the last row closes the last step. */
export function callRows(data: PageData, picked: number): ChartRows {
  const { calls } = data.endpoints[picked]!;
  return {
    calls: [...calls, calls.at(-1) ?? 0].map((count, i) => ({
      at: within(data, data.first + i * data.step),
      end: within(data, data.first + Math.min(calls.length, i + 1) * data.step),
      calls: Math.round(count * 10) / 10,
    })),
  };
}

/**
 * By how much single calls of an endpoint moved memory: what was given back, a place for zero, what was taken. Few have a
 * `tick`, as many on the one side as on the other. Peaks have one side only.
 */
export function deltaRows(data: PageData, picked: number): ChartRows {
  const { deltas } = data.endpoints[picked]!;
  const rowsOf = (side: readonly DeltaData[], every: number): ChartRow[] =>
    side.map(({ label, range, calls, grew }, i) => ({
      label,
      range,
      calls,
      // The last of a side has one, and those a whole number of strides before it.
      tick: (side.length - 1 - i) % every === 0 ? label : '',
      colour: grew ? 'var(--leak-mark)' : 'var(--c1)',
    }));
  const taken = deltas.filter(({ grew }) => grew);
  if (data.isOfPeaks) return { deltas: numbered(rowsOf(taken, stride(taken.length, PEAK_TICKS))) };
  const given = deltas.filter(({ grew }) => !grew).toReversed();
  const every = stride(taken.length, SIDE_TICKS);
  const zero = { label: '0', range: 'nothing', calls: 0, tick: '0', colour: 'var(--plain)' };
  return { deltas: numbered([...rowsOf(given, every).toReversed(), zero, ...rowsOf(taken, every)]) };
}

/** Labels that have room beneath the classes of one side, and beneath those of peaks. */
const SIDE_TICKS = 2;
const PEAK_TICKS = 4;

function stride(count: number, ticks: number): number {
  return Math.max(1, Math.ceil(count / ticks));
}

function numbered(rows: readonly ChartRow[]): ChartRow[] {
  return rows.map((row, i) => ({ ...row, i }));
}

/** The cells of the heat map; empty ones are left out. */
export function heatRows(data: PageData): ChartRows {
  const most = heatTop(data);
  const length = data.step * data.cell;
  return {
    cells: data.heat.flatMap(({ name, amounts }, i) =>
      amounts.flatMap((amount, k) =>
        amount === 0
          ? []
          : [
              {
                i,
                name,
                at: within(data, data.first + k * length),
                end: within(data, data.first + (k + 1) * length),
                level: Math.min(HEAT_CLASSES, Math.floor((amount / most) * HEAT_CLASSES) + 1),
                text: `${four(amount)} ${data.unit}`,
              },
            ],
      ),
    ),
    names: data.heat.map(({ name }, i) => ({ i, name })),
  };
}

/** The rows of a heat map for a drawing that nobody points at: neighbours of one shade are one cell. */
export function heatStrips(data: PageData): ChartRows {
  const { cells = [], names = [] } = heatRows(data);
  const strips: ChartRow[] = [];
  for (const cell of cells) {
    const before = strips.at(-1);
    if (
      before &&
      before['i'] === cell['i'] &&
      before['end'] === cell['at'] &&
      before['level'] === cell['level']
    )
      strips[strips.length - 1] = { ...before, end: cell['end']! };
    else strips.push(cell);
  }
  return { cells: strips, names };
}

/** The data with fewer points in the lines of workers, for a drawing. The highest reading of what is left out stays. */
export function withFewerPoints(data: PageData, most: number): PageData {
  const all = data.lives.reduce((sum, { at }) => sum + at.length, 0);
  const every = Math.ceil(all / most);
  const stays = (i: number, values: readonly number[]): boolean => (values.length - 1 - i) % every === 0;
  const thin = (values: readonly number[]): number[] => values.filter((_, i) => stays(i, values));
  return {
    ...data,
    lives: data.lives.map((life) => ({
      ...life,
      at: thin(life.at),
      level: thin(life.level.map((_, i) => Math.max(...life.level.slice(Math.max(0, i + 1 - every), i + 1)))),
      floor: thin(life.floor),
    })),
  };
}

/** The largest amount of a cell; 0 for none. */
export function heatTop({ heat }: Pick<PageData, 'heat'>): number {
  return heat.reduce((most, { amounts }) => Math.max(most, ...amounts), 0);
}
