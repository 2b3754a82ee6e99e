/** The nights side by side: what each endpoint has done since. */
import { compareFindings } from '../ranking/compare.ts';
import type { Change } from '../ranking/compare.ts';
import type { Finding, Ranking } from '../ranking/ranking.ts';

/** One night: its day and what was found. */
export interface NightRanking {
  readonly day: string;
  readonly ranking: Ranking;
}

/** One endpoint over the nights. */
export interface Trend {
  readonly endpoint: string;
  /** What became of it in the last night, compared with the one before. */
  readonly change: Change;
  /** One entry for each night, oldest first; undefined where it was not called. */
  readonly nights: readonly (Finding | undefined)[];
  /** The first night of the present stretch in which it is blamed, undefined when the last night does not blame it. */
  readonly since: string | undefined;
}

const isBlamed = (finding: Finding | undefined): boolean =>
  finding?.verdict === 'leak' || finding?.verdict === 'suspect';

/** So many nights back a blamed endpoint is remembered: one quiet night does not make it new again. */
const MEMORY = 7;

/** Trends of every endpoint that any night blames, the most blamed in the last night first; ties by name. */
export function trendsOf(nights: readonly NightRanking[]): readonly Trend[] {
  const last = nights.at(-1);
  if (!last) return [];
  const byNight = nights.map(
    ({ ranking }) => new Map(ranking.findings.map((finding) => [finding.endpoint, finding])),
  );
  const names = new Set(
    nights.flatMap(({ ranking }) => ranking.findings.filter(isBlamed).map(({ endpoint }) => endpoint)),
  );
  const trends = [...names].map((endpoint): Trend => {
    const found = byNight.map((findings) => findings.get(endpoint));
    return { endpoint, nights: found, change: changeOf(found), since: sinceOf(found, nights) };
  });
  const size = ({ nights: found }: Trend): number => found.at(-1)?.kept.estimate ?? -1;
  const blamed = ({ nights: found }: Trend): number => (isBlamed(found.at(-1)) ? 1 : 0);
  return trends.sort(
    (a, b) => blamed(b) - blamed(a) || size(b) - size(a) || (a.endpoint < b.endpoint ? -1 : 1),
  );
}

function changeOf(found: readonly (Finding | undefined)[]): Change {
  const after = found.at(-1);
  const earlier = found.slice(0, -1);
  if (earlier.length === 0) return 'same';
  const before = earlier.findLast((one) => one !== undefined);
  const { change } = compareFindings(before, after);
  const wasBlamed = earlier.slice(-MEMORY).some(isBlamed);
  return change === 'new' && wasBlamed ? 'same' : change;
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
