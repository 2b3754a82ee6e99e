/** Logs of workers with known memory: three of them, restarted one by one, in native lines. */
import { randomOf } from '../../src/advise/random.ts';

/** What the log is made from; everything has a value. */
export interface WorkersLog {
  readonly hours: number;
  readonly workers: number;
  /** Requests of a life, by number of the life. */
  readonly lifeOf: (life: number) => number;
  /** Bytes that each request keeps, by number of the life. */
  readonly growthOf: (life: number) => number;
  /** Seconds between two requests of a worker, by hour of the day. */
  readonly every: (hour: number) => number;
  readonly boot: number;
}

const MIB = 2 ** 20;
const PAGE = 4096;
const BEGIN = Date.UTC(2026, 10, 20) / 1000;

const DEFAULTS: WorkersLog = {
  hours: 4,
  workers: 3,
  lifeOf: (life) => 900 + 37 * (life % 5),
  growthOf: () => 16_384,
  every: () => 2,
  boot: 6,
};

/** The log as text. A worker starts with 60 MiB, takes 20 MiB in its first 100 requests, and three requests in a hundred pass 8 MiB. */
export function workersLog(asked: Partial<WorkersLog> = {}): string {
  const log = { ...DEFAULTS, ...asked };
  const random = randomOf(11);
  const lines: { at: number; text: string }[] = [];
  let pid = 100;
  let life = 0;
  for (let worker = 0; worker < log.workers; worker++) {
    let at = BEGIN + worker / 3;
    while (at < BEGIN + 3600 * log.hours) {
      const [own, requests, growth] = [++pid, log.lifeOf(life), log.growthOf(life)];
      life++;
      let kept = 0;
      for (let seq = 1; seq <= requests && at < BEGIN + 3600 * log.hours; seq++) {
        kept += growth;
        const passing = seq > 100 && random() < 0.03 ? 8 * MIB : random() * 0.5 * MIB;
        const level = 60 * MIB + (seq > 1 ? Math.min(1, seq / 100) * 20 * MIB + kept + passing : 0);
        const rss = PAGE * Math.round(level / PAGE);
        const path = ['/', '/cart', '/items/7'][Math.floor(random() * 3)]!;
        const time = new Date(1000 * at).toISOString();
        lines.push({
          at,
          text: `memhog v=1 time=${time} pid=${own} seq=${seq} inflight=1 rss=${rss} method=GET path="${path}" status=200 ms=5.0`,
        });
        at += log.every(Math.floor(at / 3600) % 24) * (0.5 + random());
      }
      at += log.boot;
    }
  }
  lines.sort((a, b) => a.at - b.at);
  return lines.map(({ text }) => `${text}\n`).join('');
}
