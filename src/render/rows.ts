/** Which findings a listing shows, and in which order. JSON has them all, always. */
import type { Finding } from '../ranking/ranking.ts';

/** What findings can be sorted by: rank as given, names from A to Z, figures from the greatest. */
export const SORT_KEYS = ['rank', 'leak', 'kept', 'calls', 'growth', 'net', 'confidence', 'name'] as const;

/** One of SORT_KEYS. */
export type SortKey = (typeof SORT_KEYS)[number];

/** How a listing is shortened. */
export interface Selection {
  /** How many rows at most; 0 or absent for all. */
  readonly top?: number | undefined;
  /** Rows with fewer calls are left out; absent for none. */
  readonly minCalls?: number | undefined;
  /** Rows that kept less than this are left out; absent for none. */
  readonly leastKept?: number | undefined;
  /** `rank` if absent. */
  readonly sort?: SortKey | undefined;
}

/** The rows of a listing, and how many were left out for each reason. */
export interface Rows {
  readonly shown: readonly Finding[];
  readonly beyondTop: number;
  readonly fewCalls: number;
}

/** Sorts and shortens `findings`. Equal figures keep their rank order. */
export function selectRows(findings: readonly Finding[], selection: Selection): Rows {
  const { top = 0, minCalls = 0, leastKept = 0, sort = 'rank' } = selection;
  const called = findings.filter(({ calls }) => calls >= minCalls);
  const large = called.filter(({ kept }) => kept.estimate >= leastKept);
  const sorted = large.toSorted((a, b) => COMPARE[sort](a, b) || a.rank - b.rank);
  const shown = top > 0 ? sorted.slice(0, top) : sorted;
  return { shown, beyondTop: sorted.length - shown.length, fewCalls: findings.length - called.length };
}

const COMPARE: Record<SortKey, (a: Finding, b: Finding) => number> = {
  rank: () => 0,
  leak: (a, b) => b.leakPerCall.estimate - a.leakPerCall.estimate,
  kept: (a, b) => b.kept.estimate - a.kept.estimate,
  calls: (a, b) => b.calls - a.calls,
  growth: (a, b) => b.growth - a.growth,
  net: (a, b) => b.net - a.net,
  confidence: (a, b) => b.confidence - a.confidence,
  name: (a, b) => (a.endpoint < b.endpoint ? -1 : Number(a.endpoint > b.endpoint)),
};
