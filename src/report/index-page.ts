/** The page that leads to the nights, with the trend. */
import type { NightRanking, Trend } from '../nightly/trend.ts';
import type { Acknowledged } from './page.ts';

/** What the page shows. */
export interface IndexInput {
  /** Oldest first. */
  readonly nights: readonly NightRanking[];
  readonly trends: readonly Trend[];
  readonly acknowledged: readonly Acknowledged[];
}

/** The page: one file that needs no other but the pages it links to (`2026-11-22.html` beside it). */
export async function renderIndex({ nights }: IndexInput): Promise<string> {
  return Promise.resolve(nights.map(({ day }) => day).join('\n'));
}
