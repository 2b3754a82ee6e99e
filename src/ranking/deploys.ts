/** Starts of lives within the log, and deploys: all workers of a host starting anew within a minute. */
import type { LifeHistory } from './history.ts';

/** All workers of a host that start anew at once. */
export interface Deploy {
  /** Seconds: the first request after it. */
  readonly at: number;
  /** The host, or the name of the source where lines name none. */
  readonly host: string;
  readonly workers: number;
}

/** Seconds within which all workers must start. */
const AT_ONCE = 60;

/** A deploy needs company: a single worker that starts anew may have been recycled. */
const LEAST_WORKERS = 2;

const startOf = ({ series }: LifeHistory): number => series.from[0]!;
const lastOf = ({ series }: LifeHistory): number => series.to[series.rows - 1]!;

function sameHost(a: LifeHistory, b: LifeHistory): boolean {
  return a.host === b.host && a.worker.source === b.worker.source;
}

/** Whether the life is known to have begun within the log: something of its host ended before it, or the server said so. */
export function isNewStart(life: LifeHistory, all: readonly LifeHistory[]): boolean {
  const { worker } = life;
  if (worker.lives[0] !== life.life || life.life.started !== '' || worker.before.started !== '') return true;
  return all.some((other) => sameHost(other, life) && lastOf(other) < startOf(life));
}

/** The deploys of the lives that have times, in order of time. */
export function deploysOf(lives: readonly LifeHistory[]): Deploy[] {
  const byHost = new Map<string, LifeHistory[]>();
  for (const life of lives) {
    if (Number.isNaN(startOf(life)) || Number.isNaN(lastOf(life))) continue;
    const key = `${life.worker.source}\n${life.host}`;
    const found = byHost.get(key);
    if (found) found.push(life);
    else byHost.set(key, [life]);
  }
  return [...byHost.values()].flatMap(deploysOfHost).sort((a, b) => a.at - b.at);
}

function deploysOfHost(lives: readonly LifeHistory[]): Deploy[] {
  const sorted = lives.toSorted((a, b) => startOf(a) - startOf(b));
  const deploys: Deploy[] = [];
  /** The last that was heard of any life before. */
  let latest = -Infinity;
  for (let i = 0; i < sorted.length;) {
    const at = startOf(sorted[i]!);
    let next = i + 1;
    while (next < sorted.length && startOf(sorted[next]!) <= at + AT_ONCE) next++;
    const anew = sorted.slice(i, next);
    const workers = new Set(anew.map(({ worker }) => worker)).size;
    const allOver = i > 0 && latest <= at + AT_ONCE;
    if (allOver && workers >= LEAST_WORKERS) deploys.push({ at, host: sorted[i]!.host, workers });
    for (const life of anew) latest = Math.max(latest, lastOf(life));
    i = next;
  }
  return deploys;
}
