/**
 * The small print in sentences: what the figures are sums of, and what became of the lines.
 * Names and reasons come out as the log has them: the caller makes them safe for its format.
 */
import type { Finding, Ranking, ReasonCount } from '../ranking/ranking.ts';
import { formatAmount, formatChange } from '../wording/amount.ts';
import { codeNote, traceNote } from '../wording/code.ts';
import { formatDuration, formatPeriod, secondsBetween } from '../wording/moment.ts';
import { formatCounted, formatPercent, groupDigits } from '../wording/numbers.ts';
import type { Rows } from './rows.ts';
import { sparkline } from './sparkline.ts';

/** Names of inputs that are shown one by one; more are counted. */
const INPUTS_SHOWN = 3;

/** Which rows a listing does not show, and how to see them. Empty if it shows all. */
export function leftOutNotes({ beyondTop, fewCalls }: Rows, by: Ranking['by']): readonly string[] {
  const rows = (count: number, more: string): string =>
    `… ${more}${groupDigits(count)} ${more === '' ? '' : 'more '}${count === 1 ? by : pluralOf(by)}`;
  return [
    beyondTop > 0 ? `${rows(beyondTop, 'and ')} (--top 0 shows all)` : '',
    fewCalls > 0 ? `${rows(fewCalls, '')} with fewer calls left out (--min-calls)` : '',
  ].filter((line) => line !== '');
}

/** One line of the small print. */
export interface Note {
  readonly label: string;
  readonly text: string;
}

/** The small print in order. The sparkline of the mean floor has at most `bars` bars. */
export function rankingNotes(ranking: Ranking, bars: number): readonly Note[] {
  return [
    { label: 'total', text: totalNote(ranking) },
    // Peaks say nothing of what is kept.
    ...(ranking.metric === 'peak' ? [] : [{ label: 'memory', text: growthNote(ranking, bars) }]),
    { label: 'workers', text: workersNote(ranking) },
    { label: 'lines', text: coverageNote(ranking) },
    { label: 'from', text: inputNote(ranking) },
    { label: 'code', text: codeNote(ranking.findings) },
    { label: 'trace', text: traceNote(ranking.traces ?? []) },
  ].filter(({ text }) => text !== '');
}

/** What all rows, shown or not, add up to. */
function totalNote(ranking: Ranking): string {
  const { by, findings } = ranking;
  const sum = (of: (finding: Finding) => number): number =>
    findings.reduce((total, row) => total + of(row), 0);
  const rows = formatCounted(findings.length, by, pluralOf(by));
  const kept = formatAmount(
    sum(({ kept: { estimate } }) => estimate),
    ranking,
  );
  const calls = formatCounted(
    sum(({ calls: own }) => own),
    'call',
  );
  return ranking.metric === 'peak' ? `${rows}, ${calls}` : `${rows}, ${calls}, ${kept} kept`;
}

/** What rows are called where there are several. */
function pluralOf(by: Ranking['by']): string {
  return by === 'status' ? 'statuses' : `${by}s`;
}

/** How the floor of a worker moved, with a sparkline of `bars` bars at most, and how much of it the rows explain. */
function growthNote(ranking: Ranking, bars: number): string {
  const { growth, workers } = ranking;
  const flat = Math.max(0, ...workers.floor) / 100;
  const line = sparkline(workers.floor, bars, flat);
  const first = workers.floor.at(0);
  const last = workers.floor.at(-1);
  const levels =
    first === undefined || last === undefined
      ? ''
      : `${formatAmount(first, ranking)} ${line} ${formatAmount(last, ranking)} per worker`;
  const change = `${formatChange(growth.perWorker, ranking)} after warm-up`;
  const part = growth.attributed / growth.perWorker;
  const explained =
    growth.perWorker > 0 ? `, ${formatPercent(Math.min(1, Math.max(0, part)))} of it explained above` : '';
  return levels === '' ? `${change} per worker${explained}` : `${levels}; ${change}${explained}`;
}

/** How many workers, and when. */
function workersNote({ workers, span }: Ranking): string {
  const seconds = secondsBetween(span.from, span.to);
  const length = seconds === null ? '' : ` (${formatDuration(seconds)})`;
  const lives = workers.lives > workers.count ? ` in ${formatCounted(workers.lives, 'life', 'lives')}` : '';
  return `${groupDigits(workers.count)}${lives}, ${formatPeriod(span.from, span.to)}${length}`;
}

/** What became of the lines. */
function coverageNote({ coverage }: Ranking): string {
  const parts = [
    `${groupDigits(coverage.lines)} read: ${formatCounted(coverage.requests, 'request')}`,
    coverage.readings === coverage.requests ? '' : `${groupDigits(coverage.readings)} with a reading`,
    coverage.lifecycle === 0 ? '' : `${groupDigits(coverage.lifecycle)} on workers starting or ending`,
    reasonsNote('ignored', coverage.ignored),
    reasonsNote('malformed', coverage.malformed),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function reasonsNote(fate: string, reasons: readonly ReasonCount[]): string {
  const total = reasons.reduce((sum, { count }) => sum + count, 0);
  const [first, ...others] = reasons.toSorted((a, b) => b.count - a.count);
  if (first === undefined || total === 0) return '';
  const mostly = others.length > 0 ? 'mostly: ' : '';
  return `${groupDigits(total)} ${fate} (${mostly}${first.reason})`;
}

/** Where the lines come from. */
function inputNote({ inputs }: Ranking): string {
  const more = inputs.length - INPUTS_SHOWN;
  const names = inputs.slice(0, INPUTS_SHOWN).join(', ');
  return more > 0 ? `${names} and ${groupDigits(more)} more` : names;
}
