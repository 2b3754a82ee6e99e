/**
 * The same fit under the belief that few columns leak: a point mass at zero and a half-normal slab for each.
 *
 * Non-negative least squares spreads growth over every column that could have caused it. Where one column
 * explains the log as well as five, the one is likelier; averaging over the sets of columns says how much so
 * (George and McCulloch, Variable selection via Gibbs sampling, JASA 88, 1993).
 */
import { factorise, forward } from './cholesky.ts';
import { halfEvidence, logHalfEvidence, positiveNormal, randomNumbers } from './half-normal.ts';

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
  readonly draws: readonly (readonly number[])[];
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
  const sampler = likeliest(problem);
  const k = problem.target.length;
  const probability = new Float64Array(k);
  const draws = Array.from({ length: k }, (): number[] => []);
  const together = groups.map(() => 0);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let j = 0; j < k; j++) {
      const p = sampler.flip(j);
      probability[j] = probability[j]! + p / sweeps;
      if (sampler.value[j]! > 0) draws[j]!.push(sampler.value[j]!);
    }
    for (const [g, columns] of groups.entries())
      if (columns.some((j) => sampler.value[j]! > 0)) together[g] = together[g]! + 1 / sweeps;
    sampler.handOverSome();
  }
  return { probability, draws, groups: together };
}

function likeliest(problem: SparseProblem): Sampler {
  let best: Sampler | undefined;
  let greatest = -Infinity;
  for (const start of [undefined, ...problem.common]) {
    const sampler = new Sampler(problem, start);
    for (let sweep = 0; sweep < TRIAL_SWEEPS; sweep++) {
      for (let j = 0; j < problem.target.length; j++) sampler.flip(j);
      sampler.handOverSome();
      const evidence = sweep >= TRIAL_SWEEPS - TRIAL_ENDS ? sampler.evidence() : -Infinity;
      if (evidence <= greatest) continue;
      greatest = evidence;
      best = sampler;
    }
  }
  return best ?? new Sampler(problem, undefined);
}

class Sampler {
  readonly value: Float64Array;
  readonly #problem: SparseProblem;
  readonly #size: number;
  /** c - Gb. */
  readonly #gradient: Float64Array;
  readonly #precision: Float64Array;
  /** Its root. */
  readonly #root: Float64Array;
  readonly #logOdds: Float64Array;
  /** The odds themselves, and what the number of others that are in multiplies them by. */
  readonly #odds: Float64Array;
  readonly #companyOdds: Float64Array;
  readonly #weights: Float64Array;
  readonly #random = randomNumbers(1);
  readonly #common: ReadonlySet<number>;
  /** Columns that are in, those of `common` not counted. */
  #company = 0;

  constructor(problem: SparseProblem, start: number | undefined) {
    const { gram, target, scale, prior } = problem;
    const k = target.length;
    this.#problem = problem;
    this.#size = k;
    this.#common = new Set(problem.common);
    this.value = new Float64Array(k);
    this.#gradient = target.slice();
    this.#weights = new Float64Array(k);
    this.#precision = scale.map((s, j) => gram[j * k + j]! + 1 / (s * s));
    this.#root = this.#precision.map(Math.sqrt);
    this.#logOdds = prior.map((p, j) =>
      p > 0 && gram[j * k + j]! > 0
        ? Math.log(p / (1 - p)) - Math.log(scale[j]!) - 0.5 * Math.log(this.#precision[j]!)
        : -Infinity,
    );
    this.#odds = this.#logOdds.map(Math.exp);
    this.#companyOdds = problem.company.map(Math.exp);
    if (start !== undefined && this.#logOdds[start]! > -Infinity) this.#draw(start);
  }

  /** Draws column j anew given all others. Returns the probability that it is not zero. */
  flip(j: number): number {
    if (this.#logOdds[j] === -Infinity) return 0;
    this.#set(j, 0);
    const odds = this.#oddsOf(j);
    const p = odds < Infinity ? odds / (1 + odds) : 1;
    if (this.#random() < p) this.#draw(j);
    return p;
  }

  /** Lets any column that is zero take the place of column j, so that look-alikes change places in one step. Returns which did. */
  #handOver(j: number): number {
    this.#set(j, 0);
    let total = 0;
    for (let i = 0; i < this.#size; i++)
      total += this.#weights[i] = this.value[i] === 0 ? this.#oddsOf(i) : 0;
    if (!(total > 0 && total < Infinity)) total = this.#weighByLogs();
    let at = this.#random() * total;
    let i = 0;
    while (i < this.#size - 1 && at >= this.#weights[i]!) at -= this.#weights[i++]!;
    const next = this.#weights[i]! > 0 ? i : j;
    this.#draw(next);
    return next;
  }

  /** Weights, and their sum, where odds are too great or too small for a number: those beside the greatest. */
  #weighByLogs(): number {
    let greatest = -Infinity;
    for (let i = 0; i < this.#size; i++) {
      this.#weights[i] = this.value[i] === 0 ? this.#logWeight(i) : -Infinity;
      greatest = Math.max(greatest, this.#weights[i]!);
    }
    let total = 0;
    for (let i = 0; i < this.#size; i++) total += this.#weights[i] = Math.exp(this.#weights[i]! - greatest);
    return total;
  }

  /**
   * Offers the place of a column that is in to all others, as often as there are such columns. Each is picked
   * at random: going through them in order would favour those that come last.
   */
  handOverSome(): void {
    const chosen = Array.from(this.value.keys()).filter((j) => this.value[j]! > 0);
    for (let i = 0; i < chosen.length; i++) {
      const place = Math.floor(this.#random() * chosen.length);
      chosen[place] = this.#handOver(chosen[place]!);
    }
  }

  /** Log of what the present set of columns is worth whatever their coefficients, as if these might be negative, up to a constant. */
  evidence(): number {
    const { gram, target } = this.#problem;
    const set = Array.from(this.value.keys()).filter((j) => this.value[j]! > 0);
    const n = set.length;
    const factor = new Float64Array(n * n);
    const solution = Float64Array.from(set, (j) => target[j]!);
    let log = 0;
    let others = 0;
    for (const [a, i] of set.entries()) {
      for (const [b, j] of set.entries()) factor[a * n + b] = gram[i * this.#size + j]!;
      factor[a * n + a] = this.#precision[i]!;
      // The odds hold the precision of the column on its own; that of the set replaces it.
      log += this.#logOdds[i]! + 0.5 * Math.log(this.#precision[i]!) + Math.LN2;
      log += this.#inCompany(i, others);
      if (!this.#common.has(i)) others++;
    }
    factorise(factor, n);
    forward(factor, n, solution);
    for (let a = 0; a < n; a++) log += 0.5 * solution[a]! ** 2 - Math.log(factor[a * n + a]!);
    return log;
  }

  /** Odds of column j, now zero, being in. */
  #oddsOf(j: number): number {
    if (this.#logOdds[j] === -Infinity) return 0;
    const { company } = this.#problem;
    const others = company.length === 0 || this.#common.has(j) ? 1 : this.#companyOdds[this.#company]!;
    return this.#odds[j]! * others * halfEvidence(this.#gradient[j]! / this.#root[j]!);
  }

  /** Their logarithm. */
  #logWeight(j: number): number {
    if (this.#logOdds[j] === -Infinity) return -Infinity;
    return (
      this.#logOdds[j]! +
      this.#inCompany(j, this.#company) +
      logHalfEvidence(this.#gradient[j]! / this.#root[j]!)
    );
  }

  /** What the others that are in add to the log odds of column j. */
  #inCompany(j: number, others: number): number {
    const { company } = this.#problem;
    return company.length === 0 || this.#common.has(j) ? 0 : company[others]!;
  }

  #draw(j: number): void {
    const root = this.#root[j]!;
    this.#set(j, positiveNormal(this.#gradient[j]! / root, this.#random) / root);
  }

  #set(j: number, value: number): void {
    const change = value - this.value[j]!;
    if (change === 0) return;
    if (!this.#common.has(j)) this.#company += (value > 0 ? 1 : 0) - (this.value[j]! > 0 ? 1 : 0);
    this.value[j] = value;
    const row = this.#problem.gram.subarray(j * this.#size, (j + 1) * this.#size);
    for (let i = 0; i < this.#size; i++) this.#gradient[i] = this.#gradient[i]! - change * row[i]!;
  }
}
