/**
 * A line shown as an example of what was not understood, with what may be private taken out: anything that looks
 * like a path, a query, an address or a token. The words of the format stay, so the line can be recognised.
 */

const LONGEST_EXAMPLE = 120;
const decoder = new TextDecoder();

/** Words of the formats themselves that have a slash. */
const HARMLESS = /^(?:"?\(?HTTP\/[\d.]+"?|\[?\d\d\/\w{3}\/\d{4}:[\d:]{8}|bytes\/\d+MB\}?|-?\d+\/-?\d+\]?)$/;
const ADDRESS = /(?:\d{1,3}\.){3}\d|::|(?:[\dA-Fa-f]{1,4}:){3}/;

function maskWord(word: string): string {
  if (HARMLESS.test(word)) return word;
  if (word.includes('/')) return '/…';
  if (/[@?=&%]/.test(word) || ADDRESS.test(word) || /^\([^)]+\)$/.test(word)) return '…';
  // Keys and tokens: letters and digits mixed, or joined by underscores.
  if (/[A-Za-z]_[A-Za-z0-9]/.test(word) || (word.length >= 6 && /[A-Za-z]\d|\d[A-Za-z]/.test(word)))
    return '…';
  return word.length > 24 || (word.length >= 12 && /\d/.test(word) && /[A-Za-z]/.test(word)) ? '…' : word;
}

/** The beginning of the line in `bytes[start, end)`, masked unless `raw`. */
export function lineExample(bytes: Uint8Array, start: number, end: number, raw: boolean): string {
  const text = decoder.decode(bytes.subarray(start, Math.min(end, start + 4 * LONGEST_EXAMPLE)));
  const shown = raw ? text : text.split(' ').map(maskWord).join(' ');
  return shown.length > LONGEST_EXAMPLE ? `${shown.slice(0, LONGEST_EXAMPLE - 1)}…` : shown;
}
