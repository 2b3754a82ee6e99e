/** One frame of the live screen: workers above the ranking, or a text in its place. */
import type { Ranking } from '../../ranking/ranking.ts';
import { explainFinding } from '../explain.ts';
import { endpointLines } from './endpoints.ts';
import { footLine, noticeLine } from './foot.ts';
import { headLines, shortHead } from './head.ts';
import { helpLines } from './help.ts';
import { createInk } from './ink.ts';
import type { Ink } from './ink.ts';
import { firstInSight, listingOf } from './listing.ts';
import type { Listing } from './listing.ts';
import { answerLines, listLine } from './status.ts';
import { cutStyled } from './styled.ts';
import type { LiveContext, LiveSize, LiveView } from './view.ts';
import { workerHeight, workerLines } from './workers.ts';

const LEAST_COLUMNS = 40;
const LEAST_ROWS = 10;

/** From here on there is room for blank lines, the answer and what is listed. */
const TALL = 20;

/** From here on the answer may take a second line. */
const VERY_TALL = 32;

/** The frame: exactly `rows` lines, none wider than `columns`, no control characters but colours. */
export function liveFrame(view: LiveView, size: LiveSize): readonly string[] {
  const lines = isTooSmall(size) ? smallLines(size) : arrange(view, size);
  const fitted = lines.slice(0, size.rows).map((line) => cutStyled(line, size.columns));
  return [...fitted, ...Array<string>(Math.max(0, size.rows - fitted.length)).fill('')];
}

/** What keys act on in the frame of this view and size. */
export function liveContext(view: LiveView, size: LiveSize): LiveContext {
  const names = listingOf(view.ranking, view.ui).rows.map(({ endpoint }) => endpoint);
  if (isTooSmall(size)) return { names, page: 1, lines: 0 };
  if (view.ui.shows === 'ranking') return { names, page: heights(view, size).page, lines: 0 };
  const lines = text(view, size, createInk(size.color)).length;
  return { names, page: roomOf(size), lines };
}

/** How the lines between head and foot are shared. */
interface Heights {
  readonly workers: number;
  readonly answer: number;
  /** Rows of the list. */
  readonly page: number;
}

function isTooSmall({ columns, rows }: LiveSize): boolean {
  return columns < LEAST_COLUMNS || rows < LEAST_ROWS;
}

function smallLines({ columns, rows }: LiveSize): readonly string[] {
  const needed = `make the terminal larger (now ${columns}×${rows}, needed ${LEAST_COLUMNS}×${LEAST_ROWS})`;
  const lines: string[] = [''];
  for (const word of needed.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Lines between head and foot. */
function roomOf({ rows }: LiveSize): number {
  return rows - (rows >= TALL ? 3 : 1) - 1;
}

function heights(view: LiveView, size: LiveSize): Heights {
  const { columns, rows } = size;
  const workers = workerHeight(view, Math.floor(rows / 3));
  if (rows < TALL) return { workers, answer: 0, page: Math.max(1, roomOf(size) - workers - 1) };
  const answer = answerLines(view, columns, rows >= VERY_TALL ? 2 : 1, createInk(false)).length;
  // The list has its own line and that of the headings.
  const blank = workers > 0 ? 1 : 0;
  return { workers, answer, page: Math.max(1, roomOf(size) - workers - blank - answer - 2) };
}

function arrange(view: LiveView, size: LiveSize): readonly string[] {
  const ink = createInk(size.color);
  const { columns, rows } = size;
  const room = roomOf(size);
  const notice = noticeLine(view.figures, columns, ink);
  const isTall = rows >= TALL;
  const head = isTall ? [...headLines(view, columns, ink), notice] : [shortHead(view, columns, ink)];
  const foot = footLine(view.ui, columns, ink);
  const body = view.ui.shows === 'ranking' ? overview(view, size, ink) : textInSight(view, size, ink);
  const blank = Array<string>(Math.max(0, room - body.length)).fill('');
  const hasNotice = !isTall && notice !== '' && !view.ui.isTyping;
  return [...head, ...body.slice(0, room), ...blank, hasNotice ? notice : foot];
}

/** Workers, the answer, the list. */
function overview(view: LiveView, size: LiveSize, ink: Ink): readonly string[] {
  const { columns } = size;
  const { workers, answer, page } = heights(view, size);
  const listing = listingOf(view.ranking, view.ui);
  const first = firstInSight(listing, view.ui.offset, page);
  const above = workerLines(view, columns, workers, ink);
  const isTall = size.rows >= TALL;
  // Why there is no list yet is the answer, which stands above it where there is room for both.
  const why = isTall ? [] : answerLines(view, columns, 1, ink);
  const list = view.ranking ? listLines(view, view.ranking, { listing, first, page }, columns, ink) : why;
  if (!isTall) return [...above, ...list];
  return [
    ...above,
    ...(above.length > 0 ? [''] : []),
    ...answerLines(view, columns, answer, ink),
    listLine(view, listing, { first, page }, columns, ink),
    ...list,
  ];
}

function listLines(
  { trends }: LiveView,
  ranking: Ranking,
  sight: { readonly listing: Listing; readonly first: number; readonly page: number },
  columns: number,
  ink: Ink,
): readonly string[] {
  if (sight.listing.rows.length === 0) return [ink.quiet('No endpoint to list.')];
  return endpointLines({ ranking, trends, ...sight }, columns, ink);
}

function textInSight(view: LiveView, size: LiveSize, ink: Ink): readonly string[] {
  const all = text(view, size, ink);
  const page = roomOf(size);
  const first = Math.max(0, Math.min(view.ui.offset, all.length - page));
  return all.slice(first, first + page);
}

/** The evidence of the chosen endpoint, or the help. */
function text(view: LiveView, { columns, color }: LiveSize, ink: Ink): readonly string[] {
  return view.ui.shows === 'help' ? helpLines(columns, ink) : evidence(view, columns, color);
}

function evidence({ ranking, ui }: LiveView, width: number, color: boolean): readonly string[] {
  const { rows, selected } = listingOf(ranking, ui);
  const finding = rows[selected];
  if (ranking === undefined || finding === undefined) return ['No endpoint is chosen.'];
  return explainFinding(finding, ranking, { width, color }).trimEnd().split('\n');
}
