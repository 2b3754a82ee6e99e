/** The workers on the live screen, those in most danger first. */
import { formatBytes } from '../../wording/bytes.ts';
import { formatDuration } from '../../wording/moment.ts';
import { groupDigits } from '../../wording/numbers.ts';
import { clipText, shortenMiddle } from '../fit.ts';
import { placeColumns } from '../layout.ts';
import type { Column } from '../layout.ts';
import { safeText } from '../safe-text.ts';
import { cellLines } from './cells.ts';
import type { Ink } from './ink.ts';
import { padStyled } from './styled.ts';
import type { LiveView, WorkerRow } from './view.ts';
import { widthOf } from '../width.ts';

/** Later than this nobody plans for, hours. */
const FAR = 24 * 365;

/** What reaches its limit this soon is shown in colour, hours. */
const SOON = 1;
const TODAY = 24;

/** Room for the name of a worker on the narrowest terminal. */
const NAME = 12;

/** How many lines the workers take of `height`. */
export function workerHeight({ workers }: LiveView, height: number): number {
  return workers.length === 0 || height < 2 ? 0 : Math.min(height, workers.length + 1);
}

/** The workers in at most `height` lines, the headings and the count of those left out among them. Empty for none. */
export function workerLines(view: LiveView, columns: number, height: number, ink: Ink): readonly string[] {
  const room = height - 1;
  if (view.workers.length === 0 || room < 1) return [];
  const sorted = view.workers.toSorted(byDanger);
  const shown = sorted.length <= room ? sorted : sorted.slice(0, Math.max(1, room - 1));
  const lines = grid(shown, view.limit, columns, ink);
  const left = sorted.length - shown.length;
  return left > 0 && room > 1 ? [...lines, ink.quiet(`+ ${groupDigits(left)} more`)] : lines;
}

/** Who reaches the limit first, then who grows most, then who is largest; those that are gone last; ties by name. */
function byDanger(a: WorkerRow, b: WorkerRow): number {
  return (
    Number(a.isGone) - Number(b.isGone) ||
    compare(a.hoursToLimit ?? Infinity, b.hoursToLimit ?? Infinity) ||
    compare(rateOf(b), rateOf(a)) ||
    compare(b.now, a.now) ||
    (a.name < b.name ? -1 : Number(a.name > b.name))
  );
}

const rateOf = ({ perHour }: WorkerRow): number => (typeof perHour === 'number' ? perHour : -Infinity);

/** Also of infinite figures, whose difference is none. */
function compare(a: number, b: number): number {
  return a < b ? -1 : Number(a > b);
}

function grid(
  shown: readonly WorkerRow[],
  limit: number | null,
  columns: number,
  ink: Ink,
): readonly string[] {
  const largest = Math.max(limit ?? 0, ...shown.map(({ now }) => now), 1);
  const danger = limit === null ? '' : `to ${formatBytes(limit)}`;
  const figures = [
    figure('now', shown, 9, 0, ({ now, isGone }) => (isGone ? 'gone' : formatBytes(now))),
    figure('floor', shown, 9, 2, ({ floor }) => formatBytes(floor)),
    figure('per hour', shown, 9, 1, ({ perHour }) =>
      typeof perHour === 'number' ? formatBytes(perHour, true) : perHour,
    ),
    ...(limit === null ? [] : [figure(danger, shown, 11, 0, untilText)]),
    figure('restarts', shown, 8, 3, ({ restarts }) => groupDigits(restarts)),
  ];
  const placed = placeColumns([nameColumn(shown), ...figures, gauge(shown, largest, limit)], columns, 2);
  const [heading = '', ...rows] = cellLines(placed, shown.length, 2, (cell, row, head) => {
    const worker = shown[row];
    if (worker === undefined) return cell;
    if (worker.isGone) return ink.quiet(cell);
    return head === danger && danger !== '' ? alarmOf(worker, ink)(cell) : cell;
  });
  return [ink.heading(padStyled(heading, columns)), ...rows];
}

function nameColumn(shown: readonly WorkerRow[]): Column {
  const names = shown.map(({ name }) => clipText(safeText(name)));
  const most = Math.max(NAME, ...names.map((name) => widthOf(name)));
  const cellsAt = (width: number): readonly string[] => names.map((name) => shortenMiddle(name, width));
  return { heading: 'worker', align: 'left', least: NAME, most, expendable: 0, cellsAt };
}

/** At least `least` wide, so that columns do not jump as figures change. */
function figure(
  heading: string,
  shown: readonly WorkerRow[],
  least: number,
  expendable: number,
  cell: (worker: WorkerRow) => string,
): Column {
  const cells = shown.map(cell);
  const width = Math.max(least, widthOf(heading), ...cells.map((text) => widthOf(text)));
  const cellsAt = (room: number): readonly string[] => cells.map((text) => shortenMiddle(text, room));
  return { heading, align: 'right', least: width, most: width, expendable, cellsAt };
}

/** The floor and what stands above it now, of the limit, or of the largest worker where there is none. */
function gauge(shown: readonly WorkerRow[], largest: number, limit: number | null): Column {
  const cellsAt = (width: number): readonly string[] =>
    shown.map(({ floor, now, isGone }) => {
      if (isGone) return '';
      const part = (value: number): number =>
        Math.max(0, Math.min(width, Math.round((value / largest) * width)));
      const solid = part(floor);
      const above = Math.max(0, part(now) - solid);
      return '█'.repeat(solid) + '▒'.repeat(above) + '·'.repeat(width - solid - above);
    });
  const heading = limit === null ? 'floor, now' : 'of limit';
  return { heading, align: 'left', least: 10, most: 40, expendable: 9, cellsAt };
}

function untilText({ hoursToLimit, perHour, isGone }: WorkerRow): string {
  if (isGone) return '–';
  if (hoursToLimit === null) return typeof perHour === 'number' ? 'no growth' : perHour;
  if (hoursToLimit <= 0) return 'reached';
  return hoursToLimit > FAR ? '> 1 year' : formatDuration(Math.max(1, hoursToLimit * 3600));
}

function alarmOf({ hoursToLimit }: WorkerRow, ink: Ink): (text: string) => string {
  if (hoursToLimit === null || hoursToLimit > TODAY) return (text) => text;
  return hoursToLimit <= SOON ? ink.alarm : ink.warning;
}
