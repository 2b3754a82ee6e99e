import type { Coverage, LineReason } from '../profile/profile.ts';
import type { CoverageSummary, ReasonCount } from './ranking.ts';

function byCount(reasons: readonly LineReason[]): ReasonCount[] {
  return reasons
    .map(({ reason, lines, example }) => ({ reason, count: lines, example }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}

/** The coverage as a ranking shows it, most frequent reasons first. */
export function coverageOf(coverage: Coverage): CoverageSummary {
  const { lines, requests, samples, readings, lifecycle, formats } = coverage;
  return {
    ...{ lines, requests, samples, readings, lifecycle },
    ignored: byCount(coverage.ignored),
    malformed: byCount(coverage.malformed),
    formats: formats.map(([format, count]) => ({ format, lines: count })),
  };
}
