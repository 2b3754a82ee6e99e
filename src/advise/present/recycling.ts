/** What a configuration sets now, as settings to reckon with. */
import { isBefore } from '../../setup/target.ts';
import type { Version } from '../../setup/target.ts';
import type { AdvisedServer, KnownSetting, Role } from '../servers/server.ts';
import type { WhatIf } from '../what-if.ts';
import type { Present, PresentSetting } from './present.ts';

/** The settings that restart workers, as the file has them; undefined where one of them cannot be told from the text. */
export function whatIfOfPresent(
  present: Present,
  server: AdvisedServer,
  version: Version | undefined,
): WhatIf | undefined {
  const valueOf = (role: Role): number | null => {
    const known = server.known.find((one) => one.role === role);
    return known ? lastOf(present, known, version) : 0;
  };
  const [requests, amount, memory] = [valueOf('requests'), valueOf('spread'), valueOf('memory')];
  if (requests === null || amount === null || memory === null) return undefined;
  const leastLife = present.settings.findLast(({ setting }) => LEAST_LIFE.has(setting))?.value;
  if (valueOf('memory-of-all') === null || valueOf('time') === null) return undefined;
  const spread = requests > 0 && amount > 0 ? (server.abilities(version).spread ?? 'none') : 'none';
  return {
    settings: {
      requests: requests > 0 ? requests : null,
      spread,
      amount: spread === 'none' ? 0 : amount,
      memory: memory > 0 ? memory : null,
      ...server.watched?.((name) => {
        const known = server.known.find((one) => one.name === name);
        const value = known ? lastOf(present, { ...known, unit: 1 }, version) : null;
        // 0 switches it off, as if it were not there.
        return value === null || value === 0 ? undefined : value;
      }, version),
      ...(server.name === 'uwsgi' && typeof leastLife === 'number' ? { leastLife } : {}),
    },
    workers: undefined,
  };
}

/** How uWSGI names the seconds that a worker lives at least. */
const LEAST_LIFE = new Set(['min-worker-lifetime', '--min-worker-lifetime']);

/** The value that counts, in plain units; 0 where it is off, not there or without effect, null where it cannot be told. */
function lastOf(
  { settings }: Present,
  { written, since, unit }: KnownSetting,
  version: Version | undefined,
): number | null {
  if (since && isBefore(version, since)) return 0;
  const found = settings.findLast(({ setting }) => written.includes(setting));
  if (!found) return 0;
  return typeof found.value === 'number' ? found.value * unit : null;
}

/** What the number of workers is called: uWSGI; Gunicorn and others; PHP-FPM; Celery; Passenger. */
const WORKERS = new Set([
  ...['processes', 'workers', 'pm.max-children', 'concurrency', 'worker-concurrency'],
  ...['celery-worker-concurrency', 'celeryd-concurrency', 'passenger-max-pool-size'],
]);

/** The setting that says how many workers there are, the last if there are several; undefined where there is none. */
export function workersSetting({ settings }: Present): PresentSetting | undefined {
  return settings.findLast(({ setting }) =>
    WORKERS.has(setting.replace(/^--/, '').toLowerCase().replaceAll('_', '-')),
  );
}

/** How many workers a configuration starts; undefined where it does not say, or the text does not tell. */
export function workersOfPresent(present: Present): number | undefined {
  const count = workersSetting(present)?.value;
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : undefined;
}
