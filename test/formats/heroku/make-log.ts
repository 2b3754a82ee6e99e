import { randomNumbers } from '../../ranking/attribution/synthetic.ts';

/** What to make up. */
export interface Plan {
  readonly dynos: number;
  readonly hours: number;
  /** Requests a second over all dynos. */
  readonly rate: number;
  /** Bytes that each call of `/reports` keeps. */
  readonly leak: number;
  readonly seed: number;
}

const ROUTES = ['/', '/items', '/reports', '/search', '/login'] as const;
const MIB = 2 ** 20;

/** The lines that `heroku logs` shows: the router's, in random order over five routes, and a sample of each dyno every 20 s. */
export function* herokuLog({ dynos, hours, rate, leak, seed }: Plan): Generator<string> {
  const random = randomNumbers(seed);
  const level = Array.from({ length: dynos }, () => 180 * MIB);
  const served = Array.from({ length: dynos }, () => 0);
  const start = Date.UTC(2026, 10, 22);
  for (let second = 0; second < 3600 * hours; second++) {
    const stamp = new Date(start + 1000 * second).toISOString().replace('Z', '000+00:00');
    // Each route has its own hours.
    const weights = ROUTES.map(
      (_, i) => 1.2 + Math.sin(second / 700 + 1.3 * i) + 0.5 * Math.sin(second / 97 + i * i),
    );
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    const requests = Math.floor(rate) + (random() < rate % 1 ? 1 : 0);
    for (let n = 0; n < requests; n++) {
      let pick = random() * all;
      const path = ROUTES[weights.findIndex((weight) => (pick -= weight) < 0)] ?? '/';
      const dyno = Math.floor(random() * dynos);
      served[dyno]!++;
      // What is first used stays: a worker warms up over its first hundreds of requests.
      level[dyno]! += (path === '/reports' ? leak : 0) + 0.1 * MIB * Math.exp(-served[dyno]! / 300);
      yield `${stamp} heroku[router]: at=info method=GET path="${path}" host=app.herokuapp.com request_id=6f69fef0 fwd="192.0.2.7" dyno=web.${dyno + 1} connect=1ms service=18ms status=200 bytes=13 protocol=https`;
    }
    for (let dyno = 0; dyno < dynos; dyno++) {
      if (second % 20 !== (7 * dyno) % 20) continue;
      const rss = ((level[dyno]! + 3 * MIB * random()) / MIB).toFixed(2);
      yield `${stamp} heroku[web.${dyno + 1}]: source=web.${dyno + 1} dyno=heroku.2808254.d97d0ea7 sample#memory_total=${rss}MB sample#memory_rss=${rss}MB sample#memory_cache=0.00MB sample#memory_swap=0.00MB`;
    }
  }
}
