/** The nights side by side: what each endpoint has done since. */
import { comparePairs, isBlamed } from '../ranking/compare.ts';
import type { Comparison } from '../ranking/comparison.ts';
import type { Finding, Ranking } from '../ranking/ranking.ts';

/** One night: its day and what was found. */
export interface NightRanking {
  readonly day: string;
  readonly ranking: Ranking;
}

/** One endpoint over the nights. */
export interface Trend {
  readonly endpoint: string;
  /** What became of it in the last night, compared with the night before in which it was called. */
  readonly change: Comparison['change'];
  /** Whether that is more than chance; never for `same` and `unknown`. */
  readonly sure: boolean;
  /** Why that is said; empty in the first night. */
  readonly because: string;
  /** What the last night that can tell says of it; undefined when that does not blame it. */
  readonly current: Finding | undefined;
  /** One entry for each night, oldest first; undefined where it was not called. */
  readonly nights: readonly (Finding | undefined)[];
  /** The first night of the present stretch in which it is blamed, undefined where `current` is. */
  readonly since: string | undefined;
}

/** So many nights back a blamed endpoint is remembered: one quiet night does not make it new again. */
export const MEMORY = 7;

/**
 * Trends of every endpoint that any night blames, the most blamed now first; ties by name. A last night that is not over
 * (`isOver` false) may blame what no night before did, and clears nothing: where it does not blame, the night before it holds.
 */
export function trendsOf(nights: readonly NightRanking[], isOver = true): readonly Trend[] {
  const all = inOrder(trendsOfWhole(nights));
  if (isOver || nights.length < 2) return all;
  const whole = new Map(trendsOfWhole(nights.slice(0, -1)).map((trend) => [trend.endpoint, trend]));
  return inOrder(
    all.map((trend): Trend => {
      const before = whole.get(trend.endpoint);
      const last = trend.nights.at(-1);
      if (before === undefined || (isBlamed(last) && before.current === undefined)) return trend;
      const isWorse = trend.change === 'worse' && trend.sure;
      return isWorse ? trend : { ...before, nights: trend.nights };
    }),
  );
}

function inOrder(trends: readonly Trend[]): readonly Trend[] {
  const size = ({ current }: Trend): number => current?.kept.estimate ?? -1;
  return trends.toSorted((a, b) => size(b) - size(a) || (a.endpoint < b.endpoint ? -1 : 1));
}

function trendsOfWhole(nights: readonly NightRanking[]): readonly Trend[] {
  const last = nights.at(-1);
  if (!last) return [];
  // A figure that was not ranked then cannot be set beside one that is now.
  const alike = nights.map(({ ranking }) => ranking.metric === last.ranking.metric);
  const byNight = nights.map(
    ({ ranking }, i) =>
      new Map(alike[i] ? ranking.findings.map((finding) => [finding.endpoint, finding]) : []),
  );
  const before = new Map(byNight.slice(0, -1).flatMap((findings) => [...findings]));
  const after = byNight.at(-1)!;
  const pairs = [...new Set([...after.keys(), ...before.keys()])].map((endpoint) => ({
    endpoint,
    before: before.get(endpoint),
    after: after.get(endpoint),
  }));
  // All endpoints are compared, not only those shown: by how many there are a difference is judged.
  const compared = new Map(comparePairs(pairs, last.ranking).map((one) => [one.endpoint, one]));
  const names = new Set(byNight.flatMap((findings) => [...findings.values()].filter(isBlamed).map(nameOf)));
  return [...names].map((endpoint): Trend => {
    const found = byNight.map((findings) => findings.get(endpoint));
    const one = compared.get(endpoint)!;
    const change = nights.length === 1 ? 'same' : changeOf(found, one);
    const sure = one.sure && change === one.change;
    const because = nights.length === 1 || isUnshown(one) ? '' : one.because;
    const current = isBlamed(found.at(-1)) ? found.at(-1) : undefined;
    return { endpoint, nights: found, change, sure, because, current, since: sinceOf(found, nights) };
  });
}

const nameOf = ({ endpoint }: Finding): string => endpoint;

/** What was blamed a few nights ago is not new; the quiet nights between were too short to show it. */
function changeOf(found: readonly (Finding | undefined)[], one: Comparison): Comparison['change'] {
  const wasBlamed = found.slice(0, -1).slice(-MEMORY).some(isBlamed);
  if (one.change === 'new' && wasBlamed) return 'same';
  if (isUnshown(one)) return isBlamed(one.after) ? 'same' : 'unknown';
  return one.change;
}

/** Whether less is said of it on the word of a night that could not have shown as much as there was. */
function isUnshown({ change, before, after }: Comparison): boolean {
  if (change !== 'gone' && change !== 'better') return false;
  const least = after?.detectable ?? Infinity;
  return least > (before?.leakPerCall.estimate ?? 0);
}

function sinceOf(
  found: readonly (Finding | undefined)[],
  nights: readonly NightRanking[],
): string | undefined {
  if (!isBlamed(found.at(-1))) return undefined;
  let at = found.length - 1;
  for (let i = at; i >= 0 && at - i <= MEMORY; i--) if (isBlamed(found[i])) at = i;
  return nights[at]?.day;
}
