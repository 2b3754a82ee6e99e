/** Random uWSGI logs, with everything that makes a cut hard: restarts, gaps, threads, lost routes, slugs, 404s. */
import fc from 'fast-check';
import { ctime } from './ctime.ts';

/** A request to be written. */
interface RequestEntry {
  readonly kind: 'request';
  readonly worker: number;
  /** Change of RSS since the worker's last request, in pages. */
  readonly step: number;
  /** Requests of the worker before this one that are not in the log. */
  readonly skip: number;
  readonly path: string;
  readonly status: number;
  readonly core: number;
  readonly shape: Shape;
  readonly tick: number;
}

/** One line of a log to be written. */
export type Entry = RequestEntry | LifecycleEntry | { readonly kind: 'banner' } | { readonly kind: 'noise' };

interface LifecycleEntry {
  readonly kind: 'spawn' | 'seeya' | 'died' | 'harakiri';
  readonly worker: number;
}

type Shape = 'whole' | 'noMemory' | 'zero' | 'cut' | 'overlong';

const slug = fc
  .integer({ min: 0, max: 700 })
  .map(
    (n) =>
      `/blog/post-${'abcdefghij'[n % 10]!}${'klmnopqrst'[Math.floor(n / 10) % 10]!}${'uvwxyz'[Math.floor(n / 100) % 6]!}`,
  );
const path = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('/', '/users/17', '/users/me', '/users/18/orders?x=1', '/export', '*'),
  },
  { weight: 6, arbitrary: slug },
  { weight: 1, arbitrary: slug.map((text) => `${text}/comments`) },
);

const request: fc.Arbitrary<Entry> = fc.record({
  kind: fc.constant('request' as const),
  worker: fc.integer({ min: 0, max: 3 }),
  step: fc.oneof(fc.constant(0), fc.integer({ min: -30, max: 60 })),
  skip: fc.oneof(
    { weight: 9, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 }) },
  ),
  path,
  status: fc.oneof(
    { weight: 8, arbitrary: fc.constant(200) },
    { weight: 1, arbitrary: fc.constantFrom(404, 405, 410, 500) },
  ),
  core: fc.oneof(
    { weight: 9, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 }) },
  ),
  shape: fc.oneof(
    { weight: 12, arbitrary: fc.constant<Shape>('whole') },
    { weight: 1, arbitrary: fc.constantFrom<Shape>('noMemory', 'zero', 'cut', 'overlong') },
  ),
  tick: fc.oneof(fc.constant(0), fc.integer({ min: -5, max: 90 })),
});

const other: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('spawn' as const, 'seeya' as const, 'died' as const, 'harakiri' as const),
    worker: fc.integer({ min: 0, max: 3 }),
  }),
  fc.constantFrom<Entry>({ kind: 'banner' }, { kind: 'noise' }),
);

/** A log of up to `most` lines, with workers restarting in every `calm`-th line or so. */
export function entries(most: number, calm = 15): fc.Arbitrary<Entry[]> {
  return fc.array(fc.oneof({ weight: calm, arbitrary: request }, { weight: 1, arbitrary: other }), {
    minLength: 0,
    maxLength: most,
    size: 'max',
  });
}

/** The entries as uWSGI would write them; without counters as its documentation's own log-format does. */
export function writeLog(list: readonly Entry[], counters = true): string[] {
  const pages = [5000, 5000, 5000, 5000];
  const own = [0, 0, 0, 0];
  let all = 0;
  let clock = Date.UTC(2026, 9, 24, 23, 0, 0) / 1000;
  return list.map((entry) => {
    if (entry.kind === 'banner') {
      all = 0;
      return '*** Starting uWSGI 2.0.30 (64bit) on [Sun Nov 22 18:52:02 2026] ***';
    }
    if (entry.kind === 'noise') return 'Traceback (most recent call last):';
    if (entry.kind !== 'request') return lifecycleLine(entry);
    const pid = 100 + entry.worker;
    clock += entry.tick;
    pages[entry.worker] = Math.max(1, pages[entry.worker]! + entry.step);
    own[entry.worker]! += 1 + entry.skip;
    all++;
    const rss = entry.shape === 'zero' ? 0 : pages[entry.worker]! * 4096;
    const memory =
      entry.shape === 'noMemory'
        ? ''
        : `{address space usage: ${rss * 2} bytes/${Math.floor((rss * 2) / 2 ** 20)}MB} {rss usage: ${rss} bytes/${Math.floor(rss / 2 ** 20)}MB} `;
    const requests = counters ? `${own[entry.worker]!}/${all}` : '-/-';
    const head = `${memory}[pid: ${pid}|app: 0|req: ${requests}] `;
    if (entry.shape === 'cut') return `${head}10.0.0.1 () {34 va`;
    const time = ctime(clock);
    const [method, target, status] =
      entry.shape === 'overlong'
        ? ['-', '-', `- ${entry.status}`]
        : ['GET', entry.path, `HTTP/1.1 ${entry.status}`];
    return `${head}10.0.0.1 () {34 vars in 659 bytes} [${time}] ${method} ${target} => generated 10 bytes in 3 msecs (${status}) 2 headers in 84 bytes (1 switches on core ${entry.core})`;
  });
}

function lifecycleLine({ kind, worker }: LifecycleEntry): string {
  const pid = 100 + worker;
  switch (kind) {
    case 'spawn':
      return `Respawned uWSGI worker ${worker + 1} (new pid: ${pid})`;
    case 'seeya':
      return `...The work of process ${pid} is done. Seeya!`;
    case 'died':
      return `DAMN ! worker ${worker + 1} (pid: ${pid}) died, killed by signal 9 :( trying respawn ...`;
    case 'harakiri':
      return `*** HARAKIRI ON WORKER ${worker + 1} (pid: ${pid}, try: 1, graceful: yes) ***`;
  }
}
