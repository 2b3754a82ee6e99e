/** How many requests a worker has been sent by a time of day, and when it has been sent so many. */

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Traffic that repeats day after day and is even within an hour. Seconds count from midnight of the first day. */
export class TrafficClock {
  /** Requests from midnight to the beginning of each hour; the last is that of a day. */
  readonly #so: readonly number[];

  /** `rate`: requests per second in the mean, above 0; `byHour`: 24 multiples of it, above 0. */
  constructor(rate: number, byHour: readonly number[]) {
    const so = [0];
    for (const part of byHour) so.push(so.at(-1)! + part * rate * HOUR);
    this.#so = so;
  }

  /** Requests since the first midnight. */
  requestsBy(seconds: number): number {
    const days = Math.floor(seconds / DAY);
    const within = seconds - days * DAY;
    const hour = Math.min(23, Math.floor(within / HOUR));
    const [low, high] = [this.#so[hour]!, this.#so[hour + 1]!];
    return days * this.#so[24]! + low + ((high - low) * (within - hour * HOUR)) / HOUR;
  }

  /** The time by which so many requests have come: the inverse. */
  timeOf(requests: number): number {
    if (!Number.isFinite(requests)) return Infinity;
    const days = Math.floor(requests / this.#so[24]!);
    const within = requests - days * this.#so[24]!;
    let hour = 0;
    while (hour < 23 && this.#so[hour + 1]! <= within) hour++;
    const [low, high] = [this.#so[hour]!, this.#so[hour + 1]!];
    return days * DAY + hour * HOUR + ((within - low) / (high - low)) * HOUR;
  }
}
