/** When workers reach a limit on their memory. */
import { floorOf } from './history.ts';
import type { LifeHistory } from './history.ts';
import type { Growth, Interval, Limit, Reach } from './ranking.ts';

/** For the last life of each worker, and for a new worker, how long until its floor reaches `level`. */
export function limitOf(
  level: number,
  lives: readonly LifeHistory[],
  { perHour, perRequest }: Pick<Growth, 'perHour' | 'perRequest'>,
): Limit {
  const last = lives.filter(({ worker }, i) => lives.findLastIndex((one) => one.worker === worker) === i);
  return {
    level,
    workers: last.map(({ name, series }) => {
      const now = floorOf(series)[series.rows - 1]!;
      const room = Math.max(0, level - now);
      return { worker: name, now, hours: reach(room, perHour), requests: reach(room, perRequest) };
    }),
  };
}

function reach(room: number, rate: Interval | null): Reach | null {
  if (room === 0) return { estimate: 0, low: 0, high: 0 };
  if (!rate || !(rate.estimate > 0)) return null;
  return {
    estimate: room / rate.estimate,
    low: room / rate.high,
    high: rate.low > 0 ? room / rate.low : null,
  };
}
