/**
 * The log format in a uWSGI ini file. Read as uWSGI does (core/ini.c, tried on 2.0.21): `key = value` cut at the first
 * `=`, blanks around both dropped, quotes kept, no line continuation, comments only at the start of a line, `%%` for
 * `%`, `%(key)` replaced where the file itself sets `key`; of a key set twice the last counts. Files it includes are
 * not read.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';

/** The keys and values of section `[uwsgi]`, in order. */
function settings(text: string): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  let section = '';
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const cut = line.indexOf('=');
    if (line.startsWith('[')) section = line.slice(1, -1);
    else if (line === '' || line.startsWith(';') || line.startsWith('#') || section !== 'uwsgi') continue;
    else if (cut >= 0) found.push([line.slice(0, cut).trimEnd(), line.slice(cut + 1).trimStart()]);
  }
  return found;
}

/** `set`, `set-placeholder` and `set-ph` make a key of their value. */
function withPlaceholders(all: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const [key, value] of all) {
    const cut = value.indexOf('=');
    if (/^set(?:-placeholder|-ph)?$/.test(key) && cut > 0)
      keys.set(value.slice(0, cut), value.slice(cut + 1));
    else if (!keys.has(key)) keys.set(key, value);
  }
  return keys;
}

function expanded(value: string, keys: ReadonlyMap<string, string>): string {
  return value
    .replace(/%\(([^)]*)\)/g, (written, key: string) => keys.get(key) ?? written)
    .replaceAll('%%', '%');
}

/** A line on its way through encoders. */
interface Encoded {
  readonly format: string;
  /** It still has the line end that uWSGI gave it. */
  readonly isEnded: boolean;
}

/** What an encoder makes of a line; undefined for one that makes it unreadable. */
function encoded(encoder: string, { format, isEnded }: Encoded): Encoded | undefined {
  const cut = encoder.search(/\s/);
  const name = (cut < 0 ? encoder : encoder.slice(0, cut)).split(':')[0];
  const text = cut < 0 ? '' : encoder.slice(cut + 1);
  if (name === 'nl') return { format, isEnded: true };
  if (name === 'prefix') return { format: text + format, isEnded };
  if (name === 'suffix') return { format: format + text, isEnded: false };
  if (name !== 'format' && name !== 'json') return undefined;
  const message = name === 'json' ? JSON.stringify(format).slice(1, -1) : format;
  const end = name === 'json' && isEnded ? '\\n' : '';
  return {
    format: text
      .replace(/\$\{(unix|micros|millis)\}/g, (_, unit: string) => TIMES[unit] ?? '')
      .replace(/\$\{strftime:([^}]*)\}/g, '%(strftime:$1)')
      .replace(/\$\{msgnl\}/g, () => message + end)
      .replace(/\$\{msg\}/g, () => message),
    isEnded: false,
  };
}

/** What a chain of encoders makes of a line: each takes what the one before made (core/logging.c, `log_encode`). */
function chained(encoders: readonly string[], format: string): string | undefined {
  let line: Encoded | undefined = { format, isEnded: true };
  for (const encoder of encoders) line = line && encoded(encoder, line);
  return line?.format;
}

const TIMES: Readonly<Record<string, string>> = {
  unix: '%(epoch)',
  micros: '%(tmicros)',
  millis: '%(tmsecs)',
};

/**
 * The format strings of the lines that uWSGI writes with the ini file `text`, called `name` in messages: as they are, and
 * as an encoder wraps them. Throws UsageError when it sets no log format.
 */
export function uwsgiLogFormatsOf(text: string, name: string): readonly string[] {
  const other = otherThanIni(text, name);
  if (other !== '')
    throw new UsageError(
      `${name} is ${other}, and --uwsgi-ini reads ini files only: give the value of its log-format with --log-format '…' (and as an encoder wraps it, if there is one)`,
    );
  const all = settings(text);
  const keys = withPlaceholders(all);
  const last = (...names: readonly string[]): string | undefined => {
    const value = all.findLast(([key]) => names.includes(key))?.[1];
    return value === undefined ? undefined : expanded(value, keys);
  };
  const given = last('log-format', 'logformat');
  if (given === undefined)
    throw new UsageError(
      `${name} sets no log-format in its section [uwsgi]: then uWSGI writes its default line, which needs no --uwsgi-ini`,
    );
  const date = last('log-date', 'logdate', 'log-prefix');
  const hasDate =
    date !== undefined && date !== 'true' && last('logformat-strftime', 'log-format-strftime') !== undefined;
  const format = hasDate ? given.replaceAll('%(ftime)', `%(strftime:${date})`) : given;
  // Requests pass by the encoders of their own only where they have a logger of their own (`req-logger`).
  const wrapped = ['log-req-encoder', 'log-encoder'].map((key) => {
    const encoders = all.filter(([name]) => name === key).map(([, value]) => expanded(value, keys));
    return chained(encoders, format);
  });
  return [...new Set([format, ...wrapped.filter((one) => one !== undefined)])];
}

/** In what other language the configuration is written, told by the name and the text; empty for ini. */
function otherThanIni(text: string, name: string): string {
  if (/\.xml$/i.test(name) || /^\s*</.test(text)) return 'XML';
  if (/\.json$/i.test(name) || /^\s*\{/.test(text)) return 'JSON';
  return /\.ya?ml$/i.test(name) || /^uwsgi:\s*$/m.test(text) ? 'YAML' : '';
}

/** A configuration is a page or two. */
const LARGEST = 1024 * 1024;

/**
 * The format strings of the ini file `path`, seen from the folder `cwd`; see `uwsgiLogFormatsOf`. Throws UsageError also
 * when the file cannot be read.
 */
export function readUwsgiIni(path: string, cwd: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new UsageError(
      `cannot read the uWSGI configuration ${path}: ${isMissing ? 'there is no such file; check the name' : 'is it a file, and may you read it?'}`,
    );
  }
  if (text.length > LARGEST)
    throw new UsageError(`${path} is larger than 1 MiB: is it a uWSGI configuration?`);
  return uwsgiLogFormatsOf(text, path);
}
