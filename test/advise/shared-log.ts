/** A log of workers to which requests fall like dice, with known weights. */
import { randomOf } from '../../src/advise/random.ts';

const PAGE = 4096;
const BEGIN = Date.UTC(2026, 10, 20);

/** One request a second; a worker that has served `requestsOfLife` is replaced at once by a new process. */
export function sharedLog({
  weights,
  requests,
  requestsOfLife,
}: {
  readonly weights: readonly number[];
  readonly requests: number;
  readonly requestsOfLife: number;
}): string {
  const random = randomOf(5);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const workers = weights.map((_, slot) => ({ pid: 100 + slot, seq: 0 }));
  let pid = 200;
  let text = '';
  for (let i = 0; i < requests; i++) {
    let place = random() * total;
    const slot = weights.findIndex((weight) => (place -= weight) < 0);
    const worker = workers[slot]!;
    if (worker.seq >= requestsOfLife) Object.assign(worker, { pid: ++pid, seq: 0 });
    worker.seq++;
    const rss = PAGE * (10_000 + 4 * worker.seq);
    const time = new Date(BEGIN + 1000 * i).toISOString();
    text += `memhog v=1 time=${time} pid=${worker.pid} seq=${worker.seq} inflight=1 rss=${rss} method=GET path="/" status=200 ms=5.0\n`;
  }
  return text;
}
