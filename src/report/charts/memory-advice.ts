/** The memory of all workers over a day or more, replayed: as advised, under the user's own settings, without restarts; the limits as lines. */
import type { TopLevelSpec } from 'vega-lite';
import type { AdviceChart } from '../../advise/advice.ts';
import { unitName, unitPower } from '../../wording/bytes.ts';
import type { ChartRow, ChartRows } from '../rows.ts';
import { LOOK } from './look.ts';

/** Room above the machine's memory, as a part of it: a line that leaves at the top is seen to do so. */
const ABOVE = 1.12;

/** Points of each line for each pixel of the width of a drawing. */
const POINTS = 0.25;

/** The lines, in the order in which a reader looks for them, and their colours: `s1` of the style is `--c1`. */
export const ADVICE_LINES = [
  { key: 'advised', colour: 1, dash: [1, 0] },
  { key: 'whatIf', colour: 2, dash: [6, 3] },
  { key: 'never', colour: 8, dash: [2, 3] },
] as const;

/** What the axis is in, and how high it reaches. */
function scaleOf({ memory }: AdviceChart): {
  readonly unit: string;
  readonly by: number;
  readonly top: number;
} {
  const power = unitPower(memory);
  const by = 1024 ** power;
  return { unit: unitName(power), by, top: (ABOVE * memory) / by };
}

/** Minutes where hours would be few. */
function timeOf({ never, step }: AdviceChart): { readonly unit: string; readonly by: number } {
  return never.length * step < 3 * 3600 ? { unit: 'minutes', by: 60 } : { unit: 'hours', by: 3600 };
}

/** The specification; its tables are `limits` and one for each of `ADVICE_LINES`. */
export function memoryAdviceChart(chart: AdviceChart): TopLevelSpec {
  const { unit, top } = scaleOf(chart);
  const y = {
    type: 'quantitative' as const,
    title: unit,
    scale: { domainMin: 0, domainMax: top, nice: false },
  };
  const seconds = chart.never.length * chart.step;
  const time = timeOf(chart);
  const x = {
    field: 'at',
    type: 'quantitative' as const,
    scale: { domainMin: 0, domainMax: seconds / time.by, nice: false },
    axis: { title: `${time.unit} after a start at midnight`, labelBound: true },
  };
  return {
    config: LOOK,
    width: 600,
    height: 260,
    autosize: { type: 'fit-x', contains: 'padding' },
    layer: [
      {
        data: { name: 'limits' },
        mark: { type: 'rule', strokeDash: [8, 4] },
        encoding: { y: { field: 'amount', ...y } },
      },
      {
        data: { name: 'limits' },
        mark: { type: 'text', align: 'right', baseline: 'bottom', dx: -4, dy: -3, fill: 'var(--quiet)' },
        encoding: { x: { value: 'width' }, y: { field: 'amount', ...y }, text: { field: 'text' } },
      },
      ...ADVICE_LINES.map(({ key, colour, dash }) => ({
        data: { name: key },
        mark: {
          type: 'line' as const,
          strokeWidth: 2,
          stroke: `var(--c${colour.toString()})`,
          strokeDash: [...dash],
        },
        encoding: { x, y: { field: 'amount', ...y } },
      })),
    ],
  };
}

/** The rows for a drawing so many pixels wide. */
export function memoryAdviceRows(chart: AdviceChart, width: number): ChartRows {
  const { by, top } = scaleOf(chart);
  const group = Math.max(1, Math.ceil(chart.never.length / (POINTS * width)));
  const rowsOf = (points: readonly number[] | null): readonly ChartRow[] =>
    withinReach(highestOf(points ?? [], group), top * by).map((amount, i) => ({
      at: (Math.min((i + 1) * group, chart.never.length) * chart.step) / timeOf(chart).by,
      amount: amount / by,
    }));
  return {
    advised: rowsOf(chart.advised),
    whatIf: rowsOf(chart.whatIf),
    never: rowsOf(chart.never),
    limits: limitRows(chart, by),
  };
}

function limitRows({ memory, budget }: AdviceChart, by: number): readonly ChartRow[] {
  return [
    { amount: memory / by, text: 'all the memory' },
    ...(budget < memory ? [{ amount: budget / by, text: 'what the workers may have' }] : []),
  ];
}

/** The most of each group of points: a peak must not be lost. */
function highestOf(points: readonly number[], group: number): readonly number[] {
  const highest: number[] = [];
  for (let i = 0; i < points.length; i += group) highest.push(Math.max(...points.slice(i, i + group)));
  return highest;
}

/** Up to where the line leaves the chart; from there on it says nothing. */
function withinReach(points: readonly number[], top: number): readonly number[] {
  const out = points.findIndex((amount) => amount > top);
  return out < 0 ? points : [...points.slice(0, out), top];
}
