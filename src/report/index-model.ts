/** What the index says, from the nights. */
import type { News } from '../nightly/news.ts';
import type { Trend, NightRanking } from '../nightly/trend.ts';
import { comparePairs, isBlamed } from '../ranking/compare.ts';
import type { Comparison } from '../ranking/comparison.ts';
import type { Acknowledged, Finding, Ranking } from '../ranking/ranking.ts';

/** What the page shows. */
export interface IndexInput {
  /** Oldest first. */
  readonly nights: readonly NightRanking[];
  readonly trends: readonly Trend[];
  /** Known hogs on the day of the last night. */
  readonly acknowledged: readonly Acknowledged[];
  /** What is new in the days that were read last. */
  readonly news?: readonly News[];
  /** Whether the day of the last night is over. */
  readonly isOver?: boolean;
  /** By which version it was made, and when. */
  readonly made?: string;
}

/** One line of the trend. */
export interface TrendRow extends Trend {
  /** Leak per call of each night: 0 where it was called and not blamed, undefined where nothing can be said. */
  readonly sizes: readonly (number | undefined)[];
  /** What became of it since the night before the last deploy; undefined where there was none within the nights. */
  readonly sinceDeploy: Pick<Comparison, 'change' | 'sure' | 'because'> | undefined;
}

/** The night of a deploy, and when it was. */
export interface NightDeploy {
  /** Place among the nights. */
  readonly night: number;
  readonly at: string;
  readonly host: string;
}

/** Every deploy of the nights, oldest first. */
export function deploysOfNights(nights: readonly NightRanking[]): readonly NightDeploy[] {
  return nights.flatMap(({ ranking }, night) =>
    (ranking.deploys ?? []).map(({ at, host }) => ({ night, at, host })),
  );
}

/** The trends with what the page draws of them. */
export function trendRows(nights: readonly NightRanking[], trends: readonly Trend[]): readonly TrendRow[] {
  const deploy = deploysOfNights(nights).at(-1);
  const since = deploy === undefined ? undefined : comparedSince(nights, deploy.night);
  return trends.map((trend) => ({
    ...trend,
    sizes: trend.nights.map(sizeOf),
    sinceDeploy: since?.get(trend.endpoint),
  }));
}

function sizeOf(finding: Finding | undefined): number | undefined {
  if (finding === undefined || finding.detectable === null) return undefined;
  return isBlamed(finding) ? finding.leakPerCall.estimate : 0;
}

/**
 * The last night, compared with the last one that was over before the night of the deploy. Undefined where there is none,
 * or where another figure was ranked then.
 */
function comparedSince(
  nights: readonly NightRanking[],
  night: number,
): ReadonlyMap<string, Comparison> | undefined {
  const before = nights[night - 1]?.ranking;
  const after = nights.at(-1)?.ranking;
  if (after === undefined || before?.metric !== after.metric) return undefined;
  const found = (ranking: Ranking): ReadonlyMap<string, Finding> =>
    new Map(ranking.findings.map((finding) => [finding.endpoint, finding]));
  const [earlier, later] = [found(before), found(after)];
  const pairs = [...new Set([...earlier.keys(), ...later.keys()])].map((endpoint) => ({
    endpoint,
    before: earlier.get(endpoint),
    after: later.get(endpoint),
  }));
  return new Map(comparePairs(pairs, after).map((one) => [one.endpoint, one]));
}

/** Growth of the mean worker in each night, in units of the figure. */
export function growthOfNights(nights: readonly NightRanking[]): readonly number[] {
  return nights.map(({ ranking }) => Math.max(0, ranking.growth.perWorker));
}
