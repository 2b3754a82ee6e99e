/** Calls of one bucket, summed before they go into the table of all. */
import type { CountTable } from './count-table.ts';

/** Endpoints of higher numbers are not counted here. */
const MOST_ENDPOINTS = 256;

/** Calls by endpoint within one bucket: most lines fall into that of the line before, and a table need not be searched for them. */
export class RecentCalls {
  readonly #counts = new Int32Array(MOST_ENDPOINTS);
  readonly #called = new Uint8Array(MOST_ENDPOINTS);
  #different = 0;

  /** Counts a call; false if it must be counted elsewhere. */
  add(endpoint: number): boolean {
    if (endpoint >= MOST_ENDPOINTS) return false;
    if (this.#counts[endpoint]!++ === 0) this.#called[this.#different++] = endpoint;
    return true;
  }

  /** Moves all counts into a row of a table. */
  pour(into: CountTable, row: number): void {
    for (let i = 0; i < this.#different; i++) {
      const endpoint = this.#called[i]!;
      into.add(row, endpoint, this.#counts[endpoint]!);
      this.#counts[endpoint] = 0;
    }
    this.#different = 0;
  }
}

/** Sums of calls of finished buckets that fall into one. */
export class CallSums {
  #counts = new Float64Array(MOST_ENDPOINTS);
  #called: number[] = [];

  /** Adds what a bucket holds, endpoint and calls in turn; endpoints by the numbers of its profile. */
  add(calls: readonly number[]): void {
    for (let i = 0; i < calls.length; i += 2) {
      const endpoint = calls[i]!;
      if (endpoint >= this.#counts.length) this.#grow(endpoint);
      if (this.#counts[endpoint] === 0) this.#called.push(endpoint);
      this.#counts[endpoint]! += calls[i + 1]!;
    }
  }

  /** Moves all sums into a row of a table, endpoints renamed. */
  pour(into: CountTable, row: number, rename: (endpoint: number) => number): void {
    for (const endpoint of this.#called) {
      into.add(row, rename(endpoint), this.#counts[endpoint]!);
      this.#counts[endpoint] = 0;
    }
    this.#called = [];
  }

  #grow(endpoint: number): void {
    const counts = new Float64Array(2 * endpoint + 2);
    counts.set(this.#counts);
    this.#counts = counts;
  }
}
