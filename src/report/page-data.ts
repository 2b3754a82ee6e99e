/**
 * What the charts of a page are drawn from: the same numbers when the report is made and in the browser, which gets
 * this as JSON. Texts in it are safe to show. Amounts are in `unit`, places on the axis in milliseconds or requests.
 */

/** A worker as the charts name it. */
export interface WorkerData {
  readonly name: string;
  /** Requests, and floor at the end of its last life (or largest request), in words. */
  readonly note: string;
}

/** One life: lists of equal length. `level` is the highest reading of each stretch. */
export interface LifeData {
  /** Index into `workers`. */
  readonly worker: number;
  readonly at: readonly number[];
  readonly level: readonly number[];
  /** The floor; where the log has peaks, the mean of them. */
  readonly floor: readonly number[];
  /** What is said of its start where it began within the log; empty otherwise. */
  readonly start: string;
}

/** A class of deltas: counts of calls that moved memory by that much. */
export interface DeltaData {
  /** The least size in words, signed. */
  readonly label: string;
  /** The whole class in words. */
  readonly range: string;
  readonly calls: number;
  readonly grew: boolean;
}

/** An endpoint that has charts. */
export interface EndpointData {
  readonly name: string;
  readonly verdict: string;
  /** For each step. */
  readonly calls: readonly number[];
  /** Kept so far, with the ends of its interval as parts of it. */
  readonly kept: readonly number[];
  readonly low: number;
  readonly high: number;
  /** By life, at its last places (those after its warm-up): what the floor would be if only this endpoint kept memory. Empty where nothing is attributed. */
  readonly explained: readonly (readonly number[])[];
  readonly deltas: readonly DeltaData[];
}

/** A row of the chart of the ranking. */
export interface BarData {
  readonly name: string;
  readonly verdict: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** The figures in words, shown beside the name, and in full. */
  readonly text: string;
  readonly detail: string;
}

/** A row of the heat map: amounts by cell. */
export interface HeatData {
  readonly name: string;
  readonly amounts: readonly number[];
}

/** See the file. */
export interface PageData {
  readonly axis: 'time' | 'requests';
  /** Whether figures are peaks of requests, and not memory of workers. */
  readonly isOfPeaks: boolean;
  /** What amounts are in: `MiB`, `blocks`. */
  readonly unit: string;
  /** The figure that the charts of workers show: `RSS`, or `peak`. */
  readonly figure: string;
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly step: number;
  /** Steps to a cell of the heat map. */
  readonly cell: number;
  readonly workers: readonly WorkerData[];
  readonly lives: readonly LifeData[];
  readonly deploys: readonly { readonly at: number; readonly text: string }[];
  readonly bars: readonly BarData[];
  readonly endpoints: readonly EndpointData[];
  readonly heat: readonly HeatData[];
}
