/** The top of the live screen: what is read, how fast, how far behind, how much of it is understood. */
import { formatDuration, formatMoment } from '../../wording/moment.ts';
import { abbreviateCount, formatCounted, formatPercent, groupDigits } from '../../wording/numbers.ts';
import { clipText, shortenMiddle } from '../fit.ts';
import { safeText } from '../safe-text.ts';
import type { Ink } from './ink.ts';
import { fitRanked, spread } from './styled.ts';
import type { RankedPart } from './styled.ts';
import type { LiveFigures, LiveView } from './view.ts';
import { widthOf } from '../width.ts';

/** A log that is this far behind is worth a look, seconds. */
const LATE = 60;

/** Less understood than this is worth a look, per cent. */
const WELL_READ = 95;

/** What goes first where there is no room for all: the least. The age of the evidence goes last but one. */
const [UNKNOWN, NOTE, READ, SPEED, LAG, POORLY_READ, SINCE, LINES] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** Both lines of the head. */
export function headLines(view: LiveView, columns: number, ink: Ink): readonly string[] {
  return [titleLine(view, columns, ink), figuresLine(view.figures, columns, ink)];
}

/** The head in one line, for a terminal with few. */
export function shortHead(view: LiveView, columns: number, ink: Ink): string {
  const { lines, linesPerSecond } = view.figures;
  const figures = fitRanked(
    [
      { text: `${abbreviateCount(lines)} ${lines === 1 ? 'line' : 'lines'}`, matters: LINES },
      { text: `${abbreviateCount(linesPerSecond)}/s`, matters: SPEED },
      ...commonParts(view.figures, ink),
    ],
    ', ',
    columns - 12 - state(view, ink).width,
  );
  return spread(`${ink.strong('memhog')}  ${figures}`, state(view, ink).text, columns);
}

function titleLine(view: LiveView, columns: number, ink: Ink): string {
  const right = state(view, ink);
  const room = Math.max(8, columns - right.width - 16);
  const names = view.figures.inputs.map((name) => clipText(safeText(name))).join(', ');
  return spread(`${ink.strong('memhog live')}  ${shortenMiddle(names, room)}`, right.text, columns);
}

function state({ ui, figures }: LiveView, ink: Ink): { readonly text: string; readonly width: number } {
  const words = [figures.isEnded ? 'input has ended' : '', ui.isPaused ? 'paused' : ''];
  const text = words.filter((word) => word !== '').join(', ');
  return { text: text === '' ? '' : ink.warning(text), width: widthOf(text) };
}

function figuresLine(figures: LiveFigures, columns: number, ink: Ink): string {
  const { lines, linesPerSecond, historyNote } = figures;
  return fitRanked(
    [
      { text: formatCounted(lines, 'line'), matters: LINES },
      { text: `${formatCounted(linesPerSecond, 'line')}/s`, matters: SPEED },
      ...commonParts(figures, ink),
      { text: historyNote === '' ? '' : ink.quiet(clipText(safeText(historyNote))), matters: NOTE },
    ],
    ink.quiet(', '),
    columns,
  );
}

/** How far behind, how much is understood, how old the evidence is. */
function commonParts(figures: LiveFigures, ink: Ink): readonly RankedPart[] {
  const { since, lagSeconds, readPercent } = figures;
  return [
    { text: lagText(figures, ink), matters: lagSeconds === null ? UNKNOWN : LAG },
    {
      text: readText(figures, ink),
      matters: readPercent !== null && readPercent < WELL_READ ? POORLY_READ : READ,
    },
    {
      text: since === null ? '' : ink.quiet(`since ${formatMoment(clipText(safeText(since)))}`),
      matters: SINCE,
    },
  ];
}

function lagText({ lagSeconds }: LiveFigures, ink: Ink): string {
  if (lagSeconds === null) return ink.quiet('lag unknown');
  const lag = Math.max(0, lagSeconds);
  const text = `lag ${lag < 10 ? `${groupDigits(lag, 1)} s` : formatDuration(lag)}`;
  return lag >= LATE ? ink.warning(text) : text;
}

function readText({ readPercent }: LiveFigures, ink: Ink): string {
  if (readPercent === null) return '';
  const text = `${formatPercent(readPercent / 100)} understood`;
  return readPercent < WELL_READ ? ink.warning(text) : text;
}
