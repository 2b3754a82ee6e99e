/** When to rank again: as soon as something new was read, but never all the time. */
import type { Profile } from '../profile/profile.ts';
import type { Ranking } from '../ranking/ranking.ts';
import type { Ranker } from './ranker.ts';
import type { LiveReading } from './reading.ts';

/** What a ranking is of. */
export type LiveSpan = 'start' | 'window';

/** Rankings begin at least so far apart, milliseconds. */
const LEAST_APART = 100;

/** A ranking that takes no longer than this (milliseconds) may take half of one core, since then it is soon there. */
const QUICK = 80;

/** Of the last so many, the quickest counts. */
const LAST = 4;

/** The part of one core that slower ones may take. */
const DUTY = 0.25;

/** A ranking, its profile (of a window the piece that lines are still added to), and how many lines had been read. */
export interface Ranked {
  readonly ranking: Ranking;
  readonly profile: Profile;
  readonly lines: number;
}

/** What the cycle asks and tells. */
export interface RankCycleHooks {
  /** What is looked at now: only that is ranked. */
  readonly spans: () => readonly LiveSpan[];
  readonly onRanked: (span: LiveSpan, ranked: Ranked) => void;
  /** Gets what ranking throws, such as UsageError for a figure that the log has not; then no more is ranked. */
  readonly onFailure: (error: Error) => void;
}

/** What of a reading is ranked. */
export type RankedReading = Pick<LiveReading, 'counts' | 'hasHistory' | 'profile' | 'pieces'>;

/** Asks for rankings, one at a time, and keeps the latest of each span. */
export class RankCycle {
  readonly latest = new Map<LiveSpan, Ranked>();
  readonly #reading: RankedReading;
  readonly #ranker: Pick<Ranker, 'isBusy' | 'rank'>;
  readonly #hooks: RankCycleHooks;
  /** Lines read when each span was ranked last. */
  readonly #ranked = new Map<LiveSpan, number>();
  /** How long the last few rankings took, milliseconds. */
  #took: readonly number[] = [];
  #rest: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** Nothing is ranked before `wake`. */
  constructor(reading: RankedReading, ranker: Pick<Ranker, 'isBusy' | 'rank'>, hooks: RankCycleHooks) {
    this.#reading = reading;
    this.#ranker = ranker;
    this.#hooks = hooks;
  }

  /** Ranks the span that is farthest behind, if it is time; to be called whenever something was read. */
  wake(): void {
    if (this.#isClosed || this.#ranker.isBusy || this.#rest) return;
    const { lines, readings } = this.#reading.counts;
    if (readings === 0 && !this.#reading.hasHistory) return;
    const behind = this.#hooks
      .spans()
      .filter((span) => this.#ranked.get(span) !== lines)
      .sort((a, b) => (this.#ranked.get(a) ?? -1) - (this.#ranked.get(b) ?? -1));
    const span = behind[0];
    if (span === undefined) return;
    this.#ranked.set(span, lines);
    void this.#rank(span, lines);
  }

  /** Ranks no more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#rest);
  }

  async #rank(span: LiveSpan, lines: number): Promise<void> {
    const began = performance.now();
    try {
      const { finished, current } =
        span === 'start' ? { finished: NONE, current: this.#reading.profile() } : this.#reading.pieces();
      const ranking = await this.#ranker.rank(span, finished, current);
      this.#takeRest(performance.now() - began);
      const ranked = { ranking, profile: current, lines };
      this.latest.set(span, ranked);
      this.#hooks.onRanked(span, ranked);
    } catch (error) {
      this.close();
      this.#hooks.onFailure(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #takeRest(took: number): void {
    this.#took = [took, ...this.#took].slice(0, LAST);
    // The least is what it takes: the rest of the others was waiting for a machine that had something else to do.
    const least = Math.min(...this.#took);
    const rest = least <= QUICK ? least : least / DUTY - least;
    this.#rest = setTimeout(
      () => {
        this.#rest = undefined;
        this.wake();
      },
      Math.max(LEAST_APART - took, rest),
    );
    this.#rest.unref();
  }
}

const NONE: readonly Profile[] = [];
