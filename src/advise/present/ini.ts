/** Lines of `key = value` in sections: the ini of uWSGI, a pool of PHP-FPM, simple TOML. Each is cut at its first `=`. */

/** One line of it. */
export interface IniLine {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

/** Cuts `text`; comments are lines that begin with `;` or `#`. */
export function iniLines(text: string): readonly IniLine[] {
  const found: IniLine[] = [];
  let section = '';
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const cut = line.indexOf('=');
    if (line.startsWith('[')) section = line.replace(/^\[+/, '').replace(/\].*$/, '');
    else if (line !== '' && !line.startsWith(';') && !line.startsWith('#') && cut > 0)
      found.push({
        section,
        key: line.slice(0, cut).trimEnd(),
        value: line.slice(cut + 1).trimStart(),
        line: index + 1,
      });
  }
  return found;
}
