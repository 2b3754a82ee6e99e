/** From one frame to the next in as few bytes as lines allow. Control sequences: ECMA-48, and xterm's private modes. */
import { widthOf } from '../render/width.ts';

/** Between these two the terminal holds its picture still, so that no half frame is seen; others ignore them. */
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';

const CLEAR_ALL = '\u001b[0m\u001b[2J';
const CLEAR_TO_END = '\u001b[K';

/**
 * What to write so that a screen that shows `before` shows `after`; empty if they are equal. `before` is undefined when
 * it is not known what the screen shows, and all is drawn.
 */
export function screenUpdate(
  before: readonly string[] | undefined,
  after: readonly string[],
  columns: number,
): string {
  const changed = after.flatMap((line, row) =>
    line === (before === undefined ? '' : before[row]) ? [] : [lineUpdate(line, row, columns)],
  );
  if (before !== undefined && changed.length === 0) return '';
  return BEGIN + (before === undefined ? CLEAR_ALL : '') + changed.join('') + END;
}

function lineUpdate(line: string, row: number, columns: number): string {
  // At the end of a full line the cursor stands on its last sign, which clearing would take away.
  const rest = widthOf(line) < columns ? CLEAR_TO_END : '';
  return `\u001b[${row + 1};1H${line}${rest}`;
}
