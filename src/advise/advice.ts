/** The whole advice: the JSON output is this object, so a field is added here, never renamed. */
import type { Reach, Warning } from '../ranking/ranking.ts';
import type { RecyclingPlan } from './plan.ts';
import type { Prediction } from './prediction.ts';
import type { Recycling } from './settings.ts';
import type { Workload } from './workload.ts';

/** Formulas, and what the time after a deploy was like when it was replayed. */
export interface Predicted extends Prediction {
  /** Null where the rate is not known. */
  readonly replayed: Replayed | null;
}

/** A day or more, replayed from midnight, when all workers start in step. */
export interface Replayed {
  /** A whole number of days; less where restarts were too many to follow. */
  readonly seconds: number;
  /** Bytes of all workers together: mean, 99th percentile of moments, and the most there ever was. */
  readonly mean: number;
  readonly p99: number;
  readonly peak: number;
  readonly restarts: number;
  readonly mostRestarting: number;
  /** Seconds in which all workers together were over the budget. */
  readonly secondsOver: number;
}

/** Memory of all workers over the replayed time, or its beginning where the memory would be full soon, in bytes: the most of each step. A list is shorter where restarts were too many to follow. */
export interface AdviceChart {
  /** Seconds between two points; the first is the end of the first step after midnight. */
  readonly step: number;
  /** The machine's memory, and what of it the workers may have, as sums of what each worker shows. */
  readonly memory: number;
  readonly budget: number;
  /** Null where there is no plan or nothing was asked for. */
  readonly advised: readonly number[] | null;
  readonly never: readonly number[];
  readonly whatIf: readonly number[] | null;
}

/** See the file. */
export interface Advice {
  readonly schema: 'memhog.advice/1';
  /** Bytes: of the machine, kept free, and what is left for the workers. */
  readonly memory: number;
  readonly reserve: number;
  readonly budget: number;
  /** The budget for the sum of what the workers show, in which shared pages count once for each. Equals `budget` where those are not known. */
  readonly budgetOfSum: number;
  /** As asked for, or as the log has them; 0 where neither says. */
  readonly workers: number;
  /** Seconds that a restart is taken for. */
  readonly restart: number;
  /** Workers that may restart at once, and the chance per restart that there are more. */
  readonly together: { readonly k: number; readonly bound: number };
  /** Null when the log holds no reading of the memory of a process. */
  readonly workload: Workload | null;
  /** Growth per request that was reckoned with; `isCautious`: the upper end of an interval that is too wide. Null where nothing grows or nothing is known. */
  readonly growth: { readonly perRequest: number; readonly isCautious: boolean } | null;
  readonly plan: RecyclingPlan | null;
  readonly predicted: Predicted | null;
  readonly withoutRecycling: {
    /** Hours after a deploy until all workers together fill the memory; null where nothing grows or the rate is not known. */
    readonly hours: Reach | null;
    readonly replayed: Replayed | null;
  } | null;
  readonly whatIf: {
    readonly settings: Recycling;
    readonly workers: number;
    /** Null where the settings never restart a worker. */
    readonly predicted: Prediction | null;
    readonly replayed: Replayed | null;
  } | null;
  readonly chart: AdviceChart | null;
  readonly notes: readonly Warning[];
}
