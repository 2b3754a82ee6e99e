/** Columns and cells as lines, by cli-table3. */
import Table from 'cli-table3';
import type { Palette } from './palette.ts';
import type { PlacedColumn } from './layout.ts';

/** Nothing but a rule under the headings. */
const CHARS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
};

/** The line the rule stands in. */
const RULE = 1;

/** How a grid is drawn. */
export interface GridStyle {
  readonly gap: number;
  readonly palette: Palette;
  /** Gives one cell its colour; the text must keep its width. */
  readonly paint: (cell: string, row: number, heading: string) => string;
}

/** The grid as text, no blanks at the ends of lines and no newline at the end. */
export function drawGrid(columns: readonly PlacedColumn[], { gap, palette, paint }: GridStyle): string {
  const blank = ' '.repeat(gap);
  const table = new Table({
    head: columns.map(({ column }) => palette.quiet(column.heading)),
    chars: { ...CHARS, middle: blank, mid: '─', 'mid-mid': '─'.repeat(gap) },
    colWidths: columns.map(({ width }) => width),
    colAligns: columns.map(({ column }) => column.align),
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  const cells = columns.map(({ column, width }) => ({
    heading: column.heading,
    rows: column.cellsAt(width),
  }));
  const count = cells[0]?.rows.length ?? 0;
  for (let row = 0; row < count; row += 1) {
    table.push(cells.map(({ heading, rows }) => paint(rows[row] ?? '', row, heading)));
  }
  return table
    .toString()
    .split('\n')
    .map((line, index) => (index === RULE ? palette.quiet(line) : line.trimEnd()))
    .join('\n');
}
