/** What readings may cost: a part of the processor time of requests. Milliseconds throughout. */

/** Requests after which the cost of one is weighed anew. */
const PLAN_AFTER = 32;
/** What is not spent for a long time is not spent at once: so many of the dearest things at most. */
const MOST_SAVED = 2;

/** An account of processor time: requests pay in, readings take out. */
export class Budget {
  readonly #part: number;
  #credit = 0;
  #begun = 0;
  #cpu = cpuNow();
  #dearest = 0;

  /** `part` of the processor time of requests, 0 to 1; of 1 everything may be spent. */
  constructor(part: number) {
    this.#part = part;
  }

  /** A request begins. */
  begin(): void {
    if (++this.#begun % PLAN_AFTER > 0) return;
    const cpu = cpuNow();
    // Half of it: a reading also pushes out of the caches what the application would have found there.
    this.#credit += ((cpu - this.#cpu) * this.#part) / 2;
    this.#credit = Math.min(this.#credit, MOST_SAVED * this.#dearest);
    this.#cpu = cpu;
  }

  /** Whether so much may be spent. */
  allows(cost: number): boolean {
    this.#dearest = Math.max(this.#dearest, cost);
    return this.#part >= 1 || (this.#part > 0 && this.#credit >= cost);
  }

  /** Spends what `act` takes; gives that. */
  charge(act: () => void): number {
    const before = cpuNow();
    act();
    const cost = cpuNow() - before;
    this.#credit -= cost;
    return cost;
  }
}

/** Of all threads of this process: those of the collector too. */
function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
