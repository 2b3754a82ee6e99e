import { BARE } from '../record.ts';
import type { Surroundings } from '../record.ts';

/** Takes one line without its wrappers; `bytes` is only valid during the call. `offset` is that of the line that began it. */
export type OnUnwrapped = (
  bytes: Uint8Array,
  start: number,
  end: number,
  around: Surroundings,
  offset: number,
) => void;

/** Peels wrappers off lines, in any nesting, and joins lines that were split on the way. */
export class Unwrapper {
  /** How many lines each wrapper was around. */
  readonly counts = new Map<string, number>();
  readonly #onUnwrapped: OnUnwrapped;

  constructor(onUnwrapped: OnUnwrapped) {
    this.#onUnwrapped = onUnwrapped;
  }

  /** Whether the first part of a line waits for the rest of it. */
  get isWaiting(): boolean {
    return false;
  }

  /** Takes the line `bytes[start, end)`, which stands at byte `offset` of its file. */
  push(bytes: Uint8Array, start: number, end: number, offset: number): void {
    this.#onUnwrapped(bytes, start, end, BARE, offset);
  }

  /** Hands on first parts of lines as they are: no rest will come. */
  flush(): void {
    this.counts.delete('');
  }
}
