/** Two rankings of the same application, before and after: what became of each endpoint, and how sure that is. */
import type { Finding, Interval, Ranking } from './ranking.ts';

/**
 * What became of an endpoint.
 *
 * - `new`: blamed (leak or suspect) now, and not before.
 * - `worse`, `better`: blamed in both or either, and keeps surely more (less) per call.
 * - `gone`: blamed before, and this log would have shown it.
 * - `same`: no sure difference.
 * - `unknown`: one of the logs says too little about it.
 */
export type Change = 'new' | 'worse' | 'better' | 'gone' | 'same' | 'unknown';

/** One endpoint in both. */
export interface Comparison {
  readonly endpoint: string;
  readonly change: Change;
  readonly before: Finding | undefined;
  readonly after: Finding | undefined;
  /** Difference of the leak per call, after less before, with its 90 % interval; null where one of them is not known. */
  readonly difference: Interval | null;
  /** How likely so large a difference would be by chance (two-sided); 1 where it is not known. */
  readonly chance: number;
}

/** Chances up to here make a difference sure. */
const SURE = 0.05;

/** Half a 90 % interval of a normal distribution, in standard errors. */
const HALF_90 = 1.645;

const isBlamed = (finding: Finding | undefined): boolean =>
  finding !== undefined && (finding.verdict === 'leak' || finding.verdict === 'suspect');

/** A finding that no fit could be made for says nothing; one that is not in the log was not called. */
const isKnown = (finding: Finding | undefined): finding is Finding =>
  finding !== undefined && finding.detectable !== null;

/** The upper tail of the standard normal distribution (Abramowitz and Stegun 26.2.17; error below 1e-7). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)) * series;
  return z >= 0 ? tail : 1 - tail;
}

/** The uncertainty of a leak per call. Where nothing was found the interval may be nothing; then what could hide is it. */
function errorOf({ leakPerCall, detectable }: Finding): number {
  const width = Math.max(leakPerCall.high - leakPerCall.low, detectable ?? 0);
  return width / (2 * HALF_90);
}

/** Compares what two rankings say of one endpoint. */
export function compareFindings(before: Finding | undefined, after: Finding | undefined): Comparison {
  const endpoint = (after ?? before)?.endpoint ?? '';
  if (!isKnown(before) || !isKnown(after)) {
    const change = isBlamed(after) && !isBlamed(before) ? 'new' : 'unknown';
    return { endpoint, change, before, after, difference: null, chance: 1 };
  }
  const estimate = after.leakPerCall.estimate - before.leakPerCall.estimate;
  const error = Math.hypot(errorOf(before), errorOf(after));
  const chance = error > 0 ? Math.min(1, 2 * upperTail(Math.abs(estimate) / error)) : estimate === 0 ? 1 : 0;
  const difference = { estimate, low: estimate - HALF_90 * error, high: estimate + HALF_90 * error };
  return { endpoint, change: changeOf(before, after, estimate, chance), before, after, difference, chance };
}

function changeOf(before: Finding, after: Finding, estimate: number, chance: number): Change {
  if (isBlamed(after) && !isBlamed(before)) return 'new';
  if (isBlamed(before) && !isBlamed(after)) {
    const wouldShow = (after.detectable ?? Infinity) <= before.leakPerCall.estimate;
    return wouldShow || chance <= SURE ? 'gone' : 'unknown';
  }
  if (!isBlamed(after) || chance > SURE) return 'same';
  return estimate > 0 ? 'worse' : 'better';
}

/** What matters first. */
const ORDER: readonly Change[] = ['new', 'worse', 'better', 'gone', 'unknown', 'same'];

/** Every endpoint of either ranking: what changed first, within that the larger leak first; ties by name. */
export function compareRankings(
  before: Pick<Ranking, 'findings'>,
  after: Pick<Ranking, 'findings'>,
): readonly Comparison[] {
  const earlier = new Map(before.findings.map((finding) => [finding.endpoint, finding]));
  const later = new Map(after.findings.map((finding) => [finding.endpoint, finding]));
  const names = [...new Set([...later.keys(), ...earlier.keys()])];
  const size = ({ before: a, after: b }: Comparison): number =>
    Math.max(a?.leakPerCall.estimate ?? 0, b?.leakPerCall.estimate ?? 0);
  return names
    .map((name) => compareFindings(earlier.get(name), later.get(name)))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.change) - ORDER.indexOf(b.change) ||
        size(b) - size(a) ||
        (a.endpoint < b.endpoint ? -1 : 1),
    );
}
