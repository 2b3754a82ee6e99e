/** Lines per second, over the last few seconds. */

/** Seconds that the mean is taken over. */
const SPAN = 5;

/** Follows a count that grows. */
export class SpeedMeter {
  readonly #seen: { readonly count: number; readonly at: number }[] = [];

  /** Notes the count at a time, milliseconds from any moment. */
  see(count: number, at: number): void {
    this.#seen.push({ count, at });
    while (this.#seen.length > 2 && at - this.#seen[1]!.at > SPAN * 1000) this.#seen.shift();
  }

  /** The mean over the last seconds; 0 before there is any. */
  get perSecond(): number {
    const [first, last] = [this.#seen[0], this.#seen.at(-1)];
    if (!first || !last || last.at <= first.at) return 0;
    return ((last.count - first.count) * 1000) / (last.at - first.at);
  }
}
