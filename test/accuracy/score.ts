/** How well the judgements of one log agree with what was planted in it. */
import type { Judgement } from './methods.ts';
import { field, routeKey } from './truth.ts';
import type { Truth } from './truth.ts';

/** What became of one planted leak. Bytes per call. */
export interface LeakScore {
  readonly kind: string;
  readonly kept: number;
  readonly verdict: Judgement['verdict'];
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly detectable: number | null;
}

/** The score of one method on one log. */
export interface LogScore {
  readonly log: string;
  /** Average precision: 1 when every leak stands above every innocent route; null in a log without leaking routes. */
  readonly precision: number | null;
  readonly leaks: readonly LeakScore[];
  readonly innocents: number;
  /** Innocent routes by the verdict on them, as `kind route`. */
  readonly calledLeak: readonly string[];
  readonly calledSuspect: readonly string[];
  /** Causes that belong to no route: planted, and named as leak or suspect. */
  readonly planted: readonly string[];
  readonly named: readonly string[];
  /** Routes that the application does not have: paths that were grouped wrongly. */
  readonly strange: readonly string[];
}

/** The names that memhog gives to leaks of no route, with the fields of the truth. */
const COMMON = { '(every request)': 'everyRequest', '(background)': 'background' } as const;

/** Scores the judgements, which stand in order of blame. A route judged twice (two methods) counts where it stands first. */
export function score(log: string, truth: Truth, judgements: readonly Judgement[]): LogScore {
  const first = new Map<string, Judgement>();
  for (const judgement of judgements) {
    const key = routeKey(judgement.route);
    if (!first.has(key)) first.set(key, judgement);
  }
  const order = [...first.keys()].filter((key) => !key.startsWith('('));
  const leaking = [...truth.routes].filter(([, { leaks }]) => leaks);
  const innocent = [...truth.routes].filter(([, { leaks }]) => !leaks);
  const called = (verdict: Judgement['verdict']): string[] =>
    innocent
      .filter(([key]) => first.get(key)?.verdict === verdict)
      .map(([key, { kind }]) => `${kind} ${key}`);
  return {
    log,
    precision: averagePrecision(order, new Set(leaking.map(([key]) => key))),
    leaks: leaking.map(([key, { kind, kept }]) => leakScore(kind, kept, first.get(key))),
    innocents: innocent.length,
    calledLeak: called('leak'),
    calledSuspect: called('suspect'),
    planted: Object.entries(COMMON).flatMap(([name, key]) => (truth[key] > 0 ? [name] : [])),
    named: Object.keys(COMMON).filter((name) => (first.get(name)?.verdict ?? 'none') !== 'none'),
    strange: order.filter((key) => !truth.routes.has(key)),
  };
}

function leakScore(kind: string, kept: number, judgement: Judgement | undefined): LeakScore {
  const { estimate, low, high } = judgement?.size ?? { estimate: 0, low: 0, high: 0 };
  const { verdict, detectable } = judgement ?? { verdict: 'none', detectable: null };
  return { kind, kept, verdict, estimate, low, high, detectable };
}

/** The mean, over the leaks, of the part of leaks among all that stand no lower; null without leaks. */
function averagePrecision(order: readonly string[], leaks: ReadonlySet<string>): number | null {
  if (leaks.size === 0) return null;
  let hits = 0;
  let sum = 0;
  for (const [i, key] of order.entries()) {
    if (leaks.has(key)) sum += ++hits / (i + 1);
  }
  return sum / leaks.size;
}

/** Whether a value that another process wrote is a list of scores. */
export function isScores(value: unknown): value is LogScore[] {
  return Array.isArray(value) && value.every((one) => typeof field(one, 'log') === 'string');
}
