/** Readings of a log: which process held how much after which request. */

/** One line. Bytes. */
export interface Reading {
  readonly pid: string;
  readonly rss: number;
}

/** Finds them by an expression with the groups `pid` and `rss`. */
export function readingsOf(log: string, expression: RegExp): readonly Reading[] {
  return log.split('\n').flatMap((line) => {
    const { pid, rss } = expression.exec(line)?.groups ?? {};
    return pid === undefined ? [] : [{ pid, rss: Number(rss) }];
  });
}

/** The most of all workers together: a worker counts from its first to its last reading, with the latest of them. */
export function peakOf(readings: readonly Reading[]): number {
  const last = new Map(readings.map(({ pid }, i) => [pid, i]));
  const held = new Map<string, number>();
  let [sum, most] = [0, 0];
  readings.forEach(({ pid, rss }, i) => {
    sum += rss - (held.get(pid) ?? 0);
    held.set(pid, rss);
    most = Math.max(most, sum);
    if (last.get(pid) === i) sum -= rss;
  });
  return most;
}

/** Requests of each process. */
export function requestsBy(readings: readonly Reading[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { pid } of readings) counts.set(pid, (counts.get(pid) ?? 0) + 1);
  return counts;
}
