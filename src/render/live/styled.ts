/** Lines that hold colours, brought to a width. */
import { widthOf } from '../width.ts';

const COLOR = /(\p{Cc}\[[\d;]*m)/u;

const segmenter = new Intl.Segmenter();

/** `line` in at most `columns` columns: what is over is cut off, colours that are open are closed. */
export function cutStyled(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  let used = 0;
  let kept = '';
  for (const [index, piece] of line.split(COLOR).entries()) {
    // Between two colours stands text, so every second piece is a colour; those after the cut still close.
    if (index % 2 === 1) {
      kept += piece;
      continue;
    }
    for (const { segment } of segmenter.segment(piece)) {
      used += widthOf(segment);
      if (used > columns) break;
      kept += segment;
    }
  }
  return kept;
}

/** `line` with blanks up to `columns` columns. */
export function padStyled(line: string, columns: number): string {
  return line + ' '.repeat(Math.max(0, columns - widthOf(line)));
}

/** `left` and `right` at the ends of a line of `columns`; where both do not fit, `left` is cut. */
export function spread(left: string, right: string, columns: number): string {
  if (right === '') return cutStyled(left, columns);
  const room = Math.max(0, columns - widthOf(right) - 2);
  return cutStyled(`${padStyled(cutStyled(left, room), room)}  ${right}`, columns);
}

/** A part of a line, and how much it matters: what matters least is left out first. */
export interface RankedPart {
  readonly text: string;
  readonly matters: number;
}

/** Those of `parts` that fit in `columns`, in their order, with `between` between two; what matters more is not lost to less. */
export function fitRanked(parts: readonly RankedPart[], between: string, columns: number): string {
  let kept: readonly RankedPart[] = [];
  const line = (some: readonly RankedPart[]): string =>
    parts
      .filter((part) => some.includes(part))
      .map(({ text }) => text)
      .join(between);
  for (const part of parts.filter(({ text }) => text !== '').sort((a, b) => b.matters - a.matters))
    if (widthOf(line([...kept, part])) <= columns) kept = [...kept, part];
  return line(kept);
}

/** As many of `parts` as fit in `columns`, from the first, with `between` between two. */
export function fitParts(parts: readonly string[], between: string, columns: number): string {
  let line = '';
  for (const part of parts.filter((text) => text !== '')) {
    const longer = line === '' ? part : line + between + part;
    if (widthOf(longer) > columns) break;
    line = longer;
  }
  return line;
}
