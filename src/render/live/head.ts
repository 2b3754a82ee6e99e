/** The top of the live screen: what is read, how fast, how far behind, how much of it is understood. */
import { formatDuration, formatMoment } from '../../wording/moment.ts';
import { abbreviateCount, formatPercent, groupDigits } from '../../wording/numbers.ts';
import { clipText, shortenMiddle } from '../fit.ts';
import { safeText } from '../safe-text.ts';
import type { Ink } from './ink.ts';
import { fitParts, spread } from './styled.ts';
import type { LiveFigures, LiveView } from './view.ts';
import { widthOf } from '../width.ts';

/** A log that is this far behind is worth a look, seconds. */
const LATE = 60;

/** Less understood than this is worth a look, per cent. */
const WELL_READ = 95;

/** Both lines of the head. */
export function headLines(view: LiveView, columns: number, ink: Ink): readonly string[] {
  return [titleLine(view, columns, ink), figuresLine(view.figures, columns, ink)];
}

/** The head in one line, for a terminal with few. */
export function shortHead(view: LiveView, columns: number, ink: Ink): string {
  const { lines, linesPerSecond } = view.figures;
  const figures = fitParts(
    [
      `${abbreviateCount(lines)} lines`,
      `${abbreviateCount(linesPerSecond)}/s`,
      lagText(view.figures, ink),
      readText(view.figures, ink),
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
  const { lines, linesPerSecond, since, historyNote } = figures;
  return fitParts(
    [
      `${groupDigits(lines)} lines`,
      `${groupDigits(linesPerSecond)} lines/s`,
      lagText(figures, ink),
      readText(figures, ink),
      since === null ? '' : ink.quiet(`since ${formatMoment(clipText(safeText(since)))}`),
      historyNote === '' ? '' : ink.quiet(clipText(safeText(historyNote))),
    ],
    ink.quiet(', '),
    columns,
  );
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
