/** Logs of the probe made from a known truth: levels are exact but for what falls out of caches and tables. */
import { normal, randomNumbers } from './attribution/synthetic.ts';

/** One route: its share of the traffic, and what a call keeps. */
export interface Route {
  readonly path: string;
  readonly share: number;
  /** Bytes kept by each call, or by one in `oneIn`. */
  readonly kept?: number;
  readonly oneIn?: number;
  /** The first call for each of so many keys keeps so many bytes: a cache that fills. */
  readonly fills?: readonly [keys: number, bytes: number];
}

export interface ExactLog {
  readonly seed: number;
  readonly requests: number;
  readonly workers?: number;
  /** Workers that have no probe, only RSS. */
  readonly without?: number;
  /** Readings stand at multiples of this; a power of two. */
  readonly step: number;
  readonly routes: readonly Route[];
}

interface Worker {
  readonly pid: number;
  readonly probed: boolean;
  seq: number;
  level: number;
  readonly filled: Set<string>;
}

/** The lines of such a log. The mix of the traffic wanders; noise has a scale of 300 bytes and a heavy tail. */
export function exactLines({ seed, requests, workers = 2, without = 0, step, routes }: ExactLog): string[] {
  const random = randomNumbers(seed);
  const all: Worker[] = Array.from({ length: workers }, (_, i) => ({
    ...{ pid: 100 + i, probed: i >= without, seq: 0, level: 4e7 },
    filled: new Set<string>(),
  }));
  const drift = routes.map(() => 0);
  const lines: string[] = [];
  for (let n = 0; n < requests; n++) {
    if (n % 50 === 0) drift.forEach((x, i) => (drift[i] = 0.9 * x + 0.2 * normal(random)));
    const worker = all[Math.floor(random() * workers)]!;
    const route = choose(routes, drift, random);
    worker.seq++;
    lines.push(lineOf(worker, route.path, n, step, random));
    worker.level += kept(route, worker, random);
  }
  return lines;
}

function choose(routes: readonly Route[], drift: readonly number[], random: () => number): Route {
  const weights = routes.map(({ share }, i) => share * Math.exp(drift[i]!));
  let at = random() * weights.reduce((sum, weight) => sum + weight, 0);
  return routes[weights.findIndex((weight) => (at -= weight) < 0)] ?? routes[0]!;
}

function kept(
  { path, kept: bytes = 0, oneIn = 1, fills }: Route,
  { filled }: Worker,
  random: () => number,
): number {
  if (fills) {
    const key = `${path} ${Math.floor(random() * fills[0])}`;
    if (filled.has(key)) return 0;
    filled.add(key);
    return fills[1];
  }
  return random() * oneIn < 1 ? bytes : 0;
}

function lineOf(
  { pid, probed, seq, level }: Worker,
  path: string,
  n: number,
  step: number,
  random: () => number,
): string {
  const time = new Date(1.8e12 + 400 * n).toISOString();
  const head = `memhog v=1${probed ? ' at=start' : ''} time=${time} pid=${pid} seq=${seq} inflight=1`;
  // An honest heavy tail: now and then what an older generation holds goes, or comes back.
  const noise = 300 * normal(random) + (random() < 0.05 ? 15_000 * normal(random) : 0);
  const rss = Math.round((level + 2e7 + 3e5 * normal(random)) / 4096) * 4096;
  const isRead = seq === 1 || seq % step === 0;
  const figures = !probed
    ? ` rss=${rss}`
    : isRead
      ? ` every=${step} blocks=90000 small=20000000 rss=${rss} heap=${Math.round(level + noise)} alloc=glibc`
      : '';
  return `${head}${figures} method=GET path="${path}" status=200 ms=3.1`;
}
