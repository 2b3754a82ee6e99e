/** Sentences that name things of the log: each renderer makes the names safe and sets them as code in its own way. */

/** A name within a sentence. */
export interface Named {
  readonly code: string;
}

/** A sentence in pieces: words of memhog's own, and names from the log. */
export type Said = readonly (string | Named)[];

/** A name within a sentence. */
export const named = (code: string): Named => ({ code });

/** The sentence, names as `name` sets them and words as `words` does. */
export function saidWith(
  said: Said,
  name: (code: string) => string,
  words: (text: string) => string,
): string {
  return said.map((piece) => (typeof piece === 'string' ? words(piece) : name(piece.code))).join('');
}

/** Sentences one after the other, with `; ` between. */
export function joinSaid(sentences: readonly Said[], between = '; '): Said {
  return sentences.flatMap((said, i) => (i === 0 ? said : [between, ...said]));
}
