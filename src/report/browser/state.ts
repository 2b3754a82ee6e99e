/** What the reader has chosen; every chart follows it. */

/** See the file. */
export interface Choice {
  /** Index of the endpoint picked; -1 for all. */
  readonly picked: number;
  /** Workers that are hidden. */
  readonly hidden: ReadonlySet<number>;
  /** The part of the axis that is shown. */
  readonly from: number;
  readonly to: number;
}

/** Holds the choice and tells whoever listens when it changes. */
export class State {
  #choice: Choice;
  readonly #listeners: ((choice: Choice) => void)[] = [];

  constructor(choice: Choice) {
    this.#choice = choice;
  }

  get choice(): Choice {
    return this.#choice;
  }

  /** Changes a part of the choice. */
  set(part: Partial<Choice>): void {
    this.#choice = { ...this.#choice, ...part };
    for (const listener of this.#listeners) listener(this.#choice);
  }

  /** Calls `listener` now and at every change. */
  follow(listener: (choice: Choice) => void): void {
    this.#listeners.push(listener);
    listener(this.#choice);
  }
}
