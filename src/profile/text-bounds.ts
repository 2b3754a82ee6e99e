/**
 * How large the text of a profile may be. Profiles come from strangers too, and to parse a JSON text takes many times its
 * own size when it is made for that. The largest profile that memhog makes (100,000 lives) has 110 to 220 MB of text,
 * 3.5 million lists and objects, and 9 to 30 million commas.
 */
import { ProfileError } from '../errors.ts';

/** Characters of one profile (256 MiB). */
export const MOST_TEXT = 2 ** 28;
/** Lists and objects in it: an empty one takes up to 64 bytes in memory. */
export const MOST_NODES_OF_TEXT = 2 ** 23;
/** Commas, hence values: one takes 8 bytes. */
const MOST_COMMAS = 2 ** 26;

const LIST = 0x5b;
const OBJECT = 0x7b;
const COMMA = 0x2c;
/** A text below this length is within all bounds. */
const SURELY_FINE = MOST_NODES_OF_TEXT;

/** Throws ProfileError when the text is larger than that of any profile; then nothing of it was parsed. */
export function refuseHuge(text: string): void {
  if (text.length < SURELY_FINE) return;
  let nodes = 0;
  let commas = 0;
  for (let i = 0; i < text.length && text.length <= MOST_TEXT; i++) {
    const code = text.charCodeAt(i);
    if (code === LIST || code === OBJECT) nodes++;
    else if (code === COMMA) commas++;
  }
  if (text.length > MOST_TEXT || nodes > MOST_NODES_OF_TEXT || commas > MOST_COMMAS)
    throw new ProfileError(
      'the profile is larger than any that memhog makes; make it again from the log with `memhog profile`',
    );
}
