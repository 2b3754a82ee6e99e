/** Warnings of a live run: held back while a screen is shown, which shows the latest of them for a while. */

/** Milliseconds that a warning stays on the screen. */
const SHOWN_FOR = 10_000;

/** Takes warnings, and gives them to `say` when there is no screen any more. */
export class Notices {
  readonly #say: (text: string) => void;
  #held: string[] | undefined;
  #latest: { readonly text: string; readonly at: number } | undefined;

  /** Nothing is held back at first. */
  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  /** Takes a warning at `now`, milliseconds of any clock. */
  warn(text: string, now: number): void {
    this.#latest = { text, at: now };
    if (this.#held) this.#held.push(text);
    else this.#tell(text);
  }

  /** From now on a screen is shown. */
  hold(): void {
    this.#held ??= [];
  }

  /** The screen is gone: all that was held back is said. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const text of held) this.#tell(text);
  }

  /** What the screen is to show at `now`; empty for nothing. */
  latest(now: number): string {
    return this.#latest && now - this.#latest.at < SHOWN_FOR ? this.#latest.text : '';
  }

  #tell(text: string): void {
    try {
      this.#say(text);
    } catch {
      // Nobody can be told any more; what is left to do, such as saving, is done all the same.
    }
  }
}
