/** When to rank again: as soon as something new was read, but never all the time. */
import type { Profile } from '../profile/profile.ts';
import type { Ranking } from '../ranking/ranking.ts';
import type { Ranker } from './ranker.ts';
import type { LiveReading } from './reading.ts';

/** What a ranking is of. */
export type LiveSpan = 'start' | 'window';

/** Not more often than this, milliseconds. */
const LEAST_PAUSE = 100;

/** Ranking may take this part of one core. */
const DUTY = 0.25;

/** A ranking, the profile since the start that was there when it was asked for, and how many lines that held. */
export interface Ranked {
  readonly ranking: Ranking;
  readonly profile: Profile;
  readonly lines: number;
}

/** Asks for rankings, one at a time, and keeps the latest of each span. */
export class RankCycle {
  readonly latest = new Map<LiveSpan, Ranked>();
  readonly #reading: LiveReading;
  readonly #ranker: Ranker;
  readonly #onRanked: (span: LiveSpan, ranked: Ranked) => void;
  readonly #onFailure: (error: Error) => void;
  /** Lines read when each span was ranked last. */
  readonly #ranked = new Map<LiveSpan, number>();
  #notBefore = 0;

  /** `onFailure` gets what ranking throws, such as UsageError for a figure that the log has not. */
  constructor(
    reading: LiveReading,
    ranker: Ranker,
    onRanked: (span: LiveSpan, ranked: Ranked) => void,
    onFailure: (error: Error) => void,
  ) {
    this.#reading = reading;
    this.#ranker = ranker;
    this.#onRanked = onRanked;
    this.#onFailure = onFailure;
  }

  /** Ranks the first of `spans` that is behind, if it is time; call often. `now` counts milliseconds from any moment. */
  tick(spans: readonly LiveSpan[], now: number): void {
    if (this.#ranker.isBusy || now < this.#notBefore) return;
    const { lines, readings } = this.#reading.counts;
    if (readings === 0 && !this.#reading.hasHistory) return;
    const behind = spans
      .filter((span) => this.#ranked.get(span) !== lines)
      .sort((a, b) => (this.#ranked.get(a) ?? -1) - (this.#ranked.get(b) ?? -1));
    const span = behind[0];
    if (span === undefined) return;
    this.#ranked.set(span, lines);
    void this.#rank(span, lines, now);
  }

  async #rank(span: LiveSpan, lines: number, began: number): Promise<void> {
    try {
      const profile = this.#reading.profile();
      const pieces = span === 'start' ? { finished: NONE, current: profile } : this.#reading.pieces();
      const ranking = await this.#ranker.rank(span, pieces.finished, pieces.current);
      const took = performance.now() - began;
      this.#notBefore = began + Math.max(LEAST_PAUSE, took / DUTY);
      const ranked = { ranking, profile, lines };
      this.latest.set(span, ranked);
      this.#onRanked(span, ranked);
    } catch (error) {
      this.#onFailure(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

const NONE: readonly Profile[] = [];
