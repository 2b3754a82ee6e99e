/** Planned restarts, as the lives of workers show them: after how many requests a worker is replaced by a new one. */
import { endOf } from './history.ts';
import type { LifeHistory } from './history.ts';

/** The lives of one server, in order of their starts where the log has times. */
export interface HostLives {
  readonly host: string;
  readonly lives: readonly LifeHistory[];
  /** Seconds: when the last of them began, and when the first of them fell silent; NaN where the log has no times. */
  readonly latestStart: number;
  readonly firstSilence: number;
}

/** Seconds at which the life was first and last heard of; NaN where the log has no times. */
export const startOf = ({ series }: LifeHistory): number => series.from[0]!;
export const lastOf = ({ series }: LifeHistory): number => series.to[series.rows - 1]!;

/** Whether two lives belong to one server. */
export function sameHost(a: LifeHistory, b: LifeHistory): boolean {
  return a.host === b.host && a.worker.source === b.worker.source;
}

/** The lives by server. */
export function byHost(lives: readonly LifeHistory[]): readonly HostLives[] {
  const hosts = new Map<string, LifeHistory[]>();
  for (const life of lives) {
    const key = `${life.worker.source}\n${life.host}`;
    const found = hosts.get(key);
    if (found) found.push(life);
    else hosts.set(key, [life]);
  }
  return [...hosts.values()].map((own) => {
    const sorted = own.toSorted((a, b) => startOf(a) - startOf(b));
    const silence = sorted.reduce((first, life) => Math.min(first, lastOf(life)), Infinity);
    return {
      host: own[0]!.host,
      lives: sorted,
      latestStart: startOf(sorted.at(-1)!),
      firstSilence: silence,
    };
  });
}

/** Whether the life is over: another of its worker follows, the server said so, or it fell silent before another began. */
export function isOver(life: LifeHistory, { latestStart }: HostLives): boolean {
  return life.worker.lives.at(-1) !== life.life || endOf(life) !== '' || lastOf(life) < latestStart;
}

/** Whether the log itself says of a life that it began in it. */
export function isSaidToBegin({ worker, life }: LifeHistory): boolean {
  return worker.lives[0] !== life || life.started !== '' || worker.before.started !== '';
}

/** Whether the life is known to have begun within the log: the log says so, or something of its host ended before it. */
function beganWithin(life: LifeHistory, { firstSilence }: HostLives): boolean {
  return isSaidToBegin(life) || firstSilence < startOf(life);
}

/**
 * Requests that the life served from its beginning, those too that its counter shows and the log does not. Undefined where
 * it may have begun before the log: uWSGI's counter runs on from one life to the next, so it does not tell.
 */
export function servedBy(history: LifeHistory, host: HostLives): number | undefined {
  const { first, requests, unlogged } = history.life;
  return first.workerRequests === 1 || beganWithin(history, host) ? requests + unlogged : undefined;
}

/** The same of several; those of which it is not known are left out. */
export function servedByEach(lives: readonly LifeHistory[], host: HostLives): readonly number[] {
  return lives.map((life) => servedBy(life, host)).filter((one) => one !== undefined);
}

/** Ends that nobody planned: the worker was too large, or hung. */
const UNPLANNED: readonly string[] = ['killed', 'harakiri', 'memory-limit'];

/** Whether the life ended so. */
export function endedUnplanned(life: LifeHistory): boolean {
  return UNPLANNED.includes(endOf(life));
}

/** Counters run on while the last requests are finished: so far apart, numbers of requests are still one number. */
const ONE_NUMBER = 2;

/** Whether two numbers of requests are one, as those of a planned restart are without jitter. */
export function isSameNumber(a: number, b: number): boolean {
  return Math.abs(a - b) <= ONE_NUMBER;
}

/** The number of requests that more than half of these lives ended at, two at least; undefined where there is none. */
export function sharedNumber(served: readonly number[]): number | undefined {
  const sorted = served.toSorted((a, b) => a - b);
  // What more than half of them share stands in the middle.
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) return undefined;
  const alike = sorted.filter((one) => isSameNumber(one, middle)).length;
  return alike >= 2 && 2 * alike > sorted.length ? middle : undefined;
}

/** With jitter, planned lives are no shorter than this part of the longest. */
const JITTER = 0.7;

/**
 * After how many requests the workers of a server are replaced as planned, at most; undefined where no plan shows. A plan
 * is one number that most lives ended at, or, with jitter, numbers alike in more lives than one restart of all would end.
 */
export function plannedRequests(host: HostLives): number | undefined {
  const over = host.lives.filter((life) => isOver(life, host));
  const served = servedByEach(
    over.filter((life) => !endedUnplanned(life)),
    host,
  );
  const shared = sharedNumber(served);
  if (shared !== undefined) return shared;
  const longest = served.reduce((most, one) => Math.max(most, one), 0);
  const alike = served.filter((one) => one >= JITTER * longest).length;
  const running = host.lives.length - over.length;
  return alike > Math.max(2, running) && 4 * alike > 3 * served.length ? longest : undefined;
}
