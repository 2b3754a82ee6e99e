/**
 * A line shown as an example of what was not understood, with what may be private taken out: anything that looks
 * like a path, a query, an address or a token, and every text that is the value of a name. Names, numbers, punctuation
 * and the words of the format stay, so the line can be recognised.
 */

const LONGEST_EXAMPLE = 120;
const decoder = new TextDecoder();

/** Words of the formats themselves that have a slash. */
const HARMLESS = /^(?:"?\(?HTTP\/[\d.]+"?|\[?\d\d\/\w{3}\/\d{4}:[\d:]{8}|bytes\/\d+MB\}?|-?\d+\/-?\d+\]?)$/;
const ADDRESS = /(?:\d{1,3}\.){3}\d|::|(?:[\dA-Fa-f]{1,4}:){3}/;

/** A name before its value, `rss=` or `status:`: letters, as no key or token is; not the first part of an address. */
const NAMED = /^([[({"']*(?![\dA-Fa-f]{1,4}:)[A-Za-z][A-Za-z_.#-]{0,30}[=:])([^=].*)$/s;
/** A number, perhaps with its unit, and what may stand after it. */
const FIGURE = /^-?\d{1,11}(?:\.\d{1,9})?(?:%|[A-Za-z]{0,5})[\])},;|]*$/;

function maskWord(word: string): string {
  if (HARMLESS.test(word)) return word;
  const [, name, value] = NAMED.exec(word) ?? [];
  if (name !== undefined && value !== undefined) return `${name}${maskValue(value)}`;
  if (word.includes('/')) return '/…';
  if (/[@?=&%]/.test(word) || ADDRESS.test(word) || /^\([^)]+\)$/.test(word)) return '…';
  // Keys and tokens: letters and digits mixed, or joined by underscores.
  if (/[A-Za-z]_[A-Za-z0-9]/.test(word) || (word.length >= 6 && /[A-Za-z]\d|\d[A-Za-z]/.test(word)))
    return '…';
  return word.length > 24 || (word.length >= 12 && /\d/.test(word) && /[A-Za-z]/.test(word)) ? '…' : word;
}

function maskValue(value: string): string {
  if (FIGURE.test(value)) return value;
  const quote = value.startsWith('"') ? '"' : '';
  return value.includes('/') ? `${quote}/…` : `${quote}…`;
}

/** Words apart by blanks; a quoted text after a name is one word with it. */
const WORD = /([A-Za-z][A-Za-z_.#-]{0,30}=)"(?:[^"\\]|\\.)*"|\S+/g;

const maskWords = (text: string): string =>
  text.replace(WORD, (word, name: string | undefined) =>
    name === undefined ? maskWord(word) : `${name}"…"`,
  );

/** What an object is made of: a text (a name where a colon follows), a number or word of JSON, punctuation, anything else. */
const JSON_PART =
  /("(?:[^"\\]|\\.)*)("?)(\s*:)?|(?<![\w.])(?:-?\d{1,13}(?:\.\d{1,9})?|true|false|null)(?![\w.])|[\s{}[\]:,]+|[^\s{}[\]:,"]+/gs;
const JSON_NAME = /^"[A-Za-z_][\w.#-]{0,40}$/;

function maskJson(text: string): string {
  return text.replace(
    JSON_PART,
    (part, text: string | undefined, end: string | undefined, colon: string | undefined) => {
      if (text === undefined)
        return /^[^-\w]+$|^(?:-?\d{1,13}(?:\.\d{1,9})?|true|false|null)$/.test(part) ? part : '…';
      const isName = colon !== undefined && JSON_NAME.test(text) && !/\d{3}/.test(text);
      return `${isName ? text : text.includes('/') ? '"/…' : '"…'}${end ?? ''}${colon ?? ''}`;
    },
  );
}

/** The beginning of the line in `bytes[start, end)`, masked unless `raw`. */
export function lineExample(bytes: Uint8Array, start: number, end: number, raw: boolean): string {
  const text = decoder.decode(bytes.subarray(start, Math.min(end, start + 4 * LONGEST_EXAMPLE)));
  const shown = raw ? text : masked(text);
  return shown.length > LONGEST_EXAMPLE ? `${shown.slice(0, LONGEST_EXAMPLE - 1)}…` : shown;
}

/** Some loggers write words before an object. */
function masked(text: string): string {
  const object = text.search(/\{\s*"/);
  return object < 0 ? maskWords(text) : maskWords(text.slice(0, object)) + maskJson(text.slice(object));
}
