/** Many scores as one row of figures. */
import type { LeakScore, LogScore } from './score.ts';

/** Figures over a number of logs. Shares are 0 to 1, NaN where there is nothing to share. */
export interface Pooled {
  readonly logs: number;
  /** Mean average precision over the logs that have leaking routes. */
  readonly precision: number;
  readonly leaks: number;
  /** Of the leaks: called leak or suspect; called leak; true size inside the interval. */
  readonly found: number;
  readonly certain: number;
  readonly covered: number;
  /** Median of estimate over truth, of the leaks found. */
  readonly size: number;
  /** Median of high over low of the intervals of leaks found, where low is above 0. */
  readonly width: number;
  /** Leaks of at least the size said to be detectable, and the share of them found. */
  readonly detectable: number;
  readonly detected: number;
  /** Numbers of innocent routes, and of those accused. */
  readonly innocents: number;
  readonly calledLeak: number;
  readonly calledSuspect: number;
  /** Leaks of no route: planted, named, and named where there is none. */
  readonly planted: number;
  readonly named: number;
  readonly misnamed: number;
  readonly strange: number;
}

const isFound = ({ verdict }: LeakScore): boolean => verdict !== 'none';

/** The median; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Pools the scores. */
export function pool(scores: readonly LogScore[]): Pooled {
  const leaks = scores.flatMap((score) => score.leaks);
  const found = leaks.filter(isFound);
  const visible = leaks.filter(({ kept, detectable }) => detectable !== null && kept >= detectable);
  const precisions = scores.flatMap(({ precision }) => (precision === null ? [] : [precision]));
  const share = (list: readonly LeakScore[], holds: (leak: LeakScore) => boolean): number =>
    list.filter(holds).length / list.length;
  const count = (list: (score: LogScore) => readonly string[]): number => scores.flatMap(list).length;
  return {
    logs: scores.length,
    precision: precisions.reduce((sum, value) => sum + value, 0) / precisions.length,
    leaks: leaks.length,
    found: share(leaks, isFound),
    certain: share(leaks, ({ verdict }) => verdict === 'leak'),
    covered: share(leaks, ({ low, high, kept }) => low <= kept && kept <= high),
    size: median(found.map(({ estimate, kept }) => estimate / kept)),
    width: median(found.filter(({ low }) => low > 0).map(({ low, high }) => high / low)),
    detectable: visible.length,
    detected: share(visible, isFound),
    innocents: scores.reduce((sum, { innocents }) => sum + innocents, 0),
    calledLeak: count(({ calledLeak }) => calledLeak),
    calledSuspect: count(({ calledSuspect }) => calledSuspect),
    planted: count(({ planted }) => planted),
    named: count(({ planted, named }) => planted.filter((name) => named.includes(name))),
    misnamed: count(({ planted, named }) => named.filter((name) => !planted.includes(name))),
    strange: count(({ strange }) => strange),
  };
}
