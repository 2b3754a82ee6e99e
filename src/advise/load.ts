/** A workload made ready to calculate with: every figure settled, for a number of workers. */
import { sharesFor } from './shares.ts';
import type { FloorGrowth, Traffic, Transient, WarmUp, Workload } from './workload.ts';

/** What is taken for a restart where the log shows none, and the least it is taken for, since stamps are whole seconds. */
export const DEFAULT_BOOT = 2;
export const LEAST_BOOT = 1;

/** See the file. */
export interface Load {
  readonly workers: number;
  readonly start: number;
  readonly warmUp: WarmUp;
  /** Bytes per request at the mean rate, growth with time included. */
  readonly growth: number;
  /** The part of it that comes with time: bytes per second. */
  readonly perSecond: number;
  readonly spread: number;
  readonly walk: number;
  readonly transient: Transient;
  /** Requests per second of one worker; 0 where nothing says. */
  readonly rate: number;
  readonly byHour: Traffic['byHour'];
  /** What each of `workers` is sent, as a multiple of the mean, the busiest first. */
  readonly shares: readonly number[];
  /** Seconds that a restart takes. */
  readonly boot: number;
}

/** What the log does not decide. */
export interface LoadOptions {
  readonly workers: number;
  /** Growth per request to reckon with. */
  readonly growth: number;
  /** Seconds of a restart; from the workload when left out. */
  readonly boot?: number;
}

/**
 * Settles a workload. The same traffic is shared by more or fewer workers than the log has, as unevenly as among those of the
 * log: see sharesFor.
 */
export function loadOf(workload: Workload, { workers, growth, boot }: LoadOptions): Load {
  const { start, warmUp, transient, traffic } = workload;
  const { spread, walk, perSecond, perRequest }: FloorGrowth = workload.growth ?? NOTHING;
  const measured = perRequest.estimate;
  // A cautious growth does not make the differences between lives greater than what was seen of them.
  const scale = measured > 0 ? Math.min(1, growth / measured) : 1;
  return {
    workers,
    start,
    warmUp,
    growth,
    perSecond,
    spread: spread * scale,
    walk: walk * scale ** 2,
    transient,
    rate: ((traffic.perWorker ?? 0) * workload.workers) / workers,
    byHour: traffic.byHour,
    shares: sharesFor(traffic.shares, workers),
    boot: boot ?? restartSeconds(workload),
  };
}

/** How long a restart takes, as far as known. */
export function restartSeconds({ boot }: Pick<Workload, 'boot'>): number {
  return boot === null ? DEFAULT_BOOT : Math.max(LEAST_BOOT, boot);
}

const NOTHING: FloorGrowth = {
  perRequest: { estimate: 0, low: 0, high: 0 },
  late: 0,
  perSecond: 0,
  spread: 0,
  walk: 0,
};

/** Requests per second of a worker in the busiest hour. */
export function busiestRate({ rate, byHour }: Load): number {
  return rate * Math.max(...byHour);
}
