/** What findings of the same application, before and after, say together: what became of each endpoint, and how sure that is. */
import type { Measure } from '../wording/amount.ts';
import { becauseOf } from './compare-reason.ts';
import type { Change, Comparison } from './comparison.ts';
import { holm, twoSidedChance } from './holm.ts';
import type { Finding, Interval } from './ranking.ts';

/** One endpoint on both sides; undefined where it was not called. */
export interface Pair {
  readonly endpoint: string;
  readonly before: Finding | undefined;
  readonly after: Finding | undefined;
}

/** Chances up to here, reckoned among all endpoints compared, make a difference sure. */
export const SURE = 0.05;

/** Half a 90 % interval of a normal distribution, in standard errors. */
const HALF_90 = 1.645;

/** `detectable` of a finding, in standard errors. */
const DETECTABLE_SE = 3.65;

/** Whether a finding is blamed: a leak or a suspect. */
export function isBlamed(finding: Finding | undefined): boolean {
  return finding?.verdict === 'leak' || finding?.verdict === 'suspect';
}

/** A finding that no fit could be made for says nothing of how much it keeps. */
export function isFitted(finding: Finding | undefined): finding is Finding {
  return finding !== undefined && finding.detectable !== null;
}

interface Size {
  readonly value: number;
  readonly error: number;
}

/**
 * How much a call keeps, with its standard error. The estimate of what is not blamed is drawn towards zero by how
 * unlikely it leaks, which would make a difference out of two verdicts on one and the same size: there the middle of what
 * the log allows for is taken, from the upper end of its interval. The interval of what is blamed holds given that it
 * leaks; where the other side does not say so, the doubt about that counts too.
 */
function sizeOf(finding: Finding, bothBlamed: boolean): Size {
  const { leakPerCall: size, detectable } = finding;
  const spread = (detectable ?? 0) / DETECTABLE_SE;
  const width = (size.high - size.low) / (2 * HALF_90);
  if (isBlamed(finding)) return { value: size.estimate, error: bothBlamed ? width : Math.max(width, spread) };
  return { value: Math.max(size.estimate, size.high - HALF_90 * spread), error: spread };
}

interface Difference {
  readonly interval: Interval;
  readonly alone: number;
}

/** After less before; undefined where one of them is not known. */
function differenceOf({ before, after }: Pair): Difference | undefined {
  if (!isFitted(before) || !isFitted(after)) return undefined;
  const bothBlamed = isBlamed(before) && isBlamed(after);
  const [was, is] = [sizeOf(before, bothBlamed), sizeOf(after, bothBlamed)];
  const estimate = is.value - was.value;
  const error = Math.hypot(was.error, is.error);
  const alone = error > 0 ? twoSidedChance(estimate / error) : estimate === 0 ? 1 : 0;
  const reach = HALF_90 * error;
  return { interval: { estimate, low: estimate - reach, high: estimate + reach }, alone };
}

/** Compares the two sides of every pair; the chance of each difference is reckoned among all of them. In the order given. */
export function comparePairs(pairs: readonly Pair[], measure: Measure): readonly Comparison[] {
  const differences = pairs.map(differenceOf);
  const known = differences.filter((one) => one !== undefined);
  const adjusted = holm(known.map(({ alone }) => alone));
  // A side of which nothing could be fitted is too short: that something is not in it says nothing then.
  const beforeTells = pairs.some(({ before }) => isFitted(before));
  return pairs.map((pair, i): Comparison => {
    const difference = differences[i];
    const chance = difference ? adjusted[known.indexOf(difference)]! : 1;
    const made = {
      ...pair,
      difference: difference?.interval ?? null,
      alone: difference?.alone ?? 1,
      chance,
    };
    const { change, sure } = changeOf(pair, made.difference, chance, beforeTells);
    return { ...made, change, sure, because: becauseOf({ ...made, change, sure }, measure) };
  });
}

function changeOf(
  { before, after }: Pair,
  difference: Interval | null,
  chance: number,
  beforeTells: boolean,
): { readonly change: Change; readonly sure: boolean } {
  const more = difference !== null && difference.estimate > 0 && chance <= SURE;
  const less = difference !== null && difference.estimate < 0 && chance <= SURE;
  if (isBlamed(after) && !isBlamed(before)) {
    const isFirstCalled = before === undefined && beforeTells && after?.verdict === 'leak';
    return { change: 'new', sure: more || isFirstCalled };
  }
  if (isBlamed(before) && !isBlamed(after)) return less ? sure('gone') : NOTHING_SURE;
  if (difference === null) return NOTHING_SURE;
  if (isBlamed(after) && more) return sure('worse');
  if (isBlamed(after) && less) return sure('better');
  return { change: 'same', sure: false };
}

const sure = (change: Change): { readonly change: Change; readonly sure: true } => ({ change, sure: true });

const NOTHING_SURE = { change: 'unknown', sure: false } as const;
