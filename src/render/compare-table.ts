/** Two logs compared, for a terminal: the answer, the rows, the reasons, the small print. */
import { widthOf } from './width.ts';
import type { Compared, Comparison } from '../ranking/comparison.ts';
import { isKnownHog, knownNotes, KNOWN_MARK } from './acknowledged.ts';
import {
  chanceCell,
  changeCell,
  compareNotes,
  differenceCell,
  othersNote,
  rangeCell,
  selectChanges,
  sizeCell,
} from './compare-rows.ts';
import { clipText, shortenMiddle, usableWidth, wrapHanging, wrapText } from './fit.ts';
import { drawGrid } from './grid.ts';
import type { Column } from './layout.ts';
import { placeColumns } from './layout.ts';
import { createPalette } from './palette.ts';
import type { Paint, Palette } from './palette.ts';
import { safeText } from './safe-text.ts';

/** What the renderers of a comparison are told. */
export interface CompareOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly color: boolean;
  /** How many rows: undefined for those that are or were blamed, 0 for all. */
  readonly top: number | undefined;
}

/** From here on there is room for wider gaps. */
const WIDE = 110;

/** Longer lines of prose are hard to read. */
const PROSE = 110;

/** Under this an endpoint says too little. */
const NAME_LEAST = 20;

/** The comparison as text, no line wider than `options.width`. Ends with a newline. */
export function renderCompareTable(compared: Compared, options: CompareOptions): string {
  const width = usableWidth(options.width);
  const prose = Math.min(width, PROSE);
  const palette = createPalette(options.color);
  const rows = selectChanges(compared, options.top);
  const others = othersNote(rows, compared);
  const paint = answerPaint(compared, palette);
  const blocks = [
    wrapText(clipText(safeText(compared.answer.text)), prose).map(paint),
    rows.shown.length === 0 ? [] : [grid(compared, rows.shown, width, palette)],
    others === '' ? [] : wrapText(others, prose).map(palette.quiet),
    reasons(rows.shown, prose, palette),
    smallPrint(compared, rows.shown, prose, palette),
    warnings(compared, prose, palette),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function answerPaint({ answer: { kind } }: Compared, palette: Palette): Paint {
  if (kind === 'worse') return palette.answer('leaks');
  return palette.answer(kind === 'cannot-tell' ? 'cannot-tell' : 'none');
}

function grid(compared: Compared, shown: readonly Comparison[], width: number, palette: Palette): string {
  const gap = width >= WIDE ? 2 : 1;
  return drawGrid(placeColumns(columns(compared, shown), width, gap), {
    gap,
    palette,
    paint: (cell, index, heading) => {
      const row = shown[index];
      if (row === undefined) return cell;
      if (!row.sure) return palette.quiet(cell);
      if (heading !== 'change' && heading !== 'difference') return cell;
      const isWorse = row.change === 'new' || row.change === 'worse';
      const isOpen = !isKnownHog(row.endpoint, compared.acknowledged);
      return isWorse ? palette.verdict(isOpen ? 'leak' : 'suspect')(cell) : palette.answer('none')(cell);
    },
  });
}

type Sketch = readonly [string, Column['align'], number, (row: Comparison) => string];

function columns(compared: Compared, shown: readonly Comparison[]): readonly Column[] {
  const sketches: readonly Sketch[] = [
    ['change', 'left', 0, (row) => changeCell(row, compared)],
    [compared.by, 'left', 0, ({ endpoint }) => safeText(endpoint)],
    ['before', 'right', 2, ({ before }) => sizeCell(before, compared)],
    ['after', 'right', 1, ({ after }) => sizeCell(after, compared)],
    ['difference', 'right', 3, (row) => differenceCell(row, compared)],
    ['90 % range', 'left', 5, (row) => rangeCell(row, compared)],
    ['chance', 'right', 4, chanceCell],
  ];
  return sketches.map(([heading, align, expendable, cell]) => {
    const cells = shown.map(cell);
    const most = Math.max(widthOf(heading), ...cells.map((text) => widthOf(text)));
    const least = heading === compared.by ? Math.min(NAME_LEAST, most) : most;
    const cellsAt = (room: number): readonly string[] => cells.map((text) => shortenMiddle(text, room));
    return { heading, align, least, most, expendable, cellsAt };
  });
}

/** Why rows are said to have changed; what is the same needs no reason. */
function reasons(shown: readonly Comparison[], width: number, palette: Palette): readonly string[] {
  return shown
    .filter(({ change }) => change !== 'same')
    .slice(0, MOST_REASONS)
    .flatMap(({ endpoint, because }) => {
      const name = clipText(safeText(endpoint));
      const lines = wrapHanging('- ', `${name}: ${clipText(safeText(because))}`, width);
      return lines.map((line, index) => (index === 0 ? line.replace(name, palette.strong) : line));
    });
}

const MOST_REASONS = 8;

function smallPrint(
  compared: Compared,
  shown: readonly Comparison[],
  width: number,
  palette: Palette,
): readonly string[] {
  const known = compared.acknowledged.filter(({ endpoint }) =>
    shown.some((row) => row.endpoint === endpoint),
  );
  const lines = [
    ...knownNotes(known).map((text) => ({ label: KNOWN_MARK, text })),
    ...compareNotes(compared),
  ];
  return lines.flatMap(({ label, text }) =>
    wrapHanging(label.padEnd(9), clipText(safeText(text)), width).map(palette.quiet),
  );
}

function warnings({ before, after }: Compared, width: number, palette: Palette): readonly string[] {
  const lines = [
    ...before.warnings.map(({ text }) => `before: ${text}`),
    ...after.warnings.map(({ text }) => `after: ${text}`),
  ];
  return lines.flatMap((text) => wrapHanging('! ', clipText(safeText(text)), width)).map(palette.warning);
}
