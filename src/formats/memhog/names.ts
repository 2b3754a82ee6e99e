import { copied } from '../../scan/bytes.ts';
import { textOf } from './span.ts';
import type { Span } from './span.ts';

const SLOTS = 1024;

interface Known {
  readonly bytes: Uint8Array;
  readonly text: string;
}

function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = end - start;
  for (let at = start; at < end; at++) value = (Math.imul(value, 31) + bytes[at]!) | 0;
  return (value ^ (value >>> 15)) & (SLOTS - 1);
}

/** Texts of names that come again and again (routes, tasks, hosts), so that not each line makes a string of its own. Bounded. */
export class Names {
  readonly #slots: (Known | undefined)[] = new Array<Known | undefined>(SLOTS).fill(undefined);

  /** The text of a value that is there. */
  text(bytes: Uint8Array, span: Span): string {
    const { start, end } = span;
    const slot = hash(bytes, start, end);
    const known = this.#slots[slot];
    if (known?.bytes.length === end - start) {
      let i = 0;
      while (i < known.bytes.length && known.bytes[i] === bytes[start + i]) i++;
      if (i === known.bytes.length) return known.text;
    }
    const text = textOf(bytes, span);
    this.#slots[slot] = { bytes: copied(bytes, start, end), text };
    return text;
  }
}
