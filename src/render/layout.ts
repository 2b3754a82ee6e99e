/** Which columns a table has at a width, and how wide each is. */

/** One column that can be drawn at any width from `least` to `most`. */
export interface Column {
  readonly heading: string;
  readonly align: 'left' | 'right';
  readonly least: number;
  readonly most: number;
  /** Columns with a higher figure are left out first; 0 never is. */
  readonly expendable: number;
  /** One cell for each row, at most `width` columns of the terminal each. */
  readonly cellsAt: (width: number) => readonly string[];
}

/** A column and the width it got. */
export interface PlacedColumn {
  readonly column: Column;
  readonly width: number;
}

/**
 * Leaves columns out, the most expendable first, until the rest fits in `width` with `gap` blanks between two; what is
 * then left over goes to the columns that can grow, from the left. Columns that can not be left out may still be too
 * wide together: then the widest of them shrinks, for a table that is cut beats one that wraps.
 */
export function placeColumns(
  columns: readonly Column[],
  width: number,
  gap: number,
): readonly PlacedColumn[] {
  const kept = [...columns];
  const room = (): number => width - kept.reduce((sum, { least }) => sum + least + gap, -gap);
  while (room() < 0) {
    const worst = Math.max(...kept.map(({ expendable }) => expendable));
    if (worst === 0) break;
    kept.splice(
      kept.findIndex(({ expendable }) => expendable === worst),
      1,
    );
  }
  let spare = room();
  const widest = Math.max(...kept.map(({ least }) => least));
  return kept.map((column) => {
    const change =
      spare < 0 && column.least === widest ? spare : Math.min(Math.max(spare, 0), column.most - column.least);
    spare -= change;
    return { column, width: Math.max(1, column.least + change) };
  });
}
