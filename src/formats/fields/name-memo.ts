/** What names mean, remembered by their place in the line: the lines of a log have the same ones in the same order. */
import { copied, standsAt } from '../../scan/bytes.ts';
import type { Known } from './meanings.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Later places are not remembered. */
const MOST_PLACES = 64;
/** Longer names mean nothing. */
const LONGEST_NAME = 64;

interface Memo {
  readonly name: Uint8Array;
  readonly known: Known | undefined;
}

/** See the top of this file. */
export class NameMemo {
  readonly #vocabulary: Vocabulary;
  readonly #memos: Memo[] = [];

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** What the name in `bytes[start, end)` means, the `place`-th of its line. */
  find(place: number, bytes: Uint8Array, start: number, end: number): Known | undefined {
    const memo = this.#memos[place];
    if (memo?.name.length === end - start && standsAt(bytes, start, end, memo.name)) return memo.known;
    if (end - start > LONGEST_NAME) return undefined;
    const name = copied(bytes, start, end);
    const known = this.#vocabulary.find(String.fromCharCode(...name));
    if (place < MOST_PLACES) this.#memos[place] = { name, known };
    return known;
  }
}
