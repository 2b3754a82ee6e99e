/** What nights brought that was not there before. */
import { isBlamed } from '../ranking/compare.ts';
import type { Finding } from '../ranking/ranking.ts';
import { MEMORY, trendsOf } from './trend.ts';
import type { NightRanking } from './trend.ts';

/** An endpoint that a night blames, and none of the seven nights before it. */
export interface News {
  readonly endpoint: string;
  /** The night that blames it first. */
  readonly day: string;
  readonly finding: Finding;
  /** Whether that it was not there before is more than chance; in the first night of all nobody can tell. */
  readonly sure: boolean;
}

/** What is new in these days of the nights, in order of the days. */
export function newsOf(nights: readonly NightRanking[], days: readonly string[]): readonly News[] {
  return nights.flatMap(({ day, ranking }, i): readonly News[] => {
    if (i === 0 || !days.includes(day)) return [];
    const trends = new Map(trendsOf(nights.slice(0, i + 1)).map((trend) => [trend.endpoint, trend]));
    return ranking.findings.flatMap((finding): readonly News[] => {
      const trend = trends.get(finding.endpoint);
      if (!isBlamed(finding) || trend?.change !== 'new') return [];
      return [{ endpoint: finding.endpoint, day, finding, sure: trend.sure }];
    });
  });
}

/** The nights before the one at `place` that are remembered. */
export function rememberedBefore(nights: readonly NightRanking[], place: number): readonly NightRanking[] {
  return nights.slice(Math.max(0, place - MEMORY), place);
}
