/** Which wrappers a line may have, by its first two bytes: most lines have none, and must not pay for asking. */
import type { Wrapper } from './wrapper.ts';

/** For each pair of bytes a bit for each of the wrappers, at most 16: the table of `Openings`. */
export function openingMasks(wrappers: readonly Wrapper[]): Uint16Array {
  const masks = new Uint16Array(65_536);
  wrappers.forEach(({ openings }, i) => {
    for (const opening of openings) {
      const first = opening.charCodeAt(0) << 8;
      const [from, to] = opening.length > 1 ? [opening.charCodeAt(1), opening.charCodeAt(1)] : [0, 255];
      for (let second = from; second <= to; second++) masks[first | second]! |= 1 << i;
    }
  });
  return masks;
}

/** Wrappers, to be found by the bytes they open with. */
export class Openings {
  readonly #wrappers: readonly Wrapper[];
  readonly #masks: Uint16Array;

  /** Takes wrappers in the order in which the table has them, which many can share. */
  constructor(wrappers: readonly Wrapper[], masks: Uint16Array) {
    this.#wrappers = wrappers;
    this.#masks = masks;
  }

  /** A set of wrappers that the line `bytes[start, end)` may have, 0 for none. */
  of(bytes: Uint8Array, start: number, end: number): number {
    return start + 1 < end ? this.#masks[(bytes[start]! << 8) | bytes[start + 1]!]! : 0;
  }

  /** The wrapper of the lowest bit of a set that is not empty. */
  first(mask: number): Wrapper {
    return this.#wrappers[31 - Math.clz32(mask & -mask)]!;
  }
}
