/**
 * Starts of lives within the log, and deploys: all workers of a host starting anew within a minute, and not because each had served its number of requests, as
 * even load makes planned recyclings coincide.
 */
import type { LifeHistory } from './history.ts';
import {
  byHost,
  endedUnplanned,
  isOver,
  isSaidToBegin,
  isSameNumber,
  lastOf,
  sameHost,
  servedBy,
  servedByEach,
  sharedNumber,
  startOf,
} from './recycling.ts';
import type { HostLives } from './recycling.ts';

/** All workers of a host that start anew at once, out of turn. */
export interface Deploy {
  /** Seconds: the first request after it. */
  readonly at: number;
  /** The host, or the name of the source where lines name none. */
  readonly host: string;
  readonly workers: number;
}

/** Seconds within which all workers must start. */
const AT_ONCE = 60;

/** From the first that starts anew to the last old one that falls silent: at most this part of the life of those replaced. */
const PART_OF_LIFE = 0.05;

/** A deploy needs company: a single worker that starts anew may have been recycled. */
const LEAST_WORKERS = 2;

/** Whether the life is known to have begun within the log: something of its host ended before it, or the server said so. */
export function isNewStart(life: LifeHistory, all: readonly LifeHistory[]): boolean {
  return isSaidToBegin(life) || all.some((other) => sameHost(other, life) && lastOf(other) < startOf(life));
}

/** The deploys of the lives that have times, in order of time. */
export function deploysOf(lives: readonly LifeHistory[]): Deploy[] {
  const timed = lives.filter((life) => !Number.isNaN(startOf(life)) && !Number.isNaN(lastOf(life)));
  return byHost(timed)
    .flatMap(deploysOfHost)
    .sort((a, b) => a.at - b.at);
}

function deploysOfHost(host: HostLives): Deploy[] {
  const { lives } = host;
  const deploys: Deploy[] = [];
  const usual = sharedNumber(
    servedByEach(
      lives.filter((life) => isOver(life, host)),
      host,
    ),
  );
  /** The lives since all were over for the last time, and the last that was heard of any. */
  let before: LifeHistory[] = [];
  let latest = -Infinity;
  for (let i = 0; i < lives.length;) {
    const at = startOf(lives[i]!);
    let next = i + 1;
    while (next < lives.length && startOf(lives[next]!) <= at + AT_ONCE) next++;
    const anew = lives.slice(i, next);
    const workers = new Set(anew.map(({ worker }) => worker)).size;
    const allOver = i > 0 && latest <= at + AT_ONCE;
    if (allOver) {
      const replaced = before.toSorted((a, b) => lastOf(b) - lastOf(a)).slice(0, workers);
      if (workers >= LEAST_WORKERS && isQuick(replaced, anew) && isOutOfTurn(replaced, usual, host))
        deploys.push({ at, host: host.host, workers });
      before = [];
    }
    before.push(...anew);
    for (const life of anew) latest = Math.max(latest, lastOf(life));
    i = next;
  }
  return deploys;
}

/** Whether it was over soon, as lives go: where they are short, all workers are replaced within a minute again and again. */
function isQuick(replaced: readonly LifeHistory[], anew: readonly LifeHistory[]): boolean {
  const at = startOf(anew[0]!);
  const done = Math.max(startOf(anew.at(-1)!), ...replaced.map(lastOf));
  const lengths = replaced.map((life) => lastOf(life) - startOf(life)).sort((a, b) => a - b);
  return done - at <= PART_OF_LIFE * lengths[Math.floor(lengths.length / 2)]!;
}

/** Whether most of the lives replaced ended before their turn: not by their size, and not at the number of requests that lives share. */
function isOutOfTurn(replaced: readonly LifeHistory[], usual: number | undefined, host: HostLives): boolean {
  // Where most lives were ended by deploys, they share no number; these may.
  const turn = usual ?? sharedNumber(servedByEach(replaced, host));
  const early = replaced.filter((life) => {
    if (endedUnplanned(life)) return false;
    const served = servedBy(life, host);
    // How many a life served that began before the log nobody knows: where there is a turn, it may have been its own.
    return turn === undefined || (served !== undefined && served < turn && !isSameNumber(served, turn));
  });
  return 2 * early.length > replaced.length;
}
