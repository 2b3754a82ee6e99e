/** What a live run has to show, whoever shows it. */
import type { Ranking } from '../ranking/ranking.ts';
import type { LiveFigures, WorkerRow } from '../render/live/view.ts';

/** One moment of a live run. */
export interface LiveState {
  readonly figures: LiveFigures & { readonly requests: number };
  readonly workers: readonly WorkerRow[];
  /** Since the start, and of the window; undefined while there is not enough for one. */
  readonly ranking: Ranking | undefined;
  readonly windowRanking: Ranking | undefined;
}
