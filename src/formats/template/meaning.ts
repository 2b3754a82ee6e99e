/**
 * What a name that people give says: a variable of the environment, a response header, a log variable, an atom of one's own.
 */
import type { Field, Says } from './part.ts';
import { field } from './part.ts';

const KIB = 1024;
const MIB = 1024 * 1024;

/** Units at the end of a name (`rss_kb`) or after a field (`%(rss)s kB`). Memory is counted in powers of 1024, as /proc does. */
const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  bytes: 1,
  k: KIB,
  kb: KIB,
  kib: KIB,
  m: MIB,
  mb: MIB,
  mib: MIB,
  gb: 1024 * MIB,
  gib: 1024 * MIB,
};

const FIGURES: Readonly<Record<string, Says>> = {
  rss: 'rss',
  mem: 'rss',
  memory: 'rss',
  vsz: 'vsz',
  vms: 'vsz',
  pss: 'pss',
  uss: 'uss',
  live: 'live',
  heap: 'live',
  blocks: 'blocks',
  peak: 'peak',
};

const NAMES: Readonly<Record<string, Says>> = {
  pid: 'pid',
  wid: 'slot',
  seq: 'seq',
  inflight: 'inflight',
  route: 'route',
  endpoint: 'route',
  task: 'route',
  status: 'status',
  method: 'method',
  request_method: 'method',
};

const PATHS: Readonly<Record<string, number>> = {
  request_uri: 3,
  raw_uri: 3,
  uri: 3,
  url: 3,
  path: 2,
  raw_path: 3,
  path_info: 2,
  script_name: 1,
};

/** `memhog.rss` and `X-Memory-KB` as words. */
function words(name: string): readonly string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Bytes in the unit that `text` begins with, as in ` kB`; undefined if it begins with none. */
export function leadingUnit(text: string): number | undefined {
  const match = /^ ?([kmg]?i?b|bytes)\b/i.exec(text);
  return match?.[1] === undefined ? undefined : UNITS[match[1].toLowerCase()];
}

/**
 * The field that a name chosen by people stands for; `after` is the fixed text behind it, which may hold the unit. One
 * that only a client can have written (a request header) is free text, whatever its name promises. A name not known
 * is free text too.
 */
export function namedField(written: string, name: string, after: string): Field {
  const all = words(name);
  const own = words(name.slice(name.lastIndexOf('.') + 1)).join('_');
  if (all[0] === 'http') return field(written, 'free');
  const rank = PATHS[own];
  if (rank !== undefined) return field(written, 'free', 'path', 1, rank);
  const says = NAMES[own];
  if (says === 'route') return field(written, 'free', says);
  if (says === 'method') return field(written, 'method', says);
  if (says) return field(written, 'number', says);
  const figure = all.map((word) => FIGURES[word]).findLast((known) => known !== undefined);
  if (!figure) return field(written, 'free');
  if (figure === 'blocks') return field(written, 'number', figure);
  return field(written, 'decimal', figure, UNITS[all.at(-1) ?? ''] ?? leadingUnit(after) ?? 1);
}
