/** The analyses under the belief that few columns leak, averaged by their weights. */
import type { Analysis } from './analysis.ts';
import type { BlockScores } from './inflation.ts';
import { inflation } from './inflation.ts';
import { isPresent } from './regression.ts';
import type { SparseProblem } from './sparse-posterior.ts';
import { sparsePosterior } from './sparse-posterior.ts';
import {
  COMMON_PRIOR,
  EXPECTED_LEAKS,
  LEAST_WEIGHT,
  MOST_PRIOR,
  PRIOR_LEAKS,
  SLAB_OF_GROWTH,
  SWEEPS,
} from './tuning.ts';

/** What the sparse fit says of one column. */
export interface SparseColumn {
  /** Probability that it keeps memory at all. */
  readonly probability: number;
  /** Given that it does: the middle of what it keeps per call, and the ends of its central 90 %. Zero where it never did. */
  readonly middle: number;
  readonly low: number;
  readonly high: number;
}

/** What the sparse fit says, by column of the fit, and for each group the probability that at least one of it keeps memory. */
export interface SparseFit {
  readonly columns: readonly SparseColumn[];
  readonly groups: readonly number[];
}

interface Draw {
  readonly value: number;
  readonly weight: number;
}

/** Fits all columns, common causes included. `weights` and `scores` are by analysis; `leastKept` is per life, units of the figure. */
export function sparseFit(
  analyses: readonly Analysis[],
  weights: readonly number[],
  scores: readonly BlockScores[],
  leastKept: number,
  groups: readonly (readonly number[])[],
): SparseFit {
  const k = analyses[0]!.regression.kept.length;
  const use = analyses.map((_, a) => a).filter((a) => weights[a]! >= LEAST_WEIGHT);
  const total = use.reduce((sum, a) => sum + weights[a]!, 0);
  const probability = new Float64Array(k);
  const together = groups.map(() => 0);
  const draws = Array.from({ length: k }, (): Draw[] => []);
  for (const a of use) {
    const posterior = sparsePosterior(problemOf(analyses[a]!, scores[a]!, leastKept), SWEEPS, groups);
    const weight = weights[a]! / total;
    for (let j = 0; j < k; j++) {
      probability[j] = probability[j]! + weight * posterior.probability[j]!;
      for (const value of posterior.draws[j]!) draws[j]!.push({ value, weight });
    }
    for (const [g, p] of posterior.groups.entries()) together[g] = together[g]! + weight * p;
  }
  const columns = draws.map((list, j) => ({ probability: probability[j]!, ...quantiles(list) }));
  return { columns, groups: together };
}

/**
 * The pooled log likelihood of one analysis. Its precision is divided by the mean inflation of its columns:
 * noise that is alike from row to row knows less than its number of rows pretends.
 */
function problemOf(
  { regression, inverse, growth, callsPerLife }: Analysis,
  scores: BlockScores,
  leastKept: number,
): SparseProblem {
  const { marginal, variance, held } = regression;
  const k = marginal.size;
  const routes = k - held.length;
  const present = Array.from({ length: routes }, (_, j) => j).filter((j) => isPresent(regression, j));
  const inflated = present.reduce((sum, j) => sum + inflation(scores, inverse, variance, j), 0);
  const noise = present.length > 0 ? (variance * inflated) / present.length : variance;
  const prior = Math.min(MOST_PRIOR, EXPECTED_LEAKS / routes);
  const slab = Math.max(SLAB_OF_GROWTH * growth, leastKept);
  return {
    gram: marginal.gram.map((g) => g / noise),
    target: marginal.target.map((c) => c / noise),
    scale: callsPerLife.map((calls) => slab / Math.max(calls, 0.5)),
    prior: callsPerLife.map((_, j) => (j < routes ? prior : COMMON_PRIOR)),
    company: companyOdds(prior, routes),
    common: held,
  };
}

function quantiles(draws: readonly Draw[]): Omit<SparseColumn, 'probability'> {
  const sorted = draws.toSorted((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const at = (part: number): number => {
    let below = 0;
    for (const { value, weight } of sorted) {
      below += weight;
      if (below >= part * total) return value;
    }
    return 0;
  };
  return { middle: at(0.5), low: at(0.05), high: at(0.95) };
}

/** What each number of other leaks adds to the log odds of one more among `n` routes: a beta-binomial prior whose mean is `prior`. */
function companyOdds(prior: number, n: number): Float64Array {
  const leaking = PRIOR_LEAKS;
  const innocent = PRIOR_LEAKS * (1 / prior - 1);
  const alone = Math.log(prior / (1 - prior));
  return Float64Array.from(
    { length: n },
    (_, others) => Math.log((leaking + others) / (innocent + n - 1 - others)) - alone,
  );
}
