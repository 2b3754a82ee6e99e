/** Which kind of configuration a file is, and what it sets. The text is read and never executed. */
import { UsageError } from '../../errors.ts';
import { readCommandLines } from './command-line.ts';
import { readDirectives, readPhpFpm, readRuby, readToml } from './flat.ts';
import type { Present } from './present.ts';
import { readPython } from './python.ts';
import { readUwsgi } from './uwsgi-ini.ts';

/** The most characters read: a configuration is a page or two. */
export const LARGEST_CONFIGURATION = 1024 * 1024;

/** Characters of one line. */
const LONGEST_LINE = 8192;

const NAMES =
  'a uwsgi.ini, gunicorn.conf.py, celeryconfig.py, pool of PHP-FPM, puma.rb, systemd unit or Procfile';

type Reader = (text: string) => Present;

const BY_CONTENT: readonly (readonly [RegExp, Reader])[] = [
  [/^[ \t]*\[uwsgi\]/m, readUwsgi],
  [/^[ \t]*pm(?:\.\w+)?[ \t]*=/m, readPhpFpm],
  [/^[ \t]*(?:WSGI[A-Z]\w+|[Pp]assenger\w+)\s/m, readDirectives],
];

const BY_NAME: readonly (readonly [RegExp, Reader])[] = [
  [/\.py$/i, readPython],
  [/\.(?:rb|ru)$/i, readRuby],
  [/\.toml$/i, readToml],
  [/(?:\.(?:service|sh|ya?ml|conf)|procfile[^/]*|dockerfile[^/]*)$/i, readCommandLines],
];

function readerOf(name: string, text: string): Reader | undefined {
  const byName = BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
  const byContent = BY_CONTENT.find(([pattern]) => pattern.test(text))?.[1];
  if (byName && byName !== readCommandLines) return byName;
  return (
    byContent ??
    byName ??
    (/\s--[a-z][a-z-]+/.test(text) && text.length < 64 * 1024 ? readCommandLines : undefined)
  );
}

/** XML, YAML and JSON of uWSGI say the same as an ini, in ways not read here. */
function refuseOtherUwsgi(name: string, text: string): void {
  const kind = /\.(xml|ya?ml|json)$/i.exec(name)?.[1]?.toUpperCase();
  if (kind !== undefined && /<uwsgi\b|^[ \t{]*["']?uwsgi["']?[ \t]*:/m.test(text))
    throw new UsageError(`${name}: a uWSGI configuration in ${kind} is not read; name the same as an ini`);
}

/** No setting stands on a line of many thousand characters: such lines are left empty, so that reading one stays cheap. */
function withoutLongLines(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.length > LONGEST_LINE ? '' : line))
    .join('\n');
}

/** Reads the configuration `text` of the file called `name`. Throws UsageError, in one line, for a file that is none known, or too large. */
export function readPresent(name: string, text: string): Present {
  const shown = name.replace(/[^\x20-\x7e]/g, '?');
  if (text.length > LARGEST_CONFIGURATION)
    throw new UsageError(`${shown} is larger than 1 MiB: is it a configuration?`);
  if (text.includes('\0')) throw new UsageError(`${shown} is no text: --check reads ${NAMES}`);
  refuseOtherUwsgi(shown, text);
  const reader = readerOf(name, text);
  if (!reader) throw new UsageError(`${shown} is no configuration that --check knows: it reads ${NAMES}`);
  const present = reader(reader === readPython ? text : withoutLongLines(text));
  if (present.settings.length === 0)
    throw new UsageError(`${shown} sets nothing that can be read: --check reads ${NAMES}`);
  return present;
}
