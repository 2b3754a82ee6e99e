/** How many requests workers are sent when those that are there share what comes for all. */
import type { TrafficClock } from './clock.ts';

/** A stretch of time in which nobody comes or goes. */
interface Stretch {
  readonly from: number;
  /** What a worker with a share of 1 had been sent by then, if it had always been there. */
  readonly sent: number;
  /** Requests by then, by the clock. */
  readonly requests: number;
  /** Requests that such a worker is sent for each one of the clock; 0 while nobody is there, and what comes is lost. */
  readonly pace: number;
}

/** Counts what a worker with a share of 1 is sent. Built from midnight on, change by change. */
export class SharedTraffic {
  readonly #clock: TrafficClock;
  readonly #workers: number;
  readonly #stretches: Stretch[];

  /** `clock`: of one of so many workers that are all there. */
  constructor(clock: TrafficClock, workers: number) {
    this.#clock = clock;
    this.#workers = workers;
    this.#stretches = [{ from: 0, sent: 0, requests: 0, pace: 1 }];
  }

  /** From now on workers are there whose shares make this sum. `at` never goes back. */
  change(at: number, shares: number): void {
    const sent = this.sentBy(at);
    this.#stretches.push({
      from: at,
      sent,
      requests: this.#clock.requestsBy(at),
      // What is left of a sum of fractions is nobody.
      pace: shares > 1e-9 ? this.#workers / shares : 0,
    });
  }

  /** What was sent by a time. */
  sentBy(at: number): number {
    const stretches = this.#stretches;
    let [low, high] = [0, stretches.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (stretches[middle]!.from <= at) low = middle;
      else high = middle - 1;
    }
    const { sent, requests, pace } = stretches[low]!;
    return sent + pace * Math.max(0, this.#clock.requestsBy(at) - requests);
  }

  /** When so much will have been sent if nothing changes; Infinity for never. */
  timeOf(sent: number): number {
    const last = this.#stretches.at(-1)!;
    if (!Number.isFinite(sent) || last.pace === 0) return Infinity;
    return Math.max(last.from, this.#clock.timeOf(last.requests + (sent - last.sent) / last.pace));
  }
}
