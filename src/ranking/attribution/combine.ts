/** The analyses averaged, each weighted by how much it knows. */
import type { Analysis } from './analysis.ts';
import { inflations } from './inflation.ts';
import { signedRatios } from './likelihood-ratio.ts';
import { isPresent } from './regression.ts';
import { DETECTABLE_SE, REFERENCE_LEAK } from './tuning.ts';

/** One column over all analyses. */
export interface CombinedColumn {
  readonly z: number;
  readonly leastZ: number;
  readonly estimate: number;
  readonly se: number;
  readonly detectable: number;
}

/** All columns of the fit, and the weight of each analysis. */
export interface Combined {
  readonly weights: readonly number[];
  /** Undefined for a column that no analysis sees called. */
  readonly columns: readonly (CombinedColumn | undefined)[];
  /** By analysis, then by column: see `inflations`. */
  readonly inflated: readonly Float64Array[];
}

/** Averages the analyses; there must be at least one. */
export function combine(analyses: readonly Analysis[]): Combined {
  const weights = weigh(analyses);
  const ratios = analyses.map(({ regression }) => signedRatios(regression));
  const inflated = analyses.map(inflations);
  const k = analyses[0]!.regression.kept.length;
  const routes = k - analyses[0]!.regression.held.length;
  const columns: (CombinedColumn | undefined)[] = [];
  for (let j = 0; j < routes; j++) {
    const seen = analyses.map(({ regression }) => isPresent(regression, j));
    const variances = analyses.map((analysis, a) => {
      if (!seen[a]) return 0;
      const { inverse, regression } = analysis;
      return regression.variance * inverse[j * k + j]! * inflated[a]![j]!;
    });
    columns.push(average(j, analyses, weights, ratios, seen, variances));
  }
  return { weights, columns, inflated };
}

function average(
  j: number,
  analyses: readonly Analysis[],
  weights: readonly number[],
  ratios: readonly Float64Array[],
  seen: readonly boolean[],
  variances: readonly number[],
): CombinedColumn | undefined {
  const use = analyses.map((_, a) => a).filter((a) => seen[a]);
  const total = use.reduce((sum, a) => sum + weights[a]!, 0);
  if (total === 0) return undefined;
  const mean = (value: (a: number) => number): number =>
    use.reduce((sum, a) => sum + weights[a]! * value(a), 0) / total;
  const estimate = mean((a) => analyses[a]!.regression.kept[j]!);
  const spread = mean((a) => (analyses[a]!.regression.kept[j]! - estimate) ** 2);
  const best = use.reduce((top, a) => (weights[a]! > weights[top]! ? a : top));
  return {
    z: mean((a) => ratios[a]![j]!),
    leastZ: Math.min(...use.map((a) => ratios[a]![j]!)),
    estimate,
    se: Math.sqrt(mean((a) => variances[a]!) + spread),
    detectable: DETECTABLE_SE * Math.sqrt(variances[best]!),
  };
}

/** Weights from the information of each analysis: the mean log precision with which it sees a leak of a given size per life. */
function weigh(analyses: readonly Analysis[]): number[] {
  const k = analyses[0]!.regression.kept.length;
  const routes = k - analyses[0]!.regression.held.length;
  const shared = Array.from({ length: routes }, (_, j) => j).filter((j) =>
    analyses.every(({ regression }) => isPresent(regression, j)),
  );
  const information = analyses.map(({ regression, inverse, callsPerLife }) => {
    let sum = 0;
    for (const j of shared) {
      const size = REFERENCE_LEAK / Math.max(callsPerLife[j]!, 0.5);
      sum += Math.log(size ** 2 / (inverse[j * k + j]! * regression.variance));
    }
    return shared.length > 0 ? sum / shared.length : 0;
  });
  const greatest = Math.max(...information);
  const raw = information.map((value) => Math.exp(value - greatest));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}
