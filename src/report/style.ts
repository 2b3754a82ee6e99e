/** The style sheets of the pages, from the files in style/. */
import { readFileSync } from 'node:fs';

/** The sheets of these names as one text, without comments and indentation. */
export function styleOf(names: readonly string[]): string {
  return names
    .map((name) => compact(readFileSync(new URL(`./style/${name}.css`, import.meta.url), 'utf8')))
    .join('');
}

/** Good for sheets of our own, which hold no strings with such characters in them. */
function compact(sheet: string): string {
  return sheet
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}
