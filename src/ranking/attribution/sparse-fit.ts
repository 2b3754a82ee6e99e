/** The analyses under the belief that few columns leak, averaged by their weights. */
import type { Analysis } from './analysis.ts';
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

/** Draws of one column from one analysis, ascending, and what each counts for. */
interface Draws {
  readonly values: Float64Array;
  readonly weight: number;
}

/** Fits all columns, common causes included. `weights` and `inflated` (see `inflations`) are by analysis; `leastKept` is per life, units of the figure. */
export function sparseFit(
  analyses: readonly Analysis[],
  weights: readonly number[],
  inflated: readonly Float64Array[],
  leastKept: number,
  groups: readonly (readonly number[])[],
): SparseFit {
  const k = analyses[0]!.regression.kept.length;
  const use = analyses.map((_, a) => a).filter((a) => weights[a]! >= LEAST_WEIGHT);
  const total = use.reduce((sum, a) => sum + weights[a]!, 0);
  const probability = new Float64Array(k);
  const together = groups.map(() => 0);
  const draws = Array.from({ length: k }, (): Draws[] => []);
  for (const a of use) {
    const posterior = sparsePosterior(problemOf(analyses[a]!, inflated[a]!, leastKept), SWEEPS, groups);
    const weight = weights[a]! / total;
    for (let j = 0; j < k; j++) {
      probability[j] = probability[j]! + weight * posterior.probability[j]!;
      const values = posterior.draws[j]!;
      if (values.length > 0) draws[j]!.push({ values: values.toSorted(), weight });
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
  { regression, growth, callsPerLife }: Analysis,
  inflated: Float64Array,
  leastKept: number,
): SparseProblem {
  const { marginal, variance, held } = regression;
  const k = marginal.size;
  const routes = k - held.length;
  const present = Array.from({ length: routes }, (_, j) => j).filter((j) => isPresent(regression, j));
  const sum = present.reduce((all, j) => all + inflated[j]!, 0);
  const noise = present.length > 0 ? (variance * sum) / present.length : variance;
  const prior = Math.min(MOST_PRIOR, EXPECTED_LEAKS / routes);
  const slab = Math.max(SLAB_OF_GROWTH * growth, leastKept);
  return {
    gram: divided(marginal.gram, noise),
    target: divided(marginal.target, noise),
    scale: callsPerLife.map((calls) => slab / Math.max(calls, 0.5)),
    prior: callsPerLife.map((_, j) => (j < routes ? prior : COMMON_PRIOR)),
    company: companyOdds(prior, routes),
    common: held,
  };
}

function divided(values: Float64Array, by: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = values[i]! / by;
  return out;
}

function quantiles(draws: readonly Draws[]): Omit<SparseColumn, 'probability'> {
  const { values, sofar } = merged(draws);
  const total = sofar[sofar.length - 1] ?? 0;
  const at = (part: number): number => values[firstFrom(sofar, part * total)] ?? 0;
  return { middle: at(0.5), low: at(0.05), high: at(0.95) };
}

/** The place of the first of ascending numbers that is at least `least`; their number where none is. */
function firstFrom(numbers: Float64Array, least: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! >= least) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** All draws, ascending, and the weight of each with all below it. */
function merged(draws: readonly Draws[]): { values: Float64Array; sofar: Float64Array } {
  const count = draws.reduce((sum, { values }) => sum + values.length, 0);
  const [values, sofar] = [new Float64Array(count), new Float64Array(count)];
  const next = new Int32Array(draws.length);
  let weight = 0;
  for (let i = 0; i < count; i++) {
    let least = Infinity;
    let from = 0;
    for (let a = 0; a < draws.length; a++) {
      const value = draws[a]!.values[next[a]!];
      if (value === undefined || value >= least) continue;
      least = value;
      from = a;
    }
    next[from] = next[from]! + 1;
    values[i] = least;
    sofar[i] = weight += draws[from]!.weight;
  }
  return { values, sofar };
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
