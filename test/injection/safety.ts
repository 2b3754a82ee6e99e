/** What each kind of output must not hold, whatever it was made of. Each throws AssertionError. */
import assert from 'node:assert/strict';

/** Controls, lone surrogates, signs that hide or turn text round. */
const ACTING =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/** Colours and their end, the only sequences that memhog writes besides those of the live screen. */
// eslint-disable-next-line no-control-regex
const COLORS = /\u001b\[[\d;]*m/g;

const around = (text: string, at: number): string =>
  JSON.stringify(text.slice(Math.max(0, at - 40), at + 40));

function refuse(text: string, pattern: RegExp, what: string): void {
  const found = pattern.exec(text);
  if (found) assert.fail(`${what} in ${around(text, found.index)}`);
}

/** Text for a terminal: its lines hold nothing that acts, once colours are taken away. */
export function safeOnTerminal(text: string): void {
  for (const line of text.replace(COLORS, '').split('\n'))
    refuse(line, ACTING, 'something acts on the terminal');
}

/** JSON that may stand in a page too. */
export function safeJson(text: string): void {
  JSON.parse(text);
  refuse(
    text.replaceAll('\n', ''),
    /[<\p{Cc}\p{Cs}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f]/u,
    'JSON with more than text',
  );
}

/** RFC 4180, as a spreadsheet opens it: as many fields in each row, none of them a formula. */
export function safeCsv(text: string): void {
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  const widths = new Set<number>();
  let width = 0;
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const found = field.exec(text);
    assert.ok(found, `not RFC 4180 at ${around(text, at)}`);
    const value = found[1]?.replaceAll('""', '"') ?? found[2] ?? '';
    if (!Number.isFinite(Number(value))) refuse(value, /^[=+\-@\t\r\uff1d]/u, 'a formula');
    refuse(value, ACTING, 'something acts');
    width++;
    if (found[3] === '\r\n') {
      widths.add(width);
      width = 0;
    }
  }
  assert.ok(widths.size <= 1, `rows of ${[...widths].join(', ')} fields`);
}

/** What of a line stands outside code, without what is escaped. Within code a backslash is one. */
function proseOf(line: string): string {
  let prose = '';
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]!;
    if (sign === '\\') at++;
    else if (sign === '`') {
      at = line.indexOf('`', at + 1);
      assert.ok(at > 0, `code without its end: ${line.slice(0, 200)}`);
    } else prose += sign;
  }
  return prose;
}

/** Markdown: outside code nothing is left that it, or GitHub after it, turns into something else. */
export function safeMarkdown(text: string): void {
  for (const line of text.replace(/^```[\s\S]*?^```/gm, '').split('\n')) {
    refuse(line, ACTING, 'something acts');
    // `>` is a quotation at the start of a line only, and there it is memhog's own.
    refuse(proseOf(line), /<|@|\[|:\/\/|www\.|#\w/, 'markup');
  }
}

/** A page: no tag, attribute or link but memhog's own. `plain` is the same page made of harmless text. */
export function safeHtml(text: string, plain: string): void {
  refuse(text.replaceAll('\n', ''), /[\p{Cs}\u202a-\u202e\u2066-\u2069]|(?!\t)\p{Cc}/u, 'something acts');
  const tags = /<([a-z!/][^\s/>]*)((?:\s+[^\s=>"']+(?:="[^"]*")?)*)\s*\/?>/giu;
  const names = (page: string): Set<string> =>
    new Set([...page.matchAll(tags)].map(([, name]) => name!.toLowerCase()));
  const known = names(plain);
  for (const name of names(text)) assert.ok(known.has(name), `a tag of its own: <${name}>`);
  const count = (page: string): number => page.split(/<script\b/i).length;
  assert.equal(count(text), count(plain), 'scripts');
  for (const [tag] of text.matchAll(tags)) {
    assert.doesNotMatch(tag.replaceAll(/="[^"]*"/g, '=""'), /\son\w+\s*=/i, tag.slice(0, 300));
    assert.doesNotMatch(tag, /\s(?:href|src|action)="\s*(?:javascript|data:text)/i, tag.slice(0, 300));
    assert.doesNotMatch(tag, /<(?:img|iframe|object|embed|base)\b/i, tag.slice(0, 300));
  }
  assert.match(text, /Content-Security-Policy/);
}

/** Lines for Prometheus: names and labels in quotes, a number, nothing else. */
export function safeMetrics(text: string): void {
  for (const line of text.trimEnd().split('\n')) {
    refuse(line, ACTING, 'something acts');
    if (!line.startsWith('#') && line !== '')
      assert.match(
        line,
        /^[a-z_]+(?:\{[a-z]+="(?:[^"\\]|\\.)*"(?:,[a-z]+="(?:[^"\\]|\\.)*")*\})? [-+.\deE]+(?:NaN)?$/,
      );
  }
}
