/**
 * The request line as one regular expression, written from the format string of uWSGI's `uwsgi_logit_simple`:
 * slow, plain, and right for every line whose text no client forged.
 */
const MEMORY = ['address space', 'rss', 'uss', 'pss']
  .map((name) => String.raw`(?:\{${name} usage: (\d+) bytes/\d+MB\} )?`)
  .join('');
const HEAD = String.raw`${MEMORY}\[pid: (\d+)\|app: (-?\d+)\|req: (-?\d+)/(\d+)\] `;
const MIDDLE = String.raw`.* \(.*\) \{\d+ vars in \d+ bytes\} \[\w{3} (\w{3}) ([ \d]\d) (\d\d:\d\d:\d\d) (\d{4})\] (\S*) (.*)`;
const TAIL = String.raw` => generated \d+ bytes in \d+ (?:msecs|micros)(?: via \w+\(\))? \((\S*) (\d+)\) \d+ headers in \d+ bytes \(\d+ switches on core (\d+)\)`;
const LINE = new RegExp(`^(?:\\S+ )?${HEAD}${MIDDLE}${TAIL}$`);

/** What the expression reads in a valid line; throws if it is none. */
export function reference(text: string) {
  const match = LINE.exec(text);
  if (!match) throw new Error(`no request line: ${text}`);
  const [vsz, rss, uss, pss, pid, app, own, all, month, day, clock, year, method, target, , status, core] =
    match.slice(1);
  // RSS 0 is no reading, and what stands beside it none either.
  const read = Number(rss ?? 0) > 0 ? { rss, vsz, pss, uss } : { rss: '0' };
  const figures = Object.entries(read).map(([name, digits]) => [name, Number(digits ?? 0)] as const);
  return {
    pid: Number(pid),
    app: Math.max(Number(app), -1),
    own: Number(own),
    all: Number(all),
    time: Date.parse(`${day} ${month} ${year} ${clock} UTC`) / 1000,
    method: method!,
    target: target!,
    status: Number(status),
    core: Number(core),
    figures: Object.fromEntries(figures.filter(([, value]) => value !== 0)),
  };
}
