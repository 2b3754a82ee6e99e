/**
 * uWSGI's `log-format`: `%(uri)`, `%(rss)`, `%(var.NAME)`, `%(metric.NAME)` and log variables of one's own. Names and
 * what they print: uWSGI core/logging.c, `uwsgi_register_logchunks`. An empty value is printed as `-`.
 */
import { namedField } from './meaning.ts';
import { field, literal } from './part.ts';
import type { Part, Says, Shape } from './part.ts';
import { strftimeParts } from './strftime.ts';

const FREE: ReadonlySet<string> = new Set(['user', 'addr', 'host', 'uagent', 'referer']);

const MIB = 1024 * 1024;
const FIELDS: Readonly<Record<string, readonly [Shape, Says, number?]>> = {
  method: ['method', 'method'],
  proto: ['protocol', 'nothing'],
  status: ['number', 'status'],
  time: ['number', 'epoch'],
  epoch: ['number', 'epoch'],
  tmsecs: ['number', 'epoch', 1e-3],
  tmicros: ['number', 'epoch', 1e-6],
  ctime: ['ctime', 'time'],
  ltime: ['clf', 'time'],
  ftime: ['time', 'time'],
  pid: ['number', 'pid'],
  wid: ['number', 'slot'],
  core: ['number', 'core'],
  rss: ['number', 'rss'],
  vsz: ['number', 'vsz'],
  rssM: ['number', 'rssM', MIB],
  vszM: ['number', 'vszM', MIB],
};

const SILENT: ReadonlySet<string> = new Set(
  'rsize hsize size cl micros msecs secs switches vars pktsize modifier1 modifier2 headers werr rerr ioerr'.split(
    ' ',
  ),
);

/** Whether uWSGI itself prints a variable of this name. */
export function isUwsgiName(name: string): boolean {
  return name === 'uri' || FREE.has(name) || name in FIELDS || SILENT.has(name);
}

/** `%(strftime:FORMAT)` is no variable of uWSGI: it says how `%(ftime)` is written where `log-date` is set. */
const STRFTIME = 'strftime:';

function variable(name: string, after: string): Part[] {
  const written = `%(${name})`;
  const known = FIELDS[name];
  if (known) return [field(written, ...known)];
  if (name === 'uri') return [field(written, 'free', 'path', 1, 3)];
  if (FREE.has(name)) return [field(written, 'free')];
  // Metrics are sampled once a second, so they lag behind the request: they are no readings.
  if (SILENT.has(name) || name.startsWith('metric.')) return [field(written, 'number')];
  if (name.startsWith(STRFTIME)) return strftimeParts(name.slice(STRFTIME.length));
  return [namedField(written, name.replace(/^var\./, ''), after)];
}

/** The parts of a `log-format`. */
export function uwsgiParts(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: written, 1: name, index } of text.matchAll(/%\(([^)]*)\)/g)) {
    parts.push(...literal(text.slice(from, index)));
    from = index + written.length;
    parts.push(...variable(name ?? '', text.slice(from)));
  }
  return [...parts, ...literal(text.slice(from))];
}
