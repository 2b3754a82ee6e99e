/** The newest time in the log, and how far it is behind the clock. */
import { NO_TIME } from '../record.ts';

/** A time so far ahead of the clock (seconds) is broken: no zone is so far away. */
const FARTHEST_AHEAD = 2 * 86_400;

/** Zones differ by quarters of an hour. */
const QUARTER = 900;

/** A log whose newest line is older than this (seconds), whatever its zone, is not being written now. */
const OLDEST_LIVE = 600;

/** Follows the newest time among lines that come in any order. */
export class Newest {
  /** Whole seconds as the log's wall clock shows them; NO_TIME before the first. */
  time = NO_TIME;
  readonly #now: () => number;

  /** `now` is the wall clock here in seconds, counted as if it were UTC. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Notes the time of a line. */
  see(time: number): void {
    if (time <= this.time && this.time !== NO_TIME) return;
    if (time > this.#now() + FARTHEST_AHEAD) return;
    this.time = time;
  }

  /**
   * Seconds between the newest line and now. A log may print another zone than this machine's: whole quarters of an hour
   * are the zone, so a lag of more than ten minutes cannot be told from one, and is null, as is that of a log without times.
   */
  lag(): number | null {
    if (this.time === NO_TIME) return null;
    const behind = this.#now() - this.time;
    const lag = behind - QUARTER * Math.floor((behind + 5) / QUARTER);
    const zone = behind - lag;
    if (Math.abs(zone) > 14 * 3600 || lag > OLDEST_LIVE) return null;
    return Math.max(0, lag);
  }
}
