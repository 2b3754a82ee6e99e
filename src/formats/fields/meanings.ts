/** What a named field may mean. */

/**
 * Every meaning; the first are the memory figures, in the order of FIGURES. A `site` is called `host` and is the machine,
 * unless it is the name that a client asked for. `rssM` and `vszM` are uWSGI's, in MiB, right where its `rss` and `vsz` overflow.
 */
export const MEANINGS = [
  'rss',
  'vsz',
  'pss',
  'uss',
  'live',
  'blocks',
  'peak',
  'external',
  'pid',
  'worker',
  'method',
  'path',
  'request',
  'route',
  'controller',
  'action',
  'task',
  'status',
  'time',
  'host',
  'site',
  'seq',
  'inflight',
  'core',
  'rssM',
  'vszM',
] as const;

/** One of them. */
export type Meaning = (typeof MEANINGS)[number];

/** The place of each meaning in MEANINGS. */
export const PLACE: Readonly<Record<Meaning, number>> = {
  ...{ rss: 0, vsz: 1, pss: 2, uss: 3, live: 4, blocks: 5, peak: 6, external: 7, pid: 8, worker: 9 },
  ...{ method: 10, path: 11, request: 12, route: 13, controller: 14, action: 15, task: 16, status: 17 },
  ...{ time: 18, host: 19, site: 20, seq: 21, inflight: 22 },
  ...{ core: 23, rssM: 24, vszM: 25 },
};

/** Meanings whose value is a size in bytes. */
export const SIZES: readonly Meaning[] = ['rss', 'vsz', 'pss', 'uss', 'live', 'peak', 'external'];

/** What a name means. */
export interface Known {
  /** Index into MEANINGS. */
  readonly place: number;
  /** Bytes in one unit of a bare number; 0 when the name does not say. */
  readonly scale: number;
  /** Bare numbers below this (after scaling) are no such size: the unit must be another one. */
  readonly least: number;
  /** Of several names of one meaning in a line the least counts. */
  readonly rank: number;
}
