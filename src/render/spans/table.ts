/** Parts of requests for a terminal: the answer, the rows, how to read them. */
import type { SpanRanking, SpanRow } from '../../ranking/span-ranking.ts';
import { formatCounted, groupDigits } from '../../wording/numbers.ts';
import { clipText, shortenMiddle, usableWidth, wrapText } from '../fit.ts';
import { drawGrid } from '../grid.ts';
import type { Column } from '../layout.ts';
import { placeColumns } from '../layout.ts';
import { createPalette } from '../palette.ts';
import type { Palette } from '../palette.ts';
import { safeText } from '../safe-text.ts';
import type { RenderOptions } from '../table.ts';
import { widthOf } from '../width.ts';
import {
  blocksCell,
  bytesCell,
  fateCell,
  keepsCell,
  KEEPS,
  PARTS_GUIDE,
  selectParts,
  timesCell,
} from './cells.ts';

/** From here on there is room for wider gaps. */
const WIDE = 110;
/** Longer lines of prose are hard to read. */
const PROSE = 110;
/** Under these a name says too little. */
const ENDPOINT_LEAST = 18;
const PART_LEAST = 22;

/** The listing as text, no line wider than `options.width`. Ends with a newline. */
export function renderSpanTable(ranking: SpanRanking, options: RenderOptions): string {
  const width = usableWidth(options.width);
  const prose = Math.min(width, PROSE);
  const palette = createPalette(options.color);
  const { shown, more, few } = selectParts(ranking, options);
  const left = [
    more > 0 ? `… and ${formatCounted(more, 'more part', 'more parts')} (--top 0 shows all)` : '',
    few > 0 ? `… ${formatCounted(few, 'part')} of endpoints with fewer calls left out (--min-calls)` : '',
  ];
  const blocks = [
    wrapText(clipText(safeText(ranking.answer)), prose).map(palette.strong),
    shown.length === 0 ? [] : [grid(shown, width, palette)],
    left.filter((text) => text !== '').flatMap((text) => wrapText(text, prose).map(palette.quiet)),
    PARTS_GUIDE.flatMap((text) => wrapText(text, prose).map(palette.quiet)),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function column(
  [heading, align, expendable, least]: readonly [string, Column['align'], number, number],
  cells: readonly string[],
): Column {
  const most = Math.max(widthOf(heading), ...cells.map((text) => widthOf(text)));
  const cellsAt = (room: number): readonly string[] => cells.map((text) => shortenMiddle(text, room));
  return { heading, align, least: Math.min(most, least), most, expendable, cellsAt };
}

function grid(shown: readonly SpanRow[], width: number, palette: Palette): string {
  const gap = width >= WIDE ? 2 : 1;
  const all = Number.MAX_SAFE_INTEGER;
  const figure = (heading: string, expendable: number, cell: (row: SpanRow) => string): Column =>
    column([heading, 'right', expendable, all], shown.map(cell));
  const columns = [
    figure('#', 5, ({ rank }) => groupDigits(rank)),
    column(
      ['endpoint', 'left', 0, ENDPOINT_LEAST],
      shown.map(({ endpoint }) => safeText(endpoint)),
    ),
    column(
      ['part', 'left', 0, PART_LEAST],
      shown.map(({ name }) => safeText(name)),
    ),
    figure('per call', 3, timesCell),
    figure('blocks', 0, blocksCell),
    figure('bytes', 0, bytesCell),
    figure(KEEPS, 2, keepsCell),
    column(['so it is', 'left', 0, all], shown.map(fateCell)),
    figure('seen', 4, ({ sampled }) => groupDigits(sampled)),
  ];
  return drawGrid(placeColumns(columns, width, gap), {
    gap,
    palette,
    paint: (cell, row) => {
      const fate = shown[row]?.fate;
      if (fate === 'kept') return palette.warning(cell);
      return fate === 'nothing' ? palette.quiet(cell) : cell;
    },
  });
}
