/** What the probe adds to a ranking: findings of traces and spans, each at the row that it is about. */
import type { EndpointSpans, Profile } from '../profile/profile.ts';
import type { EndpointParts, MostKept, SpanFigures } from './code-trace.ts';
import { groupEndpoints } from './groups.ts';
import type { Finding, Ranking } from './ranking.ts';
import { fateOf, grownOf, mostKeptBy, NOT_KNOWN } from './span-fate.ts';
import { rowsTraced } from './traced-rows.ts';
import { tracesOf } from './traces.ts';

/** The ranking with what traces and spans say of its rows. */
export function withFound(profile: Profile, ranking: Ranking): Ranking {
  const isByRoute = ranking.by === 'endpoint' || ranking.by === 'route';
  const hasSpans = profile.spans.endpoints.length > 0;
  if (!isByRoute || (profile.traces.length === 0 && !hasSpans)) return ranking;
  const { of, others } = rowsTraced(ranking.findings, tracesOf(profile, ranking.deploys ?? []));
  // A row that a filter leaves out is a row all the same.
  const all = groupEndpoints(profile, ranking.by).groups.map(({ name }) => ({ endpoint: name }));
  const rowless = rowsTraced(all, others).others;
  const parts = partsOf(profile, ranking);
  const grown = hasSpans ? grownOf(profile) : NOT_KNOWN;
  const findings = ranking.findings.map((finding): Finding => {
    const code = of.get(finding.endpoint);
    const spans = parts.get(finding.endpoint);
    return {
      ...finding,
      ...(code ? { code } : {}),
      ...(spans ? { spans: judged(spans, finding, ranking, grown) } : {}),
    };
  });
  return { ...ranking, findings, ...(rowless.length > 0 ? { traces: rowless } : {}) };
}

/** The sums of each row by its name. */
function partsOf(profile: Profile, { by }: Ranking): ReadonlyMap<string, readonly EndpointSpans[]> {
  const parts = new Map<string, EndpointSpans[]>();
  if (profile.spans.endpoints.length === 0) return parts;
  const { groups, of } = groupEndpoints(profile, by);
  for (const one of profile.spans.endpoints) {
    const { name } = groups[of[one.endpoint]!]!;
    const found = parts.get(name);
    if (found) found.push(one);
    else parts.set(name, [one]);
  }
  return parts;
}

function judged(
  all: readonly EndpointSpans[],
  finding: Finding,
  ranking: Ranking,
  grown: MostKept,
): EndpointParts {
  const mostKept = mostKeptBy(finding, ranking, grown);
  const calls = Math.max(
    1,
    all.reduce((sum, one) => sum + one.calls, 0),
  );
  const sums = new Map<string, { sampled: number; times: number; blocks: number; bytes: number }>();
  for (const { name, sampled, times, blocks, bytes } of all.flatMap(({ names }) => names)) {
    const sum = sums.get(name) ?? { sampled: 0, times: 0, blocks: 0, bytes: 0 };
    sums.set(name, {
      sampled: sum.sampled + sampled,
      times: sum.times + times,
      blocks: sum.blocks + blocks,
      bytes: sum.bytes + bytes,
    });
  }
  const parts = [...sums].map(([name, { sampled, times, blocks, bytes }]): SpanFigures => {
    const left = { times: times / calls, blocks: blocks / calls, bytes: bytes / calls };
    return { name, sampled, ...left, fate: fateOf(left, finding, ranking, mostKept) };
  });
  const sampled = all.reduce((sum, one) => sum + one.sampled, 0);
  return { sampled, mostKept, parts: parts.sort((a, b) => b.bytes - a.bytes || b.blocks - a.blocks) };
}
