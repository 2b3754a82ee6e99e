/** Widths of lines, many times a second. */
import stringWidth from 'string-width';

/** The escape that a colour begins with is the only control in a line. */
const COLOR = /\p{Cc}\[[\d;]*m/gu;

/** Signs that all take one column: most of what a frame holds. To look up each is a hundred times slower. */
const NARROW = /^[\x20-\x7e·×–…←-↓▁-█▒]*$/;

/** Whether each sign of `text` is a letter of its own that takes one column. */
export function isNarrow(text: string): boolean {
  return NARROW.test(text);
}

/** Columns that `text` takes, colours apart. The same as string-width says, sooner. */
export function widthOf(text: string): number {
  const bare = text.includes('\u001b') ? text.replace(COLOR, '') : text;
  return NARROW.test(bare) ? bare.length : stringWidth(bare);
}
