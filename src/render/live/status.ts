/** The lines between workers and endpoints: the answer, and which endpoints are listed how. */
import { formatCounted, groupDigits } from '../../wording/numbers.ts';
import { clipText, shortenMiddle, wrapText } from '../fit.ts';
import { safeText } from '../safe-text.ts';
import type { Ink } from './ink.ts';
import type { Listing } from './listing.ts';
import { fitParts } from './styled.ts';
import type { LiveView } from './view.ts';

/** Said while there is no ranking. */
const TOO_LITTLE = 'Not enough to rank yet: it comes once workers have served some requests.';

/** A ranking of far fewer lines than have been read answers another question. */
const MUCH_MORE = 1.5;

/** Lines that trouble may take: nothing else is to be shown then. */
const TROUBLE_LINES = 6;

/** The answer in at most `height` lines; its end is left out where it is longer. */
export function answerLines(view: LiveView, columns: number, height: number, ink: Ink): readonly string[] {
  const { ranking, figures, span } = view;
  const { lines: read, rankedLines } = figures;
  if (rankedLines > 0 && read > MUCH_MORE * rankedLines)
    return quietLine(
      `Catching up: this is of the first ${rankedLines === 1 ? 'line' : `${groupDigits(rankedLines)} lines`}.`,
      columns,
      ink,
    );
  if (ranking === undefined && span.kind === 'window')
    return quietLine(`The last ${span.label} are being ranked.`, columns, ink);
  if (ranking === undefined) {
    const why = figures.trouble === '' ? TOO_LITTLE : clipText(safeText(figures.trouble));
    return wrapText(why, columns)
      .slice(0, figures.trouble === '' ? height : TROUBLE_LINES)
      .map(figures.trouble === '' ? ink.quiet : ink.warning);
  }
  const lines = wrapText(clipText(safeText(ranking.answer.text)), columns);
  const shown =
    lines.length <= height
      ? lines
      : [...lines.slice(0, height - 1), clipAt(lines.slice(height - 1).join(' '), columns)];
  return shown.map(ink.answer(ranking.answer.kind));
}

/** Over which span, in which order, how many, which of them. */
export function listLine(
  { span, ui, ranking }: LiveView,
  { rows }: Listing,
  sight: { readonly first: number; readonly page: number },
  columns: number,
  ink: Ink,
): string {
  const noun = ranking?.by ?? 'endpoint';
  const last = Math.min(rows.length, sight.first + sight.page);
  const count =
    ranking === undefined
      ? ''
      : formatCounted(rows.length, noun, noun === 'status' ? 'statuses' : `${noun}s`);
  return fitParts(
    [
      ink.strong(span.kind === 'start' ? 'since the start' : `last ${span.label}`),
      ui.filter === '' ? '' : ink.warning(`with "${shortenMiddle(safeText(ui.filter), 20)}"`),
      `by ${ui.sort}`,
      ink.quiet(
        rows.length <= sight.page
          ? count
          : `${groupDigits(sight.first + 1)}–${groupDigits(last)} of ${count}`,
      ),
    ],
    '  ',
    columns,
  );
}

const quietLine = (text: string, columns: number, ink: Ink): readonly string[] =>
  wrapText(text, columns).slice(0, 1).map(ink.quiet);

function clipAt(text: string, columns: number): string {
  const [line = ''] = wrapText(text, columns - 2);
  return `${line} …`;
}
