/** One chain of draws of sets of columns with their coefficients, for `sparsePosterior`. */
import { addScaled } from './vectors.ts';
import { halfEvidence, logHalfEvidence, positiveNormal, randomNumbers } from './half-normal.ts';

/** What a chain is made from: of a `SparseProblem`, by column. */
export interface ChainInput {
  /** Size * size. */
  readonly gram: Float64Array;
  readonly target: Float64Array;
  /** Of each coefficient on its own, its prior included; and the root of it. */
  readonly precision: Float64Array;
  readonly root: Float64Array;
  /** Of being in, before the target is known; -Infinity for what stays out. And the odds themselves. */
  readonly logOdds: Float64Array;
  readonly odds: Float64Array;
  /** What the number of others that are in adds to the log odds, and what it multiplies the odds by. */
  readonly company: Float64Array;
  readonly companyOdds: Float64Array;
  /** 1 for columns that neither count as company nor are changed by it. */
  readonly isAlone: Float64Array;
}

/** A chain. */
export interface Chain {
  /** The coefficients as they are. */
  readonly value: Float64Array;
  /** Sums of what each sweep finds the probability of each column to be that it is not zero. */
  readonly probability: Float64Array;
  /**
   * Draws every column in turn anew given all others. Adds to `probability`, as a mean over so many sweeps. Returns the columns
   * that are in, ascending.
   */
  sweep(sweeps: number): Iterable<number>;
  /**
   * Offers the place of a column that is in to all others, as often as there are such columns. Each is picked
   * at random: going through them in order would favour those that come last. Once after each sweep.
   */
  handOverSome(): void;
}

/** A chain in JavaScript. Its loops copy the fields that they read: they run from the first call on, long before they are compiled. */
export class PlainChain implements Chain {
  readonly value: Float64Array;
  readonly probability: Float64Array;
  readonly #size: number;
  readonly #gram: Float64Array;
  /** c - Gb. */
  readonly #gradient: Float64Array;
  readonly #root: Float64Array;
  readonly #logOdds: Float64Array;
  readonly #odds: Float64Array;
  readonly #company: Float64Array;
  readonly #companyOdds: Float64Array;
  readonly #isAlone: Float64Array;
  readonly #weights: Float64Array;
  readonly #random = randomNumbers(1);
  /** The probability that each column is not zero, and at which change it was worked out: often nothing changes for whole sweeps. */
  readonly #chance: Float64Array;
  readonly #asOf: Int32Array;
  #changes = 0;
  /** Columns that are in, those that are alone not counted. */
  #others = 0;
  #chosen: number[] = [];

  /** Begins with nothing in, or with column `start`. */
  constructor(input: ChainInput, start: number | undefined) {
    const { gram, target, root, logOdds, odds, company, companyOdds, isAlone } = input;
    const k = target.length;
    this.#size = k;
    this.#gram = gram;
    this.#gradient = target.slice();
    this.#root = root;
    this.#logOdds = logOdds;
    this.#odds = odds;
    this.#company = company;
    this.#companyOdds = companyOdds;
    this.#isAlone = isAlone;
    this.#chance = new Float64Array(k);
    this.#asOf = new Int32Array(k).fill(-1);
    this.#weights = new Float64Array(k);
    this.value = new Float64Array(k);
    this.probability = new Float64Array(k);
    if (start !== undefined && logOdds[start]! > -Infinity) this.#draw(start);
  }

  sweep(sweeps: number): readonly number[] {
    const { value, probability } = this;
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
        const others = isAlone[j] === 1 ? 1 : companyOdds[this.#others]!;
        const now = odds[j]! * others * halfEvidence(gradient[j]! / root[j]!);
        chance[j] = now < Infinity ? now / (1 + now) : 1;
        asOf[j] = this.#changes;
      }
      probability[j] = probability[j]! + chance[j]! / sweeps;
      if (random() < chance[j]!) this.#draw(j);
      if (value[j]! > 0) chosen.push(j);
    }
    return (this.#chosen = chosen);
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
    const inCompany = this.#companyOdds[this.#others] ?? 1;
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

  handOverSome(): void {
    const chosen = this.#chosen;
    for (let i = 0; i < chosen.length; i++) {
      const place = Math.floor(this.#random() * chosen.length);
      chosen[place] = this.#handOver(chosen[place]!);
    }
  }

  /** Logarithm of the odds of column j, now zero, being in. */
  #logWeight(j: number): number {
    const others = this.#isAlone[j] === 1 ? 0 : this.#company[this.#others]!;
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
    if (this.#isAlone[j] === 0) this.#others += (value > 0 ? 1 : 0) - (this.value[j]! > 0 ? 1 : 0);
    this.value[j] = value;
    addScaled(this.#gradient, 0, this.#gram, j * this.#size, this.#size, -change);
  }
}
