/** What a log says about how its workers use memory, as far as it matters for restarting them. Bytes, seconds, requests (or tasks). */
import type { Interval } from '../ranking/ranking.ts';
import type { Figure } from '../record.ts';

/** Memory that a worker takes once, early in its life. */
export interface WarmUp {
  /** Bytes above the first reading, once it is over. */
  readonly size: number;
  /** After how many requests it is over. */
  readonly requests: number;
}

/** How fast the floor of a worker rises after its warm-up. */
export interface FloorGrowth {
  /** Mean over all requests, with its 90 % interval (`low` may be negative). What grows with time is in it, at the mean rate. */
  readonly perRequest: Interval;
  /** The same over the second half of lives alone: well above the mean where a leak began within the log. */
  readonly late: number;
  /** Part of it that comes with time, whatever is asked: bytes per worker and second; 0 where none was found. */
  readonly perSecond: number;
  /** Standard deviation of the growth per request between lives: what stays the same through a life and differs between two. */
  readonly spread: number;
  /** Variance per request (bytes squared) of what differs within a life: after `n` requests, growth varies by `walk * n` more. */
  readonly walk: number;
}

/** What stands above the floor after requests, warm-up left out. */
export interface Transient {
  readonly mean: number;
  readonly median: number;
  readonly p99: number;
  readonly max: number;
  /** The whole distribution: quantiles at equal steps from 0 to 1, ascending. */
  readonly quantiles: readonly number[];
  /** Its end in finer steps: quantiles at equal steps from the last but one of `quantiles` to 1, ascending; left out where that end is not known better. */
  readonly tail?: readonly number[];
}

/** Requests per second that one worker serves. */
export interface Traffic {
  /** Mean over the log; null where it has no times. */
  readonly perWorker: number | null;
  /** For each hour of the day from midnight on the log's own clock, as a multiple of the mean; all 1 where the log does not cover a day. */
  readonly byHour: readonly number[];
  readonly coversDay: boolean;
  /** What each worker is sent as a multiple of the mean, the busiest first; all 1 where the log shows no difference beyond chance. */
  readonly shares: readonly number[];
}

/** A figure that the log does not give, and what would. */
export interface Unknown {
  readonly figure: 'start' | 'growth' | 'rate' | 'day' | 'boot' | 'shared' | 'workers';
  readonly needs: string;
}

/** See the file. */
export interface Workload {
  /** The figure it was measured by. */
  readonly figure: Figure;
  /** Workers of the busiest host at the same time. */
  readonly workers: number;
  /** First reading of a worker: median of the lives that began within the log, or of all lives where none did. */
  readonly start: number;
  readonly warmUp: WarmUp;
  /** Null where no life can be followed beyond its warm-up. */
  readonly growth: FloorGrowth | null;
  readonly transient: Transient;
  readonly traffic: Traffic;
  /** Largest growth seen across one request, given back or not; 0 if none grew. */
  readonly largestStep: number;
  /** Seconds from the last request of a worker to when its successor can serve, median; null where no worker was seen to be replaced. */
  readonly boot: number | null;
  /** Pages that each worker shares with its master and the figure counts in each; null where the log has no figure without them. */
  readonly shared: number | null;
  readonly evidence: {
    readonly lives: number;
    /** Lives known to have begun within the log. */
    readonly born: number;
    readonly requests: number;
    /** Requests of the longest life. */
    readonly longest: number;
    /** Seconds that the log covers; null where it has no times. */
    readonly seconds: number | null;
    /** Requests that the server counted for each one in the log, at least 1. */
    readonly countedPerLogged: number;
  };
  readonly unknown: readonly Unknown[];
}

/** Memory of a worker that is warm and has leaked nothing. */
export function warmLevel({ start, warmUp }: Pick<Workload, 'start' | 'warmUp'>): number {
  return start + warmUp.size;
}

/**
 * Shares that deviate so little from even ones (standard deviation, as a part of the mean) are taken for even, and from the
 * second figure on for uneven: small differences may not last.
 */
const EVEN = 0.025;
const UNEVEN = 0.075;

/** How far workers that start in step drift apart, since some are sent more than others: 0 for not at all, 1 for wholly. */
export function driftOf(shares: readonly number[]): number {
  return Math.min(1, Math.max(0, (Math.sqrt(varianceOf(shares)) - EVEN) / (UNEVEN - EVEN)));
}

/** Whether it is worth a word that some workers are sent more than others. */
export function isUneven(shares: readonly number[]): boolean {
  return driftOf(shares) >= 0.5;
}

/** Of shares: mean squared deviation from 1, by one degree of freedom less than there are shares. */
export function varianceOf(shares: readonly number[]): number {
  return shares.length < 2
    ? 0
    : shares.reduce((sum, share) => sum + (share - 1) ** 2, 0) / (shares.length - 1);
}
