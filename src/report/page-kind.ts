/** What kind of answer a page gives: each has words and charts of its own. */
import { isBlamed } from '../ranking/compare.ts';
import type { Finding, Ranking } from '../ranking/ranking.ts';

/**
 * `blamed`: something leaks, or may. `open`: workers were followed and nothing can be blamed yet. `calm`: they were, and
 * nothing leaks. `unmeasured`: no worker could be followed, so no figure of a leak is known. `peaks`: the log holds
 * peaks of requests, which never tell of leaks.
 */
export type PageKind = 'blamed' | 'open' | 'calm' | 'unmeasured' | 'peaks';

/** The kind of the page of a ranking. */
export function pageKind({ metric, findings, answer }: Ranking): PageKind {
  if (metric === 'peak') return 'peaks';
  if (findings.some((finding) => isBlamed(finding))) return 'blamed';
  if (answer.kind === 'none') return 'calm';
  return findings.some(isMeasured) ? 'open' : 'unmeasured';
}

/** Whether its leak per call is known at all, be it as zero. */
export function isMeasured({ detectable, leakPerCall }: Finding): boolean {
  return detectable !== null || leakPerCall.high > 0;
}
