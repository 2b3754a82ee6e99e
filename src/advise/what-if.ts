/** Settings as a user types them: `max_requests=1000,jitter=50`, in the words of any server. */
import { UsageError } from '../errors.ts';
import type { Recycling } from './settings.ts';

/** Settings to try, and the number of workers where it is given. */
export interface WhatIf {
  readonly settings: Recycling;
  readonly workers: number | undefined;
}

type Meaning = 'requests' | 'jitter' | 'delta' | 'memory' | 'workers' | 'least-life';

interface Word {
  readonly meaning: Meaning;
  /** Bytes of a number without a unit; undefined where it needs one. */
  readonly unit?: number;
}

const KIB = 1024;
const MIB = 1024 ** 2;
const word = (meaning: Meaning, unit?: number): Word =>
  unit === undefined ? { meaning } : { meaning, unit };

/** Names in lower case with `-` for `_`. */
const WORDS: ReadonlyMap<string, Word> = new Map([
  ...['requests', 'max-requests', 'limit-max-requests', 'maximum-requests', 'passenger-max-requests'].map(
    (name) => [name, word('requests')] as const,
  ),
  ...['pm.max-requests', 'maxconnectionsperchild', 'max-tasks-per-child', 'worker-max-tasks-per-child'].map(
    (name) => [name, word('requests')] as const,
  ),
  ...['jitter', 'max-requests-jitter', 'limit-max-requests-jitter'].map(
    (name) => [name, word('jitter')] as const,
  ),
  ...['delta', 'max-requests-delta'].map((name) => [name, word('delta')] as const),
  ['memory', word('memory')],
  ['reload-on-rss', word('memory', MIB)],
  ['evil-reload-on-rss', word('memory', MIB)],
  ['ram', word('memory', MIB)],
  ['workers-max-rss', word('memory', MIB)],
  ['max-memory-per-child', word('memory', KIB)],
  ['worker-max-memory-per-child', word('memory', KIB)],
  ['passenger-memory-limit', word('memory', MIB)],
  ['min-worker-lifetime', word('least-life')],
  ...['workers', 'processes', 'concurrency', 'pm.max-children'].map(
    (name) => [name, word('workers')] as const,
  ),
]);

const UNITS: Readonly<Record<string, number>> = { K: KIB, M: MIB, G: 1024 ** 3, T: 1024 ** 4 };
const EXAMPLE = "such as 'max_requests=1000,jitter=50' or 'memory=200M'";

/** Reads them. Throws UsageError, in one line, for what is not a setting or makes no sense. */
export function parseWhatIf(text: string): WhatIf {
  const given = new Map<Meaning, number>();
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const [name = '', value, ...rest] = part.split('=').map((one) => one.trim());
    const found = WORDS.get(name.replace(/^--/, '').toLowerCase().replaceAll('_', '-'));
    if (!found) throw new UsageError(`'${name}' is no setting that restarts workers: give some ${EXAMPLE}`);
    if (value === undefined || rest.length > 0)
      throw new UsageError(`'${part}' does not have the form name=value: give settings ${EXAMPLE}`);
    if (given.has(found.meaning))
      throw new UsageError(`'${name}' says a second time what stands before it: give each setting once`);
    given.set(
      found.meaning,
      found.meaning === 'memory' ? bytesOf(name, value, found.unit) : countOf(name, value),
    );
  }
  if (given.size === 0) throw new UsageError(`no setting was given to try: give some ${EXAMPLE}`);
  return whatIfOf(given);
}

function whatIfOf(given: ReadonlyMap<Meaning, number>): WhatIf {
  const [jitter, delta] = [given.get('jitter'), given.get('delta')];
  if (jitter !== undefined && delta !== undefined)
    throw new UsageError(
      'a jitter (drawn anew each time) and a delta (fixed for each worker) exclude each other: give one',
    );
  const requests = orNever(given.get('requests'));
  const amount = jitter ?? delta ?? 0;
  if (amount > 0 && requests === null)
    throw new UsageError(
      'a jitter or delta does nothing without a number of requests: give max_requests too',
    );
  const workers = given.get('workers');
  if (workers === 0) throw new UsageError('without workers nothing is served: give at least one');
  const spread = amount === 0 ? 'none' : jitter === undefined ? 'slots' : 'uniform';
  const leastLife = given.get('least-life');
  return {
    settings: {
      requests,
      spread,
      amount,
      memory: orNever(given.get('memory')),
      ...(leastLife === undefined ? {} : { leastLife }),
    },
    workers,
  };
}

/** Every server takes 0 for never. */
function orNever(value: number | undefined): number | null {
  return value === undefined || value === 0 ? null : value;
}

function countOf(name: string, value: string): number {
  const count = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
  if (Number.isNaN(count)) throw new UsageError(`'${name}' takes a whole number, not '${value}'`);
  return count;
}

function bytesOf(name: string, value: string, unit: number | undefined): number {
  const [, digits, letter = ''] = /^(\d{1,12}(?:\.\d{1,6})?)\s*([KMGT]?)(?:i?B)?$/i.exec(value) ?? [];
  const size = letter === '' ? unit : UNITS[letter.toUpperCase()];
  if (digits === undefined || (size === undefined && Number(digits) !== 0))
    throw new UsageError(`'${name}' takes a size with its unit, such as 200M, not '${value}'`);
  return Math.round(Number(digits) * (size ?? 0));
}
