/** The peaks of a row's requests: how many there are, what is typical and what is most. */
import { lowerBound } from '../profile/histogram.ts';
import type { EndpointTotals, Life } from '../profile/profile.ts';
import type { Peak } from './ranking.ts';

/** Peaks of about `value`, `count` of them. */
interface Share {
  readonly value: number;
  readonly count: number;
}

/** The part of requests that stay below what is called `p99`. */
const MOST_REQUESTS = 0.99;

/** The peaks of a row: their number, and undefined `peak` where there are none. */
export interface PeakValues {
  readonly count: number;
  readonly peak: Peak | undefined;
}

/**
 * The peaks of the requests of some endpoints. What is typical is known to half of its size, from a histogram, and never
 * said too large; the largest is exact where the log has no other figure, and else known as well as the typical one.
 */
export function peaksOfEndpoints(members: readonly EndpointTotals[], isOnlyFigure: boolean): PeakValues {
  const shares: Share[] = [];
  for (const { deltas } of members) {
    for (const [bucket, count] of deltas.peak?.histogram ?? []) {
      if (bucket > 0) shares.push({ value: lowerBound(bucket), count });
    }
  }
  const largest = isOnlyFigure ? members.map((member) => member.largest[0]?.delta ?? 0) : [];
  return valuesOf(shares, Math.max(0, ...largest));
}

/** The peaks of the requests of some lives, by the means of short stretches of them; the largest is exact. */
export function peaksOfLives(lives: readonly Life[]): PeakValues {
  const cells = lives.flatMap(({ buckets }) => buckets.flatMap(({ figures }) => figures.peak ?? []));
  const shares = cells.map(({ sum, readings }) => ({ value: sum / readings, count: readings }));
  return valuesOf(
    shares,
    cells.reduce((most, cell) => Math.max(most, cell.max), 0),
  );
}

function valuesOf(shares: readonly Share[], largest: number): PeakValues {
  const sorted = shares.toSorted((a, b) => a.value - b.value);
  const count = sorted.reduce((sum, share) => sum + share.count, 0);
  const last = sorted.at(-1);
  if (!last) return { count: 0, peak: undefined };
  const max = Math.max(largest, last.value);
  return {
    count,
    peak: { median: below(sorted, count / 2), p99: below(sorted, MOST_REQUESTS * count), max },
  };
}

/** The value that `wanted` of the sorted shares reach at most. */
function below(sorted: readonly Share[], wanted: number): number {
  let sofar = 0;
  for (const { value, count } of sorted) {
    sofar += count;
    if (sofar >= wanted) return value;
  }
  return sorted.at(-1)!.value;
}

/** The middle one of some numbers; 0 for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
