/** The newest time in the log, and how far it is behind the clock. */
import { NO_TIME } from '../record.ts';

/** A time so far ahead of the clock (seconds) is broken: no zone is so far away. */
const FARTHEST_AHEAD = 2 * 86_400;

/** A log whose newest line is older than this (seconds) is not being written now. */
const OLDEST_LIVE = 600;

/** Clocks of two machines may differ by so much, seconds. */
const SKEW = 30;

/** Follows the newest time among lines that come in any order. */
export class Newest {
  /** Whole seconds as the log's wall clock shows them; NO_TIME before the first. */
  time = NO_TIME;
  readonly #now: () => number;
  readonly #ahead: () => number;

  /** `now` is the wall clock here in seconds, counted as if it were UTC; `ahead` how far that is ahead of UTC. */
  constructor(now: () => number, ahead: () => number) {
    this.#now = now;
    this.#ahead = ahead;
  }

  /** Notes the time of a line. */
  see(time: number): void {
    if (time <= this.time && this.time !== NO_TIME) return;
    if (time > this.#now() + FARTHEST_AHEAD) return;
    this.time = time;
  }

  /**
   * Seconds between the newest line and now, by the clock of this machine or by UTC, whichever the log seems to print. Null for
   * a log without times, and for one that is ten minutes behind by both: it prints another zone, or is not being written.
   */
  lag(): number | null {
    if (this.time === NO_TIME) return null;
    const behind = this.#now() - this.time;
    const lags = [behind, behind - this.#ahead()].filter((lag) => lag > -SKEW && lag <= OLDEST_LIVE);
    return lags.length === 0 ? null : Math.max(0, Math.min(...lags));
  }
}
