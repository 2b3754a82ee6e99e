/** How far the times of a log can be trusted, and whether its lines name their workers. */
import { NO_TIME } from '../record.ts';
import type { LineKind, LineRecord } from '../record.ts';

/** Workers followed; of a log with more, the first say enough. */
const MOST_WORKERS = 10_000;

/** Follows the times of each worker. */
export class Clock {
  /** Requests and samples seen; how many of them had no time, no process id, no counter of requests. */
  lines = 0;
  timeless = 0;
  workerless = 0;
  countless = 0;
  /** How often a worker's time went back, and the greatest step back in seconds. */
  backward = 0;
  farthestBack = 0;
  readonly #last = new Map<string, number>();

  /** Takes note of one line. */
  see(kind: LineKind, record: LineRecord): void {
    if (kind !== 'request' && kind !== 'reading') return;
    this.lines++;
    if (record.pid === 0) this.workerless++;
    if (record.workerRequests < 0) this.countless++;
    if (record.time === NO_TIME) this.timeless++;
    else this.#compare(`${record.host}\n${record.pid}`, record.time);
  }

  #compare(worker: string, time: number): void {
    const before = this.#last.get(worker);
    if (before === undefined && this.#last.size >= MOST_WORKERS) return;
    if (before !== undefined && time < before) {
      this.backward++;
      this.farthestBack = Math.max(this.farthestBack, before - time);
    }
    this.#last.set(worker, time);
  }
}
