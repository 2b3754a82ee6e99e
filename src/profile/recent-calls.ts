/** Calls of one bucket, summed before they go into the table of all. */
import type { RowCalls } from './row-calls.ts';

/** Endpoints of higher numbers are not counted here. */
const MOST_ENDPOINTS = 256;

/** Calls by endpoint within one bucket: most lines fall into that of the line before, and no list need be searched for them. */
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

  /** Moves all counts into a row. */
  pour(into: RowCalls, row: number): void {
    for (let i = 0; i < this.#different; i++) {
      const endpoint = this.#called[i]!;
      into.add(row, endpoint, this.#counts[endpoint]!);
      this.#counts[endpoint] = 0;
    }
    this.#different = 0;
  }
}
