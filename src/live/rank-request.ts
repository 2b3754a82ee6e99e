/** What the thread that ranks is asked, and what it answers: plain data only. */
import { merge } from '../profile/merge.ts';
import type { Profile } from '../profile/profile.ts';
import { rank } from '../ranking/rank.ts';
import type { RankOptions } from '../ranking/rank.ts';
import type { Ranking } from '../ranking/ranking.ts';
import { rowFilter } from '../routes/row-filter.ts';
import type { RowPatterns } from '../routes/row-filter.ts';

/** How to rank, without functions. */
export interface RankWishes extends Omit<RankOptions, 'shows'> {
  readonly rows: RowPatterns;
}

/** One profile to rank, in adjacent pieces. `finished` left out: those of the request before. */
export interface RankRequest {
  readonly finished?: readonly Profile[];
  readonly current: Profile;
  /** Finished pieces are remembered under this name. */
  readonly span: string;
}

/** What comes of a request: a ranking, or in words why there is none. */
export type RankAnswer = { readonly ranking: Ranking } | { readonly failure: string };

/** Ranks requests; one for each thread. */
export class RequestRanker {
  readonly #wishes: RankWishes;
  readonly #merged = new Map<string, Profile | undefined>();

  constructor(wishes: RankWishes) {
    this.#wishes = wishes;
  }

  /** The ranking of all pieces together. Never throws. */
  answer(request: RankRequest): RankAnswer {
    try {
      return { ranking: this.#rank(request) };
    } catch (error) {
      return { failure: error instanceof Error ? error.message : String(error) };
    }
  }

  #rank({ finished, current, span }: RankRequest): Ranking {
    if (finished) {
      const [first, ...rest] = finished;
      this.#merged.set(span, first && merge(first, ...rest));
    }
    const before = this.#merged.get(span);
    const { rows, ...options } = this.#wishes;
    return rank(before ? merge(before, current) : current, { ...options, shows: rowFilter(rows) });
  }
}
