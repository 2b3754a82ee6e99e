/** Workers as processes: how many there are at a time, and how long it takes to replace one. */
import type { LifeMeasure } from './lives.ts';
import { medianOf } from './quantile.ts';

/** Part of the log for which a number of workers must stand, to count: overlaps in the second of a restart do not. */
const LASTING = 0.01;

/** Seconds after which a new worker is no longer taken for the successor of one that ended. */
const LONGEST_BOOT = 300;

/** When the first request of a life came, seconds. */
export const beginOf = ({ history: { life, series } }: LifeMeasure): number =>
  life.first.time >= 0 ? life.first.time : series.from[0]!;
/** When the last request of a life came, seconds. */
export const endOf = ({ history: { life, series } }: LifeMeasure): number =>
  life.last.time >= 0 ? life.last.time : series.to[series.rows - 1]!;

/** Lives by host and source: workers of one machine share its memory. */
export function byMachine(lives: readonly LifeMeasure[]): LifeMeasure[][] {
  const groups = new Map<string, LifeMeasure[]>();
  for (const life of lives) {
    const key = `${life.history.worker.source}\n${life.history.host}`;
    const group = groups.get(key);
    if (group) group.push(life);
    else groups.set(key, [life]);
  }
  return [...groups.values()];
}

/** The most workers of a machine that were there together for a lasting part of the log; without times, the workers that have a life. */
export function workersAtOnce(lives: readonly LifeMeasure[], isTimed: boolean): number {
  if (!isTimed) return new Set(lives.map(({ history }) => history.worker)).size;
  const changes = lives.flatMap((life) => {
    const [from, to] = [beginOf(life), endOf(life)];
    return [
      { at: from, by: 1 },
      // A life within one second lasted some of it.
      { at: Math.max(to, from + 0.5), by: -1 },
    ];
  });
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  const lasted = new Map<number, number>();
  let count = 0;
  changes.forEach(({ at, by }, i) => {
    count += by;
    const next = changes[i + 1]?.at ?? at;
    lasted.set(count, (lasted.get(count) ?? 0) + next - at);
  });
  const span = changes.at(-1)!.at - changes[0]!.at;
  let together = 0;
  for (const number of [...lasted.keys()].sort((a, b) => b - a)) {
    together += lasted.get(number)!;
    if (together >= LASTING * span) return Math.max(1, number);
  }
  return 1;
}

/**
 * Seconds from the last request of a worker to when its successor could serve, the median of what the log shows; null if it
 * shows none. The successor of the n-th worker to end is the n-th that began after; its wait for a first request is taken off.
 */
export function bootTime(lives: readonly LifeMeasure[], perWorker: number | null): number | null {
  const gaps = byMachine(lives).flatMap(gapsOf);
  if (gaps.length === 0 || perWorker === null) return null;
  const wait = Math.LN2 / perWorker;
  return Math.max(0, medianOf(gaps) - wait);
}

function gapsOf(lives: readonly LifeMeasure[]): number[] {
  const births = lives
    .filter(({ isBorn }) => isBorn)
    .map(beginOf)
    .sort((a, b) => a - b);
  const ends = lives.map(endOf).sort((a, b) => a - b);
  const gaps: number[] = [];
  let next = 0;
  for (const end of ends) {
    while (next < births.length && births[next]! < end) next++;
    if (next === births.length) break;
    if (births[next]! - end <= LONGEST_BOOT) gaps.push(births[next++]! - end);
  }
  return gaps;
}
