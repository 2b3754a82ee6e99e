/** A live run where nobody watches a screen: one line for each interval. */
import type { Ranking } from '../../ranking/ranking.ts';
import { formatAmount, perWhat } from '../../wording/amount.ts';
import { formatBytes } from '../../wording/bytes.ts';
import { formatCounted, groupDigits } from '../../wording/numbers.ts';
import { isKnownHog } from '../acknowledged.ts';
import { safeText } from '../safe-text.ts';
import type { LiveFigures, WorkerRow } from './view.ts';

/** Endpoints named; more are counted. */
const NAMED = 3;

/** The line, its newline included. `time` is the wall clock, `2026-11-22T19:02:17`. */
export function summaryLine(
  time: string,
  figures: LiveFigures,
  workers: readonly WorkerRow[],
  ranking: Ranking | undefined,
): string {
  const { lines, linesPerSecond, lagSeconds } = figures;
  const parts = [
    `${formatCounted(lines, 'line')} (${groupDigits(Math.round(linesPerSecond))}/s${lagSeconds === null ? '' : `, lag ${groupDigits(Math.round(lagSeconds))} s`})`,
    memoryOf(workers),
    figures.trouble === '' ? blameOf(ranking) : figures.trouble,
  ];
  return `${safeText(`${time} ${parts.filter((part) => part !== '').join('; ')}`)}\n`;
}

/** Requests per worker life below which most leaks cannot be told from the start-up. */
const SHORT_LIFE = 1000;

function isEarly({ coverage, workers }: Ranking): boolean {
  return coverage.requests < SHORT_LIFE * workers.lives;
}

function memoryOf(workers: readonly WorkerRow[]): string {
  const alive = workers.filter(({ isGone }) => !isGone);
  if (alive.length === 0) return '';
  const most = Math.max(...alive.map(({ now }) => now));
  const sum = alive.reduce((total, { now }) => total + now, 0);
  return alive.length === 1
    ? `1 worker at ${formatBytes(most)}`
    : `${groupDigits(alive.length)} workers, together ${formatBytes(sum)}, the largest ${formatBytes(most)}`;
}

function blameOf(ranking: Ranking | undefined): string {
  if (!ranking) return 'not enough to rank yet';
  const named = (['leak', 'suspect'] as const).flatMap((word) => {
    const found = ranking.findings.filter(
      ({ verdict, endpoint }) => verdict === word && !isKnownHog(endpoint, ranking.acknowledged),
    );
    if (found.length === 0) return [];
    const names = found
      .slice(0, NAMED)
      .map(
        ({ endpoint, leakPerCall }) =>
          `${endpoint} ${formatAmount(leakPerCall.estimate, ranking)} ${perWhat(endpoint)}`,
      );
    const more = found.length > NAMED ? ` and ${found.length - NAMED} more` : '';
    return [`${word}: ${names.join(', ')}${more}`];
  });
  if (named.length > 0) return named.join('; ');
  return ranking.answer.kind === 'none' && !isEarly(ranking) ? 'no leak visible' : 'cannot tell yet';
}
