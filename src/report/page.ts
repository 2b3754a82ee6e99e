/** The report on one log as one HTML page. */
import type { Profile } from '../profile/profile.ts';
import type { Ranking } from '../ranking/ranking.ts';

/** What a page shows. */
export interface PageInput {
  readonly profile: Profile;
  readonly ranking: Ranking;
  /** What the page is of: `2026-11-22`, or the names of the logs. */
  readonly title: string;
  /** Endpoints that are known hogs, with the note of whoever said so and until when. */
  readonly acknowledged: readonly Acknowledged[];
  /** Without any script. */
  readonly isStatic: boolean;
}

/** A known hog: it stays out of "new" and of `--fail-on`. */
export interface Acknowledged {
  readonly endpoint: string;
  /** The last day it holds, `2026-12-31`; empty for ever. */
  readonly until: string;
  readonly note: string;
}

/** The page: one file that needs no other. */
export async function renderPage({ title }: PageInput): Promise<string> {
  return Promise.resolve(title);
}
