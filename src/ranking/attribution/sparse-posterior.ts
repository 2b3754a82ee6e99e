/**
 * The same fit under the belief that few columns leak: a point mass at zero and a half-normal slab for each.
 *
 * Non-negative least squares spreads growth over every column that could have caused it. Where one column
 * explains the log as well as five, the one is likelier; averaging over the sets of columns says how much so
 * (George and McCulloch, Variable selection via Gibbs sampling, JASA 88, 1993).
 */
import { addScaled } from './vectors.ts';
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
  const sampler = likeliest(problem);
  const k = problem.target.length;
  const probability = new Float64Array(k);
  const draws = new Float64Array(k * sweeps);
  const drawn = new Int32Array(k);
  const together = groups.map(() => 0);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const chosen = sampler.sweep(probability, sweeps);
    for (const j of chosen) draws[j * sweeps + drawn[j]!++] = sampler.value[j]!;
    for (let g = 0; g < groups.length; g++)
      if (groups[g]!.some((j) => sampler.value[j]! > 0)) together[g] = together[g]! + 1 / sweeps;
    sampler.handOverSome(chosen);
  }
  const drawsOf = (count: number, j: number): Float64Array => draws.subarray(j * sweeps, j * sweeps + count);
  return { probability, draws: Array.from(drawn, drawsOf), groups: together };
}

function likeliest(problem: SparseProblem): Sampler {
  let best: Sampler | undefined;
  let greatest = -Infinity;
  const unused = new Float64Array(problem.target.length);
  for (const start of [undefined, ...problem.common]) {
    const sampler = new Sampler(problem, start);
    for (let sweep = 0; sweep < TRIAL_SWEEPS; sweep++) {
      sampler.handOverSome(sampler.sweep(unused, TRIAL_SWEEPS));
      const evidence = sweep >= TRIAL_SWEEPS - TRIAL_ENDS ? sampler.evidence() : -Infinity;
      if (evidence <= greatest) continue;
      greatest = evidence;
      best = sampler;
    }
  }
  return best ?? new Sampler(problem, undefined);
}

/** One chain. Its loops copy the fields that they read: they run from the first call on, long before they are compiled. */
class Sampler {
  readonly value: Float64Array;
  readonly #problem: SparseProblem;
  readonly #size: number;
  /** c - Gb. */
  readonly #gradient: Float64Array;
  readonly #precision: Float64Array;
  /** Its root. */
  readonly #root: Float64Array;
  /** -Infinity for what stays out. */
  readonly #logOdds: Float64Array;
  /** The odds themselves, and what the number of others that are in multiplies them by. */
  readonly #odds: Float64Array;
  readonly #companyOdds: Float64Array;
  readonly #weights: Float64Array;
  readonly #random = randomNumbers(1);
  /** The probability that each column is not zero, and at which change it was worked out: often nothing changes for whole sweeps. */
  readonly #chance: Float64Array;
  readonly #asOf: Int32Array;
  #changes = 0;
  /** 1 for columns of `common`, and where company adds nothing for all. */
  readonly #isAlone: Uint8Array;
  /** Columns that are in, those that are alone not counted. */
  #company = 0;

  constructor(problem: SparseProblem, start: number | undefined) {
    const { gram, target, scale, prior, common, company } = problem;
    const k = target.length;
    this.#problem = problem;
    this.#size = k;
    this.#isAlone = new Uint8Array(k).fill(company.length === 0 ? 1 : 0);
    for (const j of common) this.#isAlone[j] = 1;
    this.#chance = new Float64Array(k);
    this.#asOf = new Int32Array(k).fill(-1);
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
    this.#companyOdds = company.map(Math.exp);
    if (start !== undefined && this.#logOdds[start]! > -Infinity) this.#draw(start);
  }

  /**
   * Draws every column in turn anew given all others. Adds to `probability`, as a mean over so many sweeps, that it is not
   * zero. Returns the columns that are in, ascending.
   */
  sweep(probability: Float64Array, sweeps: number): number[] {
    const { value } = this;
    const chosen: number[] = [];
    const gradient = this.#gradient;
    const root = this.#root;
    const odds = this.#odds;
    const logOdds = this.#logOdds;
    const isAlone = this.#isAlone;
    const companyOdds = this.#companyOdds;
    const random = this.#random;
    const chance = this.#chance;
    const asOf = this.#asOf;
    for (let j = 0; j < value.length; j++) {
      if (logOdds[j] === -Infinity) continue;
      if (value[j] !== 0) this.#set(j, 0);
      if (asOf[j] !== this.#changes) {
        const others = isAlone[j] === 1 ? 1 : companyOdds[this.#company]!;
        const now = odds[j]! * others * halfEvidence(gradient[j]! / root[j]!);
        chance[j] = now < Infinity ? now / (1 + now) : 1;
        asOf[j] = this.#changes;
      }
      probability[j] = probability[j]! + chance[j]! / sweeps;
      if (random() < chance[j]!) this.#draw(j);
      if (value[j]! > 0) chosen.push(j);
    }
    return chosen;
  }

  /** Lets any column that is zero take the place of column j, so that look-alikes change places in one step. Returns which did. */
  #handOver(j: number): number {
    this.#set(j, 0);
    const weights = this.#weights;
    let total = this.#weighByOdds();
    if (!(total > 0 && total < Infinity)) total = this.#weighByLogs();
    let at = this.#random() * total;
    let i = 0;
    while (i < weights.length - 1 && at >= weights[i]!) at -= weights[i++]!;
    const next = weights[i]! > 0 ? i : j;
    this.#draw(next);
    return next;
  }

  /** Weights of the columns that are zero by their odds of being in, and their sum. */
  #weighByOdds(): number {
    const { value } = this;
    const gradient = this.#gradient;
    const root = this.#root;
    const odds = this.#odds;
    const logOdds = this.#logOdds;
    const isAlone = this.#isAlone;
    const weights = this.#weights;
    const inCompany = this.#companyOdds[this.#company] ?? 1;
    let total = 0;
    for (let i = 0; i < value.length; i++) {
      if (value[i] !== 0 || logOdds[i] === -Infinity) {
        weights[i] = 0;
        continue;
      }
      const others = isAlone[i] === 1 ? 1 : inCompany;
      total += weights[i] = odds[i]! * others * halfEvidence(gradient[i]! / root[i]!);
    }
    return total;
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
   * at random: going through them in order would favour those that come last. Afterwards `chosen` holds those that are in.
   */
  handOverSome(chosen: number[]): void {
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
    const solution = new Float64Array(n);
    let log = 0;
    let others = 0;
    for (let a = 0; a < n; a++) {
      const i = set[a]!;
      for (let b = 0; b < a; b++) factor[a * n + b] = gram[i * this.#size + set[b]!]!;
      factor[a * n + a] = this.#precision[i]!;
      solution[a] = target[i]!;
      // The odds hold the precision of the column on its own; that of the set replaces it.
      log += this.#logOdds[i]! + 0.5 * Math.log(this.#precision[i]!) + Math.LN2;
      if (this.#isAlone[i] === 0) log += this.#problem.company[others++]!;
    }
    factorise(factor, n);
    forward(factor, n, solution);
    for (let a = 0; a < n; a++) log += 0.5 * solution[a]! ** 2 - Math.log(factor[a * n + a]!);
    return log;
  }

  /** Logarithm of the odds of column j, now zero, being in. */
  #logWeight(j: number): number {
    const others = this.#isAlone[j] === 1 ? 0 : this.#problem.company[this.#company]!;
    return this.#logOdds[j]! + others + logHalfEvidence(this.#gradient[j]! / this.#root[j]!);
  }

  #draw(j: number): void {
    const root = this.#root[j]!;
    this.#set(j, positiveNormal(this.#gradient[j]! / root, this.#random) / root);
  }

  #set(j: number, value: number): void {
    const change = value - this.value[j]!;
    if (change === 0) return;
    this.#changes++;
    if (this.#isAlone[j] === 0) this.#company += (value > 0 ? 1 : 0) - (this.value[j]! > 0 ? 1 : 0);
    this.value[j] = value;
    addScaled(this.#gradient, 0, this.#problem.gram, j * this.#size, this.#size, -change);
  }
}
