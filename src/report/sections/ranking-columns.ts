/** The columns of the table of the ranking, by what the log tells. */
import type { Acknowledged, Finding, Ranking } from '../../ranking/ranking.ts';
import { formatAmount, formatChange, formatUnitRange } from '../../wording/amount.ts';
import { formatPercent, groupDigits } from '../../wording/numbers.ts';
import { html, shownName } from '../html.ts';
import type { Html } from '../html.ts';
import { isMeasured } from '../page-kind.ts';
import type { PageKind } from '../page-kind.ts';
import { knownBadge, verdictBadge } from './verdict.ts';

/** A column. */
export interface Column {
  readonly title: string;
  /** Stands before the cell where the table is too narrow for headings. */
  readonly short: string;
  /** Figures stand to the right and are sorted from the greatest. */
  readonly isFigure: boolean;
  readonly value: (finding: Finding) => string | number;
  readonly cell: (finding: Finding) => Html | string;
}

type Figure = (
  title: string,
  short: string,
  value: (finding: Finding) => number,
  cell: Column['cell'],
) => Column;

const figure: Figure = (title, short, value, cell) => ({ title, short, isFigure: true, value, cell });

/** What stands where nothing is known. */
export const NOT_KNOWN = '–';

const CALLS = figure(
  'calls',
  'calls',
  ({ calls }) => calls,
  ({ calls }) => groupDigits(calls),
);

/** All columns, from left to right: the rank first, the name second. */
export function columnsOf(
  ranking: Ranking,
  kind: PageKind,
  acknowledged: readonly Acknowledged[],
): readonly Column[] {
  const figures =
    kind === 'peaks' ? ofPeaks(ranking) : kind === 'unmeasured' ? ofMoves(ranking) : ofLeaks(ranking);
  return [
    figure(
      '#',
      '',
      ({ rank }) => rank,
      ({ rank }) => groupDigits(rank),
    ),
    {
      title: ranking.by,
      short: '',
      isFigure: false,
      value: ({ endpoint }) => endpoint,
      cell: ({ endpoint }) =>
        html`<span class="name">${shownName(endpoint)}</span>${knownBadge(endpoint, acknowledged)}`,
    },
    {
      title: 'verdict',
      short: '',
      isFigure: false,
      value: ({ verdict }) => verdict,
      cell: ({ verdict }) => verdictBadge(verdict),
    },
    ...figures,
  ];
}

function ofPeaks(ranking: Ranking): readonly Column[] {
  const peak = (title: string, short: string, read: (of: NonNullable<Finding['peak']>) => number): Column =>
    figure(
      title,
      short,
      (row) => (row.peak ? read(row.peak) : 0),
      (row) => (row.peak ? formatAmount(read(row.peak), ranking) : NOT_KNOWN),
    );
  return [
    peak('typical peak', 'typical', ({ median }) => median),
    peak('1 in 100', '1 in 100', ({ p99 }) => p99),
    peak('largest', 'largest', ({ max }) => max),
    CALLS,
  ];
}

/** Where no worker could be followed: what moved, and nothing that sounds like a leak. */
function ofMoves(ranking: Ranking): readonly Column[] {
  return [
    CALLS,
    figure(
      'growth',
      'growth',
      ({ growth }) => growth,
      ({ growth }) => formatChange(growth, ranking),
    ),
    figure(
      'shrink',
      'shrink',
      ({ shrink }) => shrink,
      ({ shrink }) => formatChange(shrink, ranking),
    ),
    figure(
      'net',
      'net',
      ({ net }) => net,
      ({ net }) => formatChange(net, ranking),
    ),
  ];
}

function ofLeaks(ranking: Ranking): readonly Column[] {
  return [
    figure(
      'chance',
      'chance',
      (row) => (isMeasured(row) ? row.confidence : -1),
      (row) => (isMeasured(row) ? formatPercent(row.confidence) : NOT_KNOWN),
    ),
    figure(
      'leak/call',
      'each',
      (row) => (isMeasured(row) ? row.leakPerCall.estimate : -1),
      (row) => leakCell(row, ranking),
    ),
    CALLS,
    figure(
      'kept',
      'kept',
      (row) => (isMeasured(row) ? row.kept.estimate : -1),
      (row) => (isMeasured(row) ? formatAmount(row.kept.estimate, ranking) : NOT_KNOWN),
    ),
    figure(
      'share',
      'share',
      ({ share }) => share,
      ({ share }) => (share === 0 ? '' : formatPercent(share)),
    ),
  ];
}

/** Nothing found is not nothing there: the most that it can be is said instead of a bare zero. */
function leakCell(finding: Finding, ranking: Ranking): Html | string {
  const { estimate, high } = finding.leakPerCall;
  if (!isMeasured(finding)) return NOT_KNOWN;
  const shown = formatAmount(estimate, ranking);
  if (shown === formatAmount(0, ranking)) return high > 0 ? `under ${formatAmount(high, ranking)}` : shown;
  return html`${shown} <small>${formatUnitRange(finding.leakPerCall, ranking)}</small>`;
}
