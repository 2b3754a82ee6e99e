/** Files of one setting a line: pools of PHP-FPM, TOML, Ruby, directives of nginx and Apache. */
import { valueOf } from './expression.ts';
import { iniLines } from './ini.ts';
import type { Present, PresentSetting } from './present.ts';

/** A pool of PHP-FPM: each section is a pool, and of a key set twice in it the last counts. */
export function readPhpFpm(text: string): Present {
  const lines = iniLines(text);
  return {
    kind: 'php-fpm pool',
    settings: lines.map(({ key, value, section, line }) => ({
      setting: key.replace(/\s+/g, ''),
      value: /^\d{1,15}\s*(?:;.*)?$/.test(value)
        ? Number(/^\d+/.exec(value)?.[0])
        : value.includes('$')
          ? undefined
          : value,
      line,
      place: section,
    })),
    remarks: lines
      .filter(({ key }) => key === 'include')
      .map(({ value, line }) => `line ${line.toString()} takes in ${value.slice(0, 80)}, which is not read`),
  };
}

/** TOML of `key = number` and `key = "text"`; tables are the place. */
export function readToml(text: string): Present {
  return {
    kind: 'toml',
    settings: iniLines(text).map(({ key, value, section, line }) => ({
      setting: key,
      value: valueOf(value.replace(/\s+#.*$/, '')),
      line,
      place: section,
    })),
    remarks: [],
  };
}

const RUBY_ASSIGNMENT = /^([A-Za-z_][\w.]*)\s*=(?!=|~|>)\s*(.+)$/;
const RUBY_USE = /^use\s+(?:::)?([A-Z][\w:]*)\s*,\s*([^]+)$/;
const RUBY_CALL = /^([A-Za-z_][\w.]*)[\s(]+([^=\s].*?)\)?$/;

/** Ruby, read and never executed: `config.ram = …`, `use Middleware, least, most`, `workers 4`. */
export function readRuby(text: string): Present {
  const settings: PresentSetting[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim();
    const [, setting, value] =
      RUBY_ASSIGNMENT.exec(line) ?? RUBY_USE.exec(line) ?? RUBY_CALL.exec(line) ?? [];
    if (setting === undefined || value === undefined || /^(?:if|unless|require|end|do)$/.test(setting))
      continue;
    const isConditional = /\s(?:if|unless)\s/.test(value);
    const first = splitFirst(value);
    settings.push({ setting, value: isConditional ? undefined : valueOf(first), line: index + 1, place: '' });
  }
  return { kind: 'ruby', settings, remarks: [] };
}

/** The first of several arguments. */
function splitFirst(value: string): string {
  const cut = value.indexOf(',');
  return cut < 0 ? value : value.slice(0, cut);
}

/** nginx and Apache: `passenger_max_requests 1000;`, `WSGIDaemonProcess site maximum-requests=1000`. */
export function readDirectives(text: string): Present {
  const settings: PresentSetting[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/^\s*#.*$/, '').trim();
    const [name, first] = line.split(/\s+/, 2);
    if (name === undefined || first === undefined) continue;
    const place = name === 'WSGIDaemonProcess' ? first : '';
    for (const [, key = '', value = ''] of line.matchAll(/(?:^|\s)([a-z][a-z-]*)=("[^"]*"|\S+)/g))
      settings.push({ setting: key, value: plain(value), line: index + 1, place });
    if (!first.includes('='))
      settings.push({ setting: name, value: plain(first), line: index + 1, place: '' });
  }
  return { kind: 'directives', settings, remarks: [] };
}

function plain(text: string): number | string | undefined {
  const bare = text.replace(/;$/, '').replace(/^"(.*)"$/, '$1');
  if (/[$%]\{?/.test(bare)) return undefined;
  return /^\d{1,15}$/.test(bare) ? Number(bare) : bare;
}
