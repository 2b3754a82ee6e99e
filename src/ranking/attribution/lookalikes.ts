/** Columns whose calls rise and fall together, so that the log knows only their sum. */
import type { Analysis } from './analysis.ts';
import type { Regression } from './regression.ts';
import type { RowSet } from './row-set.ts';
import { LOOKALIKE_CORRELATION } from './tuning.ts';

/** Groups of columns (numbered as in the fit) that a chain of near-equal counts holds together. `candidates` are the columns that may take part. */
export function findLookalikes(analyses: readonly Analysis[], candidates: readonly number[]): number[][] {
  const widest = analyses.find((analysis) => analysis.response === 'mean');
  return widest ? groups(widest, candidates) : [];
}

/** Connected groups of at least two columns, by the correlation of their lagged counts from bucket to bucket. */
function groups({ regression, rowSet }: Analysis, candidates: readonly number[]): number[][] {
  const correlation = correlations(regression, rowSet, candidates);
  const n = candidates.length;
  const group = candidates.map((_, i) => i);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < a; b++) {
      const [from, into] = [group[a]!, group[b]!];
      if (from === into || !(correlation[a * n + b]! > LOOKALIKE_CORRELATION)) continue;
      for (let i = 0; i < n; i++) if (group[i] === from) group[i] = into;
    }
  }
  const members = new Map<number, number[]>();
  for (const [i, name] of group.entries()) members.set(name, [...(members.get(name) ?? []), candidates[i]!]);
  return [...members.values()].filter((list) => list.length > 1);
}

/** Below the diagonal, by pair of candidates; NaN where one of them is not called in the window. */
function correlations(
  { moments, rows }: Regression,
  rowSet: RowSet,
  candidates: readonly number[],
): Float64Array {
  const n = candidates.length;
  const p = rowSet.columns.length;
  const sums = candidates.map((j) => sumOver(rowSet, j + 1));
  const covariance = (a: number, b: number): number =>
    moments[(candidates[a]! + 1) * p + candidates[b]! + 1]! - (sums[a]! * sums[b]!) / rows;
  const variance = candidates.map((_, a) => covariance(a, a));
  const out = new Float64Array(n * n);
  for (let a = 0; a < n; a++)
    for (let b = 0; b < a; b++) out[a * n + b] = covariance(a, b) / Math.sqrt(variance[a]! * variance[b]!);
  return out;
}

function sumOver({ columns, ranges }: RowSet, i: number): number {
  const column = columns[i]!;
  let sum = 0;
  for (const { from, to } of ranges) for (let t = from; t < to; t++) sum += column[t]!;
  return sum;
}
