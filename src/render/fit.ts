/** Text brought to a number of terminal columns. Widths are those of string-width: CJK counts two, a combining mark none. */
import { isNarrow, widthOf } from './width.ts';

const ELLIPSIS = '…';

const LONGEST_TEXT = 600;

const LEAST_WIDTH = 24;

/** The width to lay out for: whole columns, and never under 24, where nothing can be read. */
export function usableWidth(width: number): number {
  return width > LEAST_WIDTH ? Math.floor(width) : LEAST_WIDTH;
}

/** `text` in at most `width` columns, shortened in the middle: a path is told by its head and its tail. */
export function shortenMiddle(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 2) return width === 1 ? ELLIPSIS : '';
  const letters = splitLetters(text);
  const head = Math.ceil((width - 1) / 2);
  const start = takeColumns(letters, head);
  const end = takeColumns(letters.slice(start.length).reverse(), width - 1 - widthOf(start.join('')));
  return start.join('') + ELLIPSIS + end.reverse().join('');
}

/** `text`, or what stands of it in its first 600 characters: one path must not fill the screen. */
export function clipText(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  return `${text.slice(0, LONGEST_TEXT).replace(/[\uD800-\uDBFF]$/, '')}${ELLIPSIS}`;
}

/** The lines of `text`, broken at spaces to at most `width` columns; a word longer than a line is cut. Never empty. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((part) => cutWord(part, width))) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}

/** `text` wrapped to `width` columns behind `lead`; the lines after the first stand under the text, not under the lead. */
export function wrapHanging(lead: string, text: string, width: number): readonly string[] {
  const indent = widthOf(lead);
  return wrapText(text, Math.max(8, width - indent)).map(
    (line, index) => (index === 0 ? lead : ' '.repeat(indent)) + line,
  );
}

function cutWord(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return [word];
  const pieces: string[] = [];
  let rest = splitLetters(word);
  while (rest.length > 0) {
    const taken = takeColumns(rest, width);
    const piece = taken.length === 0 ? rest.slice(0, 1) : taken;
    pieces.push(piece.join(''));
    rest = rest.slice(piece.length);
  }
  return pieces;
}

/** Letters as they are seen; what tells letters of several signs takes long to set up. */
function splitLetters(text: string): string[] {
  if (isNarrow(text)) return Array.from(text);
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}

function takeColumns(letters: readonly string[], width: number): string[] {
  let used = 0;
  const taken: string[] = [];
  for (const letter of letters) {
    used += widthOf(letter);
    if (used > width) break;
    taken.push(letter);
  }
  return taken;
}
