/** Names as texts. A log has the same few again and again, so they are made once. */
import { copied, standsAt } from '../../scan/bytes.ts';

const SLOTS = 256;
/** What is longer is no name. */
const LONGEST_NAME = 200;

interface Cached {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** See the top of this file. */
export class NameCache {
  readonly #slots: (Cached | undefined)[] = new Array<undefined>(SLOTS).fill(undefined);
  readonly #decoder = new TextDecoder();

  /** The name in `bytes[start, end)`; empty for what cannot be one (too long, or with control characters). */
  text(bytes: Uint8Array, start: number, end: number): string {
    if (end - start > LONGEST_NAME) return '';
    let hash = 0;
    for (let at = start; at < end; at++) hash = (31 * hash + bytes[at]!) | 0;
    const slot = hash & (SLOTS - 1);
    const cached = this.#slots[slot];
    if (cached?.bytes.length === end - start && standsAt(bytes, start, end, cached.bytes)) return cached.text;
    const name = copied(bytes, start, end);
    const text = name.some((byte) => byte < 0x20 || byte === 0x7f) ? '' : this.#decoder.decode(name);
    this.#slots[slot] = { bytes: name, text };
    return text;
  }
}
