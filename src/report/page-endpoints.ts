/** Bars, panels and rows of the heat map: what the charts of a page need of each endpoint. */
import type { DeltaClass, Deltas } from '../ranking/delta-classes.ts';
import type { Finding, Ranking } from '../ranking/ranking.ts';
import type { Timeline } from '../ranking/timeline.ts';
import { formatAmount, formatChange } from '../wording/amount.ts';
import { formatPercent } from '../wording/numbers.ts';
import { shownName } from './html.ts';
import type { BarData, DeltaData, EndpointData, PageData } from './page-data.ts';
import { rounded } from './page-lines.ts';

/** A row of the chart of the ranking; `by` bytes make a unit of the charts. */
export function barOf(finding: Finding, ranking: Ranking, by: number): BarData {
  const { kept, share, verdict, endpoint, peak } = finding;
  const amount = (value: number): string => formatAmount(value, ranking);
  const [estimate, low, high] = peak
    ? [peak.p99, peak.median, peak.max]
    : [kept.estimate, kept.low, Math.max(kept.high, kept.estimate)];
  const parts = peak
    ? [`up to ${amount(high)}`, verdict]
    : [amount(estimate), share > 0 ? formatPercent(share) : '', verdict];
  return {
    name: shownName(endpoint),
    verdict,
    estimate: rounded(estimate / by),
    low: rounded(low / by),
    high: rounded(high / by),
    text: parts.filter((part) => part !== '').join(' · '),
    detail: peak
      ? `${amount(low)} typical, ${amount(estimate)} for one in a hundred, ${amount(high)} at most`
      : `${amount(estimate)} (${amount(low)} to ${amount(high)})`,
  };
}

/** What the charts of one endpoint are made from. */
export interface EndpointSource {
  /** Indices of the workers that have lines. */
  readonly shown: readonly number[];
  readonly ranking: Ranking;
  readonly deltas: Deltas | undefined;
  readonly by: number;
}

/** The charts of one endpoint. */
export function endpointOf(finding: Finding, timeline: Timeline, source: EndpointSource): EndpointData {
  const { shown, ranking, deltas, by } = source;
  const line = timeline.endpoints.find(({ endpoint }) => endpoint === finding.endpoint);
  const { estimate, low, high } = finding.kept;
  let so = 0;
  const explained = (line?.explained ?? []).filter((_, i) => shown.includes(timeline.lives[i]!.workerIndex));
  return {
    name: shownName(finding.endpoint),
    verdict: finding.verdict,
    calls: (line?.calls ?? []).map((calls) => Math.round(calls * 10) / 10),
    kept: (line?.kept ?? []).map((kept) => rounded((so += kept) / by)),
    low: estimate > 0 ? rounded(low / estimate) : 0,
    high: estimate > 0 ? rounded(high / estimate) : 0,
    explained: explained.map((values) => values.map((value) => rounded(value / by))),
    deltas: deltaData(deltas?.classes ?? [], ranking),
  };
}

/** Classes in words. A peak is no change: it has no sign and is never given back. */
function deltaData(classes: readonly DeltaClass[], ranking: Ranking): readonly DeltaData[] {
  const isPeak = ranking.metric === 'peak';
  return classes
    .filter(({ grew }) => grew || !isPeak)
    .map(({ from, to, grew, calls }) => {
      const words = (size: number): string =>
        isPeak ? formatAmount(size, ranking) : formatChange(grew ? size : -size, ranking);
      return { label: words(from), range: `${words(from)} to ${words(to)}`, calls, grew };
    });
}

/** A row of the heat map. */
export function heatOf(finding: Finding, timeline: Timeline, by: number): PageData['heat'][number] {
  const kept = timeline.endpoints.find(({ endpoint }) => endpoint === finding.endpoint)?.kept ?? [];
  const cells = Math.ceil(kept.length / timeline.cell);
  const amounts = Array.from({ length: cells }, (_, cell) =>
    kept.slice(cell * timeline.cell, (cell + 1) * timeline.cell).reduce((sum, one) => sum + one, 0),
  );
  return { name: shownName(finding.endpoint), amounts: amounts.map((amount) => rounded(amount / by)) };
}
