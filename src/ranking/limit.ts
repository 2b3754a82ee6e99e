/** When workers reach a limit on their memory. */
import { settledFloor } from './history.ts';
import type { LifeHistory } from './history.ts';
import type { Growth, Interval, Limit, Reach } from './ranking.ts';
import { byHost, isOver, plannedRequests, servedBy } from './recycling.ts';
import type { HostLives } from './recycling.ts';

/**
 * For each worker that is at work, how long until its floor reaches `level`: for no time where it is replaced before, as
 * planned restarts do that come sooner.
 */
export function limitOf(
  level: number,
  lives: readonly LifeHistory[],
  { perHour, perRequest }: Pick<Growth, 'perHour' | 'perRequest'>,
): Limit {
  const places = new Map(lives.map((life, place) => [life, place]));
  return {
    level,
    workers: byHost(lives)
      .flatMap((host) => {
        const planned = plannedRequests(host);
        return atWork(host).map((life) => ({
          life,
          planned,
          age: servedBy(life, host) ?? life.life.requests,
        }));
      })
      .toSorted((a, b) => (places.get(a.life) ?? 0) - (places.get(b.life) ?? 0))
      .map(({ life: { name, series }, age, planned }) => {
        const now = settledFloor(series)[series.rows - 1]!;
        const room = Math.max(0, level - now);
        const requests = reach(room, perRequest);
        const isReplaced =
          planned !== undefined && requests !== null && room > 0 && age + requests.estimate > planned;
        return isReplaced
          ? { worker: name, now, hours: null, requests: null, replacedAfter: planned }
          : { worker: name, now, hours: reach(room, perHour), requests };
      }),
  };
}

/** The lives that go on, or where the log has seen the end of all, the last of each worker. */
function atWork(host: HostLives): readonly LifeHistory[] {
  const running = host.lives.filter((life) => !isOver(life, host));
  return running.length > 0 ? running : host.lives.filter(({ worker, life }) => worker.lives.at(-1) === life);
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
