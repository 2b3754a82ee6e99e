/** The findings of `memhog check` as text. */
import type { Check } from '../check/log-check.ts';
import type { FailedLine, Near } from '../check/failed-lines.ts';
import { formatPeriod } from '../wording/moment.ts';
import { formatCounted, formatPercent, groupDigits } from '../wording/numbers.ts';
import { clipText, usableWidth, wrapHanging } from './fit.ts';
import { createPalette } from './palette.ts';
import type { Paint } from './palette.ts';
import { safeText } from './safe-text.ts';

/** What a log was found to be. */
export interface CheckReport {
  readonly inputs: readonly string[];
  readonly formats: readonly { readonly name: string; readonly title: string; readonly lines: number }[];
  /** Wrappers met, with how many lines each was around. */
  readonly wrappers: readonly { readonly name: string; readonly lines: number }[];
  readonly lines: number;
  /** Lines of use, and how many of them hold memory. */
  readonly usable: number;
  readonly readings: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly workers: number;
  readonly hosts: number;
  readonly checks: readonly Check[];
  readonly failed: readonly (Omit<FailedLine, 'bytes'> & { readonly text: string })[];
}

const MARKS: Readonly<Record<Check['level'], string>> = { ok: 'ok  ', note: '!   ', bad: 'no  ' };

/** So much of a line that failed is shown. */
const LONGEST_SHOWN = 200;

/** What is wrong with a line, by a format that it is near to. */
function difference({ title, column, missing }: Near, reason: string): string {
  if (missing !== '')
    return `not quite ${title}: at column ${column} it lacks ${missing}${reason === '' ? '' : ` (${reason})`}`;
  return reason === ''
    ? `has all parts of ${title}, but a path, a process or a value in it is missing or cannot be used`
    : `${title}: ${reason}`;
}

function failure(one: CheckReport['failed'][number], width: number, quiet: Paint): string[] {
  const text = safeText(one.text).slice(0, LONGEST_SHOWN);
  return [
    ...wrapHanging(`  line ${one.line}  `, text, width).map(quiet),
    ...one.nearest.flatMap((near) => wrapHanging('          ', difference(near, one.reason), width)),
    ...(one.nearest.length === 0 ? ['          resembles no format that memhog knows'] : []),
  ];
}

/** The report as text, no line wider than the width. Ends with a newline. */
export function renderCheck(
  report: CheckReport,
  options: { readonly width: number; readonly color: boolean },
): string {
  const width = Math.min(usableWidth(options.width), 110);
  const { strong, quiet, warning } = createPalette(options.color);
  const paint: Readonly<Record<Check['level'], Paint>> = { ok: quiet, note: warning, bad: warning };
  const names = report.formats.map(({ title, lines }) => `${title} (${formatCounted(lines, 'line')})`);
  const wrapped = report.wrappers.map(({ name, lines }) => `${name} (${formatCounted(lines, 'line')})`);
  const head = [
    ...wrapHanging('from    ', clipText(safeText(report.inputs.join(', '))), width),
    ...wrapHanging('reads   ', names.length === 0 ? 'as nothing that memhog knows' : names.join('; '), width),
    ...(wrapped.length === 0 ? [] : wrapHanging('within  ', wrapped.join('; '), width)),
    ...wrapHanging(
      'usable  ',
      `${formatPercent(report.usable / Math.max(1, report.lines))} of ${formatCounted(report.lines, 'line')}: ${groupDigits(report.readings)} with memory`,
      width,
    ),
    ...(report.usable === 0
      ? []
      : wrapHanging(
          'covers  ',
          `${formatCounted(report.workers, 'worker')} on ${formatCounted(report.hosts, 'host')}, ${formatPeriod(report.from, report.to)}`,
          width,
        )),
  ];
  const checks = report.checks.flatMap(({ code, level, text, mend }) => [
    ...wrapHanging(`${MARKS[level]}${code.padEnd(8)}`, safeText(text), width).map((line, i) =>
      i === 0
        ? paint[level](line.slice(0, MARKS[level].length + code.length)) +
          line.slice(MARKS[level].length + code.length)
        : line,
    ),
    ...(mend === '' ? [] : wrapHanging('            ', `-> ${safeText(mend)}`, width).map(strong)),
  ]);
  const failed =
    report.failed.length === 0
      ? []
      : ['', 'first lines not understood', ...report.failed.flatMap((one) => failure(one, width, quiet))];
  return `${[...head, '', ...checks, ...failed].join('\n')}\n`;
}
