/** The ways of naming leaks that are compared. Each turns what memhog knows of a log into an order and verdicts. */
import type { Finding, Interval, Ranking } from '../../src/index.ts';

/** What a method says of one route. */
export interface Judgement {
  readonly route: string;
  readonly verdict: 'leak' | 'suspect' | 'none';
  /** Bytes per call; an interval without width where the method gives none. */
  readonly size: Interval;
  /** The smallest leak that would have shown, or null where the method does not say. */
  readonly detectable: number | null;
}

/** Judges all routes of a log, the likeliest leak first. */
export type Method = (ranking: Ranking) => Judgement[];

/** Bytes of growth from which the simple methods accuse: the default of pyuwsgimemhog. */
const THRESHOLD = 10e6;

function byTotal(total: (finding: Finding) => number): Method {
  return ({ findings }) =>
    [...findings]
      .sort((a, b) => total(b) - total(a))
      .map((finding) => {
        const each = total(finding) / finding.calls;
        return {
          route: finding.route,
          verdict: total(finding) > THRESHOLD ? 'leak' : 'none',
          size: { estimate: each, low: each, high: each },
          detectable: null,
        };
      });
}

/** memhog itself: its findings, in their order. */
export const memhog: Method = ({ findings }) =>
  findings.map(({ route, endpoint, verdict, leakPerCall, detectable }) => ({
    route: endpoint.startsWith('(') ? endpoint : route,
    verdict: verdict === 'leak' || verdict === 'suspect' ? verdict : 'none',
    size: leakPerCall,
    detectable,
  }));

/** Every rise of RSS is charged to the request after which it was read, every fall is forgotten. */
export const positiveSteps: Method = byTotal(({ growth }) => growth);

/** Every change of RSS, rise or fall, is charged to the request after which it was read. */
export const netChange: Method = byTotal(({ net }) => net);
