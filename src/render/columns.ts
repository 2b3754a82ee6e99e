/** The columns of the table: what each says of a finding, and which go first when room is short. */
import { widthOf } from './width.ts';
import type { Finding, Ranking } from '../ranking/ranking.ts';
import { formatRange, formatShortAmount } from '../wording/amount.ts';
import type { Measure } from '../wording/amount.ts';
import { shortenMiddle } from './fit.ts';
import type { Column } from './layout.ts';
import { abbreviateCount, formatPercent, groupDigits } from '../wording/numbers.ts';
import { markedVerdict } from './acknowledged.ts';
import { safeText } from './safe-text.ts';
import { spanOf, sparkline } from './sparkline.ts';

/** Under this an endpoint says too little: other columns go first. */
const NAME_LEAST = 20;

/** The columns of `rows`, from left to right. `wide` is for tables with room: counts in full, a longer sparkline. */
export function tableColumns(
  rows: readonly Finding[],
  ranking: Measure & Pick<Ranking, 'by' | 'acknowledged'>,
  wide: boolean,
): readonly Column[] {
  const perCall = ranking.unit === 'bytes' ? 'leak/call' : `${ranking.metric}/call`;
  const rank: FigureSketch = ['#', 'right', 2, (row) => groupDigits(row.rank)];
  const calls: FigureSketch = [
    'calls',
    'right',
    3,
    (row) => (wide ? groupDigits(row.calls) : shortCount(row.calls)),
  ];
  const peaks: readonly FigureSketch[] = [
    ['verdict', 'left', 0, (row) => markedVerdict(row, ranking.acknowledged)],
    ['typical peak', 'right', 1, (row) => peakCell(row.peak?.median, ranking)],
    ['1 in 100', 'right', 0, (row) => peakCell(row.peak?.p99, ranking)],
    ['largest', 'right', 4, (row) => peakCell(row.peak?.max, ranking)],
    calls,
  ];
  const figures: readonly FigureSketch[] =
    ranking.metric === 'peak'
      ? peaks
      : [
          ['verdict', 'left', 0, (row) => markedVerdict(row, ranking.acknowledged)],
          ['chance', 'right', 7, (row) => formatPercent(row.confidence)],
          [perCall, 'right', 0, (row) => leakCell(row, ranking)],
          ['range', 'left', 4, (row) => rangeCell(row, ranking)],
          calls,
          ['kept', 'right', 1, (row) => formatShortAmount(row.kept.estimate, ranking)],
          ['share', 'right', 6, (row) => (row.share === 0 ? '' : formatPercent(row.share))],
        ];
  return [
    figureColumn(rank, rows),
    nameColumn(ranking.by, rows),
    ...figures.map((sketch) => figureColumn(sketch, rows)),
    ...(ranking.metric === 'peak' ? [] : [floorColumn(rows, wide)]),
  ];
}

/** Heading, alignment, how expendable, and the cell of a row. */
type FigureSketch = readonly [string, Column['align'], number, (row: Finding) => string];

function figureColumn([heading, align, expendable, cell]: FigureSketch, rows: readonly Finding[]): Column {
  const cells = rows.map(cell);
  const width = Math.max(widthOf(heading), ...cells.map((text) => widthOf(text)));
  const cellsAt = (room: number): readonly string[] => cells.map((text) => shortenMiddle(text, room));
  return { heading, align, least: width, most: width, expendable, cellsAt };
}

function nameColumn(heading: string, rows: readonly Finding[]): Column {
  const column = figureColumn([heading, 'left', 0, ({ endpoint }) => safeText(endpoint)], rows);
  return { ...column, least: Math.min(NAME_LEAST, column.most) };
}

/** Each line has its own scale. It is flat where nothing rose: in steady rows, and beside a row that rose a thousand times more. */
function floorColumn(rows: readonly Finding[], wide: boolean): Column {
  const flat = Math.max(0, ...rows.map(({ floor }) => spanOf(floor))) / 1000;
  const cellsAt = (width: number): readonly string[] =>
    rows.map(({ floor, verdict }) => sparkline(floor, width, verdict === 'steady' ? Infinity : flat));
  return {
    heading: 'floor',
    align: 'left',
    least: wide ? 12 : 6,
    most: wide ? 30 : 12,
    expendable: 5,
    cellsAt,
  };
}

/** Nothing found is not nothing there: the most that it can be is said instead of a bare zero. */
function leakCell({ leakPerCall }: Finding, measure: Measure): string {
  return leakPerCall.estimate === 0 && leakPerCall.high > 0
    ? `<${formatShortAmount(leakPerCall.high, measure)}`
    : formatShortAmount(leakPerCall.estimate, measure);
}

function peakCell(value: number | undefined, measure: Measure): string {
  return value === undefined ? '' : formatShortAmount(value, measure);
}

function rangeCell({ leakPerCall }: Finding, measure: Measure): string {
  return leakPerCall.estimate === 0 ? '' : formatRange(leakPerCall, measure);
}

function shortCount(count: number): string {
  return count < 10_000 ? groupDigits(count) : abbreviateCount(count);
}
