/** Who restarts workers from outside, and when. */

/** Somebody who looks at the memory of workers from outside, from time to time. Seconds. */
export interface Watch {
  /** From one look to the next. */
  readonly every: number;
  /** What is held against the limit: each worker, and all above it go; or the sum of all, and the largest goes, one at each look. */
  readonly of: 'each' | 'all';
  /** Workers go one after another, each so long after its successor was started beside it; 0 where the old one goes first. */
  readonly overlap: number;
}

/** Restarts by the clock. Seconds. */
export interface ByTime {
  /** The life of a worker; with `apart`, from the end of one round of restarts to the beginning of the next. */
  readonly seconds: number;
  /** In a round workers go one after another, so far apart; left out where each goes by its own age. */
  readonly apart?: number;
}
