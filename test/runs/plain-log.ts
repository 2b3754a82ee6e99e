/** Logs of uWSGI as plain as runs take them, and not quite: what workers do from one request to the next. */
import fc from 'fast-check';
import type { Settings } from '../../src/profile/profile.ts';

/** What a line says. */
export interface Request {
  readonly pid: number;
  readonly app: number;
  readonly own: number;
  readonly all: number;
  readonly core: number;
  readonly rss: number;
  readonly vsz: number;
  readonly second: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');

function ctime(seconds: number): string {
  const date = new Date(seconds * 1000);
  const day = String(date.getUTCDate()).padStart(2);
  const clock = date.toISOString().slice(11, 19);
  return `${DAYS[date.getUTCDay()]!} ${MONTHS[date.getUTCMonth()]!} ${day} ${clock} ${date.getUTCFullYear()}`;
}

const mebi = (bytes: number): number => Math.floor(bytes / 2 ** 20);

function lineOf(one: Request): string {
  const { pid, app, own, all, core, rss, vsz, second, method, path, status } = one;
  return `{address space usage: ${vsz} bytes/${mebi(vsz)}MB} {rss usage: ${rss} bytes/${mebi(rss)}MB} [pid: ${pid}|app: ${app}|req: ${own}/${all}] 10.0.0.5 (bob) {36 vars in 598 bytes} [${ctime(1_795_300_000 + second)}] ${method} ${path} => generated 5313 bytes in 71 msecs (HTTP/1.1 ${status}) 5 headers in 165 bytes (1 switches on core ${core})`;
}

/** What a worker does from one line to the next: mostly the next request, sometimes another process, a gap, or a step back. */
export interface Step {
  readonly worker: number;
  readonly kind: 'next' | 'restart' | 'gap' | 'back' | 'instance' | 'other app';
  readonly by: number;
  readonly grows: number;
  readonly route: number;
  readonly core: number;
  readonly status: number;
  readonly method: string;
  readonly seconds: number;
  /** Lines that are not plain. */
  readonly odd: 'no' | 'text' | 'spawned' | 'no memory' | 'micros' | 'user';
}

const PATHS: readonly ((n: number) => string)[] = [
  () => '/',
  () => '/users',
  (n) => `/users/${n}`,
  (n) => `/users/${n}/edit?page=${n % 7}`,
  (n) => `/static/app.${n.toString(16)}.js`,
  (n) => `/x/${(n * 7919).toString(16).padStart(8, '0')}-1234-4abc-9def-0123456789ab/y`,
  (n) => `/deep/a/b/c/d/e/f/g/h/i/j/k/l/m/${n}`,
  (n) => `/made-up-${n}`,
  (n) => `/blog/post-${n % 400}`,
  () => '/en/docs',
  () => '/de-AT/a_b/c-d//e',
  () => '*',
  () => 'http://host/users/12',
  (n) => `/${'long'.repeat(20)}/${n}`,
  (n) => `/q/${n}#frag`,
  () => '/%41/caf%C3%A9;v=1/:id',
  (n) => `/v${n % 3}/s3/oauth2/abcdef123456${n % 2}`,
];

/** Any step. */
export const step: fc.Arbitrary<Step> = fc.record({
  worker: fc.nat(3),
  kind: fc.oneof(
    { weight: 20, arbitrary: fc.constant('next' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('restart' as const, 'gap' as const, 'back' as const, 'instance' as const, 'other app' as const),
    },
  ),
  by: fc.oneof(fc.nat(20), fc.nat(5000)),
  grows: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: -300, max: 300 }) }),
  route: fc.nat(PATHS.length - 1),
  core: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) }),
  status: fc.constantFrom(200, 200, 200, 404, 500, 99, 1234),
  method: fc.constantFrom('GET', 'GET', 'POST', 'BREW', 'MADEUP'),
  seconds: fc.constantFrom(0, 0, 0, 1, 7, 3600),
  odd: fc.oneof(
    { weight: 40, arbitrary: fc.constant('no' as const) },
    { weight: 1, arbitrary: fc.constantFrom('text' as const, 'spawned' as const, 'no memory' as const, 'micros' as const, 'user' as const) },
  ),
}); // prettier-ignore

/** Steps without anything out of the ordinary but for what `change` says, by a generator of numbers. */
export function plainSteps(
  count: number,
  change: (n: number, random: () => number) => Partial<Step> = () => ({}),
): Step[] {
  let state = 12345;
  const random = (): number => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff) / 2 ** 31;
  return Array.from({ length: count }, (_, n) => ({
    ...{
      worker: Math.floor(random() * 4),
      kind: 'next',
      by: 0,
      core: 0,
      status: 200,
      method: 'GET',
      odd: 'no',
    },
    ...{ grows: random() < 0.1 ? Math.floor(random() * 100) - 40 : 0 },
    ...{ route: Math.floor(random() * 5), seconds: random() < 0.1 ? 1 : 0 },
    ...change(n, random),
  }));
}

/** The log that steps make; `from` is the size that workers begin with. */
export function logOf(steps: readonly Step[], from: number): string {
  const workers = Array.from({ length: 4 }, (_, i) => ({ pid: 100 + i, own: 0, rss: from, core: 0, app: 0 }));
  let [all, second] = [0, 0];
  const lines = steps.map((one, n) => {
    const worker = workers[one.worker]!;
    second += one.seconds;
    all += 1;
    worker.own += 1;
    if (one.kind === 'restart') worker.pid += 10;
    if (one.kind === 'gap') worker.own += one.by;
    if (one.kind === 'back') worker.own = Math.max(0, worker.own - one.by);
    if (one.kind === 'instance') all = one.by;
    if (one.kind === 'other app') worker.app = 1 - worker.app;
    worker.rss = Math.max(4096, worker.rss + 4096 * one.grows);
    const path = PATHS[one.route]!(n);
    const { method, status, core } = one;
    const { pid, app, own, rss } = worker;
    const line = lineOf({ pid, app, own, all, core, rss, vsz: 3 * rss, second, method, path, status });
    if (one.odd === 'text') return `Traceback of ${n}\n${line}`;
    if (one.odd === 'spawned') return `spawned uWSGI worker 1 (pid: ${pid}, cores: 1)\n${line}`;
    if (one.odd === 'no memory') return line.slice(line.indexOf('[pid'));
    if (one.odd === 'micros') return line.replace('msecs', 'micros');
    if (one.odd === 'user') return line.replace('(bob)', '(b o b)');
    return line;
  });
  return `${lines.join('\n')}\n`;
}

/** Settings under which lines are taken in runs, and some under which they are not. */
export const SETTINGS: readonly Partial<Settings>[] = [
  {},
  {},
  { examples: true },
  { rules: ['/users/:name/edit', '/static/**'] },
  { keepQuery: ['page'] },
  { by: 'status' },
  { statuses: ['2xx'] },
  { since: 1_795_300_010 },
  { workers: ['101'] },
];

/** Sizes that workers begin with, in bytes: those of more than 2 GiB disagree with the MiB that uWSGI prints. */
export const SIZES = [4_000_000, 40_000_000, 700_000_000, 1_500_000_000, 3_000_000_000] as const;

/** A plain line; what is left out is ordinary. */
export function plainLine(more: Partial<Request> = {}): string {
  const ordinary = {
    pid: 101,
    app: 0,
    own: 1,
    all: 1,
    core: 0,
    rss: 40_000_000,
    vsz: 120_000_000,
    second: 0,
  };
  return lineOf({ ...ordinary, method: 'GET', path: '/users', status: 200, ...more });
}
