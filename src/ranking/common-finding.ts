/** Rows for leaks that belong to no route. They stand in the ranking only when they are blamed. */
import { formatAmount } from '../wording/amount.ts';
import { formatPercent } from '../wording/numbers.ts';
import type { CommonFit } from './attribution/attribution.ts';
import { COMMON } from './common-columns.ts';
import type { Context } from './context.ts';
import { floorSpans } from './evidence.ts';
import type { Row } from './finding.ts';
import { attributedLevel, scaled } from './finding.ts';

/** A cause that is at least so likely beside another cannot be told from it. */
const ALSO_LIKELY = 0.2;

/** The blamed among the causes common to all routes. `calls` of `(background)` is 0: its unit is the second. */
export function commonFindings(context: Context): Row[] {
  const { attribution, grouping } = context;
  if (attribution.kind !== 'fitted') return [];
  return attribution.common
    .filter(({ suggestion }) => suggestion !== 'none')
    .map((fit) => row(context, fit, attribution.common, fit.column - grouping.groups.length));
}

function row(context: Context, fit: CommonFit, all: readonly CommonFit[], which: number): Row {
  const { lives, width, keptByAll } = context;
  const group = COMMON[which]!;
  const kept = scaled(fit, fit.unitsTotal);
  const made: Row['made'] = {
    rank: 0,
    endpoint: group.name,
    method: group.method,
    route: group.route,
    calls: fit.kind === 'requests' ? fit.unitsTotal : 0,
    verdict: fit.suggestion === 'leak' ? 'leak' : 'suspect',
    confidence: fit.confidence,
    because: because(context, fit, all),
    leakPerCall: scaled(fit, 1),
    detectable: null,
    kept,
    share: keptByAll > 0 ? Math.min(1, kept.estimate / keptByAll) : 0,
    net: 0,
    growth: 0,
    shrink: 0,
    floor: attributedLevel(context, fit.column, fit),
    evidence: floorSpans(lives, fit.column, width),
  };
  return { group, z: 0, made };
}

function because({ measure }: Context, fit: CommonFit, all: readonly CommonFit[]): string {
  const amount = formatAmount(fit.kind === 'time' ? 3600 * fit.estimate : fit.estimate, measure);
  const other = all.find((one) => one !== fit && one.confidence >= ALSO_LIKELY);
  const told =
    fit.kind === 'requests'
      ? `every request alike keeps about ${amount}: what all routes share (middleware, logging, the framework) explains the growth as well as any set of routes`
      : `memory grows by about ${amount} an hour whatever is called (the figures per call are per second here): a thread or a timer explains the growth better than any set of routes`;
  if (!other) return told;
  const what = other.kind === 'time' ? 'growth with time' : 'growth on every request';
  return `${told}; ${what} would look much the same in this log (${formatPercent(other.confidence)})`;
}
