/** HTML made from templates in which every text is escaped unless it is markup of our own. */
import { shortenMiddle } from '../render/fit.ts';
import { safeText } from '../render/safe-text.ts';

/** Markup that may stand in a page as it is. Only `html` and `trusted` make it. */
export class Html {
  readonly markup: string;

  /** Call `html` or `trusted` instead. */
  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand in a template: text, which is made safe, or markup. */
export type Piece = string | number | Html | readonly Html[];

/** Longer names are cut in the middle: the head and the tail tell a path. */
const LONGEST_NAME = 120;

/** Longer texts are cut at the end: a sentence may quote a path of 10,000 characters. */
const LONGEST_TEXT = 1000;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or a quoted attribute: nothing in it acts, hides, or is markup. */
export function escapeText(text: string): string {
  const shown = safeText(text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text);
  return shown.replace(/[&<>"']/g, (mark) => ENTITIES[mark]!);
}

/** A name from the log, visible and of a length that a line can hold; still text, to be put into a template. */
export function shownName(name: string): string {
  // A cut first: shortening counts letters, which takes its time with a long name.
  const head =
    name.length > 2 * LONGEST_TEXT ? name.slice(0, LONGEST_TEXT) + name.slice(-LONGEST_TEXT) : name;
  return shortenMiddle(safeText(head), LONGEST_NAME);
}

/** Markup from a template; texts in it are escaped. The template's own line breaks and indentation become one line break. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const parts = strings.map(
    (string, i) => string.replace(/\s*\n\s*/g, '\n') + (i < pieces.length ? markupOf(pieces[i]!) : ''),
  );
  return new Html(parts.join(''));
}

/** Markup that was made elsewhere, by memhog itself: SVG of a chart, a number. Never text of a log. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/** Nothing. */
export const NOTHING: Html = new Html('');

function markupOf(piece: Piece): string {
  if (piece instanceof Html) return piece.markup;
  if (typeof piece === 'string') return escapeText(piece);
  if (typeof piece === 'number') return String(piece);
  return piece.map(({ markup }) => markup).join('');
}
