/**
 * The same fit under the belief that few columns leak: a point mass at zero and a half-normal slab for each.
 *
 * Non-negative least squares spreads growth over every column that could have caused it. Where one column
 * explains the log as well as five, the one is likelier; averaging over the sets of columns says how much so
 * (George and McCulloch, Variable selection via Gibbs sampling, JASA 88, 1993).
 */
import type { Chain, ChainInput } from './chain.ts';
import { PlainChain } from './chain.ts';
import { factorise, forward } from './cholesky.ts';
import { assembledChains } from './kernels.ts';

/** A quadratic log likelihood, `b'c - b'Gb / 2`, and what is believed of b before. */
export interface SparseProblem {
  readonly gram: Float64Array;
  readonly target: Float64Array;
  /** Scale of the half-normal slab of each coefficient. */
  readonly scale: Float64Array;
  /** Probability before that a coefficient is not zero; 0 leaves it out. */
  readonly prior: Float64Array;
  /**
   * What is added to the log odds before of one more coefficient, by how many others are not zero: a log with one
   * leak is likelier to hold a second. Columns of `common` neither count nor are changed. Empty: nothing is added.
   */
  readonly company: Float64Array;
  /** Columns that stand for many others at once: from one to those others is a jump that no single change makes. */
  readonly common: readonly number[];
}

/** What is believed of each coefficient afterwards. */
export interface Posterior {
  /** Probability that it is not zero. */
  readonly probability: Float64Array;
  /** Draws of each coefficient where it was not zero. */
  readonly draws: readonly Float64Array[];
  /** For each group asked for, the probability that at least one of its columns is not zero. */
  readonly groups: readonly number[];
}

/** Sweeps of a chain before it is compared with others, and of these the last ones that count. */
const TRIAL_SWEEPS = 30;
const TRIAL_ENDS = 10;

/**
 * Draws sets of columns in turn with their coefficients. Deterministic: the draws start from a fixed seed. One
 * chain starts with nothing and one with each common column; the one that finds the likeliest set goes on.
 */
export function sparsePosterior(
  problem: SparseProblem,
  sweeps: number,
  groups: readonly (readonly number[])[] = [],
): Posterior {
  const chain = likeliest(problem);
  const { value, probability } = chain;
  const k = problem.target.length;
  // What was tried before does not count.
  probability.fill(0);
  const draws = new Float64Array(k * sweeps);
  const drawn = new Int32Array(k);
  const together = groups.map(() => 0);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const j of chain.sweep(sweeps)) draws[j * sweeps + drawn[j]!++] = value[j]!;
    for (let g = 0; g < groups.length; g++)
      if (groups[g]!.some((j) => value[j]! > 0)) together[g] = together[g]! + 1 / sweeps;
    chain.handOverSome();
  }
  const drawsOf = (count: number, j: number): Float64Array => draws.subarray(j * sweeps, j * sweeps + count);
  // A copy: the chain's own may be in memory that the next one takes.
  return { probability: probability.slice(), draws: Array.from(drawn, drawsOf), groups: together };
}

/** The chain that found the likeliest set, in which the others can be tried no more. */
function likeliest(problem: SparseProblem): Chain {
  const input = inputOf(problem);
  const starts = [undefined, ...problem.common];
  const chainFrom =
    assembledChains(input, starts.length) ??
    ((start: number | undefined): Chain => new PlainChain(input, start));
  let best: Chain | undefined;
  let greatest = -Infinity;
  for (const start of starts) {
    const chain = chainFrom(start);
    best ??= chain;
    for (let sweep = 0; sweep < TRIAL_SWEEPS; sweep++) {
      chain.sweep(TRIAL_SWEEPS);
      chain.handOverSome();
      const worth = sweep >= TRIAL_SWEEPS - TRIAL_ENDS ? evidence(problem, input, chain.value) : -Infinity;
      if (worth <= greatest) continue;
      greatest = worth;
      best = chain;
    }
  }
  return best!;
}

function inputOf({ gram, target, scale, prior, common, company }: SparseProblem): ChainInput {
  const size = target.length;
  const isAlone = new Float64Array(size).fill(company.length === 0 ? 1 : 0);
  for (const j of common) isAlone[j] = 1;
  const precision = scale.map((s, j) => gram[j * size + j]! + 1 / (s * s));
  const logOdds = prior.map((p, j) =>
    p > 0 && gram[j * size + j]! > 0
      ? Math.log(p / (1 - p)) - Math.log(scale[j]!) - 0.5 * Math.log(precision[j]!)
      : -Infinity,
  );
  return {
    gram,
    target,
    precision,
    root: precision.map(Math.sqrt),
    logOdds,
    odds: logOdds.map(Math.exp),
    company,
    companyOdds: company.map(Math.exp),
    isAlone,
  };
}

/** Log of what a set of columns, those of `value` above zero, is worth whatever their coefficients, as if these might be negative, up to a constant. */
function evidence(
  { gram, target, company }: SparseProblem,
  { precision, logOdds, isAlone }: ChainInput,
  value: Float64Array,
): number {
  const size = value.length;
  const set: number[] = [];
  for (let j = 0; j < size; j++) if (value[j]! > 0) set.push(j);
  const n = set.length;
  const factor = new Float64Array(n * n);
  const solution = new Float64Array(n);
  let log = 0;
  let others = 0;
  for (let a = 0; a < n; a++) {
    const i = set[a]!;
    for (let b = 0; b < a; b++) factor[a * n + b] = gram[i * size + set[b]!]!;
    factor[a * n + a] = precision[i]!;
    solution[a] = target[i]!;
    // The odds hold the precision of the column on its own; that of the set replaces it.
    log += logOdds[i]! + 0.5 * Math.log(precision[i]!) + Math.LN2;
    if (isAlone[i] === 0) log += company[others++]!;
  }
  factorise(factor, n);
  forward(factor, n, solution);
  for (let a = 0; a < n; a++) log += 0.5 * solution[a]! ** 2 - Math.log(factor[a * n + a]!);
  return log;
}
