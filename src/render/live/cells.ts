/** Headings and rows of cells as lines. The grid of the tables does more, and takes too long for ten frames a second. */
import type { PlacedColumn } from '../layout.ts';
import { padStyled } from './styled.ts';
import { widthOf } from '../width.ts';

/** The line of headings, then the first `count` rows. `paint` gives a cell its colours, and must keep its width. */
export function cellLines(
  columns: readonly PlacedColumn[],
  count: number,
  gap: number,
  paint: (cell: string, row: number, heading: string) => string,
): readonly string[] {
  const drawn = columns.map(({ column, width }) => {
    const cells = column.cellsAt(width);
    const place = (cell: string, painted: string): string =>
      column.align === 'left'
        ? padStyled(painted, width)
        : ' '.repeat(Math.max(0, width - widthOf(cell))) + painted;
    const rows = Array.from({ length: count }, (_, row) => {
      const cell = cells[row] ?? '';
      return place(cell, cell === '' ? '' : paint(cell, row, column.heading));
    });
    return [place(column.heading, column.heading), ...rows];
  });
  return Array.from({ length: count + 1 }, (_, line) =>
    drawn
      .map((lines) => lines[line] ?? '')
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}
