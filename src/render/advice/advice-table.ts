/** The advice for a terminal: the answer, what to paste, what comes of it, what it rests on, the way to the cause. */
import type { WholeAdvice } from '../../advise/whole-advice.ts';
import type { Step } from '../../setup/target.ts';
import { clipText, shortenMiddle, usableWidth, wrapHanging, wrapText } from '../fit.ts';
import { drawGrid } from '../grid.ts';
import { placeColumns } from '../layout.ts';
import type { Column } from '../layout.ts';
import { createPalette } from '../palette.ts';
import type { Paint, Palette } from '../palette.ts';
import { safeText } from '../safe-text.ts';
import { widthOf } from '../width.ts';
import { basisOf } from './advice-basis.ts';
import { NONE, outcomeNotes, outcomesOf } from './advice-rows.ts';
import {
  checkTitle,
  comparedText,
  JUDGED,
  lineName,
  pasteOf,
  placeOf,
  remarksOf,
  wayTo,
} from './advice-words.ts';

/** What the renderer is told besides the advice. */
export interface AdviceOptions {
  /** Columns of the terminal; what is under 24 counts as 24. */
  readonly width: number;
  readonly color: boolean;
  /** All steps of the way to the cause, however many. */
  readonly allSteps: boolean;
}

/** Longer lines of prose are hard to read, whatever the terminal. */
const PROSE = 110;

/** Steps shown where there are more than can be shown without pushing the answer off the screen. */
const FIRST_STEPS = 2;

const SMALL_PRINT = 9;

/** Columns between two cells. */
const GAP = 2;

type Lines = readonly string[];

interface Page {
  readonly width: number;
  readonly prose: number;
  readonly palette: Palette;
}

/** The advice as text; nothing but what is pasted is wider than `options.width`. Ends with a newline. */
export function renderAdviceTable(advice: WholeAdvice, options: AdviceOptions): string {
  const width = usableWidth(options.width);
  const page: Page = { width, prose: Math.min(width, PROSE), palette: createPalette(options.color) };
  const blocks: readonly Lines[] = [
    wrapText(safe(advice.answer.text), page.prose).map(answerPaint(advice, page.palette)),
    ...settings(advice, page),
    ...outcomes(advice, page),
    check(advice, page),
    basisOf(advice).flatMap(({ label, text }) =>
      wrapHanging(label.padEnd(SMALL_PRINT), safe(text), page.prose).map(page.palette.quiet),
    ),
    remarksOf(advice).flatMap((text) => wrapHanging('- ', safe(text), page.prose)),
    cause(advice, options.allSteps, page),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

const safe = (text: string): string => clipText(safeText(text));

function answerPaint({ answer }: WholeAdvice, palette: Palette): Paint {
  if (answer.kind === 'restart') return palette.answer('leaks');
  return palette.answer(answer.kind === 'mild' ? 'none' : 'cannot-tell');
}

/** Text that is pasted is never wrapped. */
function pasted(text: string): Lines {
  return text.split('\n').map((line) => (line === '' ? '' : `    ${safeText(line)}`));
}

function settings({ settings: { files }, server }: WholeAdvice, { prose, palette }: Page): readonly Lines[] {
  return files.flatMap((file) => [
    wrapText(`${safe(placeOf(file, server))}:`, prose).map(palette.strong),
    pasted(pasteOf(file)),
    file.lines.flatMap((line) => {
      const name = safe(lineName(line));
      return wrapHanging('- ', `${name}: ${safe(line.why)}`, prose).map((one, i) =>
        i === 0 ? one.replace(name, palette.strong) : one,
      );
    }),
  ]);
}

function outcomes(advice: WholeAdvice, { width, prose, palette }: Page): readonly Lines[] {
  const { headings, rows } = outcomesOf(advice);
  if (rows.length === 0) return [];
  const texts = [
    rows.map(({ label }) => label),
    ...headings.map((_, i) => rows.map(({ cells }) => cells[i]!)),
  ];
  const columns = texts.map((cells, i): Column => {
    const heading = ['', ...headings][i]!;
    const most = Math.max(widthOf(heading), ...cells.map((cell) => widthOf(cell)));
    const cellsAt = (room: number): Lines => cells.map((cell) => shortenMiddle(cell, room));
    return { heading, align: i === 0 ? 'left' : 'right', least: most, expendable: 0, most, cellsAt };
  });
  if (columns.reduce((sum, { most }) => sum + most + GAP, -GAP) > width)
    return stacked(advice, prose, palette);
  const grid = drawGrid(placeColumns(columns, width, GAP), {
    gap: GAP,
    palette,
    paint: (cell, _, heading) => (heading === 'advised' ? palette.strong(cell) : cell),
  });
  return [[grid], outcomeNotes(advice).flatMap((text) => wrapText(text, prose).map(palette.quiet))];
}

/** The same column by column, where they have no room side by side: a figure that is cut says something else. */
function stacked(advice: WholeAdvice, prose: number, palette: Palette): readonly Lines[] {
  const { headings, rows } = outcomesOf(advice);
  return [
    ...headings.map((heading, i) => [
      palette.strong(`${heading}:`),
      ...rows
        .filter(({ cells }) => cells[i] !== NONE)
        .flatMap(({ label, cells }) => wrapHanging('  ', `${label}: ${safe(cells[i]!)}`, prose)),
    ]),
    outcomeNotes(advice).flatMap((text) => wrapText(text, prose).map(palette.quiet)),
  ];
}

function check(advice: WholeAdvice, { prose, palette }: Page): Lines {
  const { check: made } = advice;
  if (!made) return [];
  const rows = made.rows.flatMap((row) => {
    const isWell = row.judgement === 'same';
    const lines = wrapHanging(`${JUDGED[row.judgement].padEnd(8)}  `, safe(comparedText(row)), prose);
    return lines.map(isWell ? palette.quiet : palette.warning);
  });
  const remarks = made.remarks.flatMap((text) => wrapHanging('- ', `${safe(text)}.`, prose));
  return [
    ...wrapText(`${safe(checkTitle(made, advice))}:`, prose).map(palette.strong),
    ...rows,
    ...remarks,
  ].map((line, i) => (i === 0 && rows.length + remarks.length === 0 ? line.replace(/:(?=\S*$)/, '.') : line));
}

function cause({ cause: way }: WholeAdvice, allSteps: boolean, { prose, palette }: Page): Lines {
  if (!way) return [];
  const shown = allSteps || way.steps.length <= 2 * FIRST_STEPS ? way.steps : way.steps.slice(0, FIRST_STEPS);
  const left = way.steps.length - shown.length;
  const title = `A restart mends nothing. ${wayTo(way.endpoint)} ${safe(way.endpoint)}:`;
  const more = `${left.toString()} more ways, for other kinds of leaks: --cause shows them.`;
  return [
    ...wrapText(title, prose).map(palette.strong),
    ...shown.flatMap((one, i) => step(one, i + 1, prose)),
    ...(left > 0 ? ['', ...wrapText(more, prose)] : []),
    '',
    ...way.notes.flatMap((text) => wrapHanging('- ', `${safe(text)}.`, prose)),
  ];
}

function step({ why, where, paste }: Step, number: number, prose: number): Lines {
  return [
    '',
    ...wrapHanging(`${number.toString()}. `, safe(where === '' ? why : `${where}: ${why}`), prose),
    '',
    ...pasted(paste),
  ];
}
