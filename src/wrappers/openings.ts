/** Which wrappers a line may have, by its first two bytes: most lines have none, and must not pay for asking. */
import type { Wrapper } from './wrapper.ts';

/** For each pair of bytes a bit for each wrapper. */
export class Openings {
  readonly #wrappers: readonly Wrapper[];
  readonly #masks = new Uint16Array(65_536);

  /** Takes at most 16 wrappers. */
  constructor(wrappers: readonly Wrapper[]) {
    this.#wrappers = wrappers;
    wrappers.forEach(({ openings }, i) => {
      for (const opening of openings) this.#mark(opening, 1 << i);
    });
  }

  /** A set of wrappers that the line `bytes[start, end)` may have, 0 for none. */
  of(bytes: Uint8Array, start: number, end: number): number {
    return start + 1 < end ? this.#masks[(bytes[start]! << 8) | bytes[start + 1]!]! : 0;
  }

  /** The wrapper of the lowest bit of a set that is not empty. */
  first(mask: number): Wrapper {
    return this.#wrappers[31 - Math.clz32(mask & -mask)]!;
  }

  #mark(opening: string, bit: number): void {
    const first = opening.charCodeAt(0) << 8;
    const seconds = opening.length > 1 ? [opening.charCodeAt(1)] : Array.from({ length: 256 }, (_, i) => i);
    for (const second of seconds) this.#masks[first | second]! |= bit;
  }
}
