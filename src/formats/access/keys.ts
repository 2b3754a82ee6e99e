/** The fields that people add to an access line as `key=value`, by the names they give them. */
import { FIGURES } from '../../record.ts';
import type { Figure } from '../../record.ts';
import { ascii, standsAt } from '../../scan/bytes.ts';

/** What a key stands for: a figure with the bytes of its unit, or one of the facts below. */
export interface Meaning {
  readonly literal: Uint8Array;
  readonly what: 'figure' | 'pid' | 'seq' | 'inflight' | 'status' | 'time';
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
  ...fact('pid', 'pid', 'memhog_pid'),
  ...fact('seq', 'seq'),
  ...fact('inflight', 'inflight'),
  ...fact('status', 'status'),
  ...fact('time', 'time', 'ts', 't'),
];

/** What the key in `bytes[start, end)` stands for; undefined if it says nothing to memhog. */
export function meaningOf(bytes: Uint8Array, start: number, end: number): Meaning | undefined {
  for (let i = 0; i < MEANINGS.length; i++) {
    const { literal } = MEANINGS[i]!;
    if (literal.length === end - start && standsAt(bytes, start, end, literal)) return MEANINGS[i];
  }
  return undefined;
}
