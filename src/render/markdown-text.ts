/** Log content within GitHub's Markdown: no markup, no link, no mention, no picture fetched from elsewhere. */
import { clipText, shortenMiddle } from './fit.ts';
import { visibleText } from './safe-text.ts';

/** Longer names are cut in the middle: a comment has a length limit, and so has its reader. */
const LONGEST_NAME = 160;

/**
 * A name as code, where Markdown reads nothing. The two characters that could end the code or the table cell are
 * percent-encoded, as they would be in a URL: escapes for them differ from one Markdown reader to another.
 */
export function markdownCode(name: string): string {
  const text = shortenMiddle(visibleText(name).replaceAll('`', '%60').replaceAll('|', '%7C'), LONGEST_NAME);
  return /^\s*$/.test(text) ? '–' : `\`${text}\``;
}

/** A sentence, with each of `names` that it quotes as code. */
export function markdownText(text: string, names: readonly string[]): string {
  const clipped = clipText(text);
  const [name, at] = firstName(clipped, names);
  if (name === '') return escapeProse(clipped);
  const rest = markdownText(clipped.slice(at + name.length), names);
  return escapeProse(clipped.slice(0, at)) + markdownCode(name) + rest;
}

/** The name that stands first in `text`, the longest of those, with its place. */
function firstName(text: string, names: readonly string[]): readonly [string, number] {
  return names
    .map((name): readonly [string, number] => [name, text.indexOf(name)])
    .filter(([name, at]) => at >= 0 && standsAlone(text, at, at + name.length))
    .reduce<readonly [string, number]>(
      (best, next) =>
        next[1] < best[1] || (next[1] === best[1] && next[0].length > best[0].length) ? next : best,
      ['', Infinity],
    );
}

/** Whether the part from `start` to `end` is words of their own, not a piece of a longer name or number. */
function standsAlone(text: string, start: number, end: number): boolean {
  return (
    end > start &&
    /(?:^|[\s(])$/.test(text.slice(0, start)) &&
    /^(?:$|[\s,;:.)](?:\s|$)|\s)/.test(text.slice(end))
  );
}

/**
 * Prose without markup. GitHub looks for links, mentions and issue numbers after the escapes are gone, so the
 * characters those need are swapped for their full-width twins.
 */
function escapeProse(text: string): string {
  return visibleText(text)
    .replaceAll('@', '＠')
    .replace(/#(?=\w)/g, '＃')
    .replace(/:(?=\/\/)/g, '：')
    .replace(/\bwww\./gi, (start) => start.replace('.', '．'))
    .replace(/[\\`*_{}[\]<>|~&$]|^[#+-]/g, (mark) => `\\${mark}`);
}
