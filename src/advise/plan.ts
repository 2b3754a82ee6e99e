/** What the calculation hands to the text of a server: numbers in plain units, nothing of any server's words. */
import type { Watch } from './watch.ts';

/** How a server spreads its planned restarts. */
export type Spread =
  /** Each worker draws `0..jitter` more requests, evenly, both ends included, anew for every life (Gunicorn). */
  | 'uniform'
  /** Worker number n, from 1, gets `(n - 1) * delta` more requests, in every life (uWSGI). */
  | 'slots'
  /** Every worker has the same number. */
  | 'none';

/** Restarting a worker after so many requests (or tasks). */
export interface ByRequests {
  readonly requests: number;
  /** The jitter or delta; 0 where the server spreads nothing. */
  readonly spread: number;
}

/** What the workers should be told. */
export interface RecyclingPlan {
  /** Null where restarting by requests cannot hold the memory. */
  readonly byRequests: ByRequests | null;
  /** A level of memory per worker, in bytes, at which it should be restarted; null where none is needed. */
  readonly byMemory: number | null;
  /** The same for all workers together, whose largest is restarted then, for servers that look at the sum alone; absent for all others. */
  readonly byMemoryOfAll?: number;
  /** Workers it is made for. */
  readonly workers: number;
  /** No growth was found: what is advised is a mild protection. */
  readonly isMild: boolean;
  /**
   * Seconds from the start of a worker to `byMemory`, at the pace measured, for servers that restart by time alone; absent
   * where it is not known or no restart by time is wanted.
   */
  readonly secondsToLevel?: number;
  /** The seconds that a worker must live, lowered, where it comes to its end sooner than the server lets it; absent for no change. */
  readonly leastLife?: number;
  /** Seconds between two looks at the memory, where the server's own would let workers grow too far meanwhile; absent for no change. */
  readonly lookEvery?: number;
}

/** What a server can be told, as the calculation needs to know it. */
export interface Abilities {
  /** Undefined where it cannot restart by requests. */
  readonly spread: Spread | undefined;
  /** What its own limit on memory looks at, and when; undefined where it has none. */
  readonly memory: 'rss-after-request' | 'peak-after-task' | 'rss-by-watcher' | 'sum-by-watcher' | undefined;
  /** Who looks, where the memory is looked at `by-watcher`. */
  readonly watch?: Watch;
  /** The least seconds of life after which it can restart a worker, where it has no limit on memory; left out where it cannot. */
  readonly byTime?: number;
  /** Seconds that a worker lives at least, whatever is set; 0 when left out. */
  readonly leastLife?: number;
  /** What it counts, where that is no request. */
  readonly counts?: 'task';
}

/** Whether a plan restarts any worker. */
export function restartsAny({ byRequests, byMemory, byMemoryOfAll, secondsToLevel }: RecyclingPlan): boolean {
  return (byRequests ?? byMemory ?? byMemoryOfAll ?? secondsToLevel ?? null) !== null;
}
