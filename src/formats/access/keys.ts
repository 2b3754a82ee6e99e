/** The fields that people add to an access line as `key=value`, by the names they give them. */
import { FIGURES } from '../../record.ts';
import type { Figure } from '../../record.ts';
import { ascii, standsAt } from '../../scan/bytes.ts';
import { meaningNamed } from '../fields/names.ts';
import type { FormatOptions } from '../format.ts';

/** What a key stands for: a figure with the bytes of its unit, RSS in MiB beside it (uWSGI's `%(rssM)`), or one of the facts below. */
export interface Meaning {
  readonly literal: Uint8Array;
  readonly what: 'figure' | 'mebi' | 'pid' | 'core' | 'seq' | 'inflight' | 'status' | 'time';
  /** Place in FIGURES; -1 if it is no figure. */
  readonly figure: number;
  /** Bytes that one of its units stands for. */
  readonly factor: number;
}

const KIB = 1024;
const figure = (name: Figure, factor: number, ...keys: readonly string[]): readonly Meaning[] =>
  keys.map((key) => ({ literal: ascii(key), what: 'figure', figure: FIGURES.indexOf(name), factor }));
const fact = (what: Meaning['what'], ...keys: readonly string[]): readonly Meaning[] =>
  keys.map((key) => ({ literal: ascii(key), what, figure: -1, factor: 1 }));

const MEANINGS: readonly Meaning[] = [
  ...figure('rss', 1, 'rss', 'mem', 'memory', 'rss_bytes', 'mem_rss', 'memory_rss', 'mem_bytes'),
  ...figure('rss', KIB, 'rss_kb', 'rss_kib', 'mem_kb', 'mem_kib'),
  ...figure('rss', KIB * KIB, 'rss_mb', 'rss_mib', 'mem_mb', 'mem_mib'),
  ...figure('vsz', 1, 'vsz', 'vms'),
  ...figure('pss', 1, 'pss'),
  ...figure('uss', 1, 'uss'),
  ...fact('mebi', 'rssM'),
  ...fact('pid', 'pid', 'memhog_pid'),
  ...fact('core', 'core'),
  ...fact('seq', 'seq'),
  ...fact('inflight', 'inflight'),
  ...fact('status', 'status'),
  ...fact('time', 'time', 'ts', 't'),
];

/** The keys of one stream: those that the user named (`--fields rss_kb=rss`), then those that are known. */
export type Keys = readonly Meaning[];

/** The keys with the figures and process ids that the user gave names of. */
export function keysWith({ fields = {} }: FormatOptions): Keys {
  const own = Object.entries(fields).flatMap(([ours, theirs]) => {
    const meant = meaningNamed(ours);
    const place = FIGURES.findIndex((name) => name === meant?.meaning);
    if (meant && place >= 0) return figure(FIGURES[place]!, Math.max(1, meant.scale), theirs.trim());
    return meant?.meaning === 'pid' ? fact('pid', theirs.trim()) : [];
  });
  return own.length === 0 ? MEANINGS : [...own, ...MEANINGS];
}

/** What the key in `bytes[start, end)` stands for; undefined if it says nothing to memhog. */
export function meaningOf(bytes: Uint8Array, start: number, end: number, keys: Keys): Meaning | undefined {
  for (let i = 0; i < keys.length; i++) {
    const { literal } = keys[i]!;
    if (literal.length === end - start && standsAt(bytes, start, end, literal)) return keys[i];
  }
  return undefined;
}
