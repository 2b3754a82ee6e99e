import fc from 'fast-check';

/** The fields of a request line, each as it stands in the text. */
export interface Fields {
  readonly vhost: string;
  readonly memory: string;
  readonly pid: number;
  readonly app: number;
  readonly own: number;
  readonly all: number;
  readonly address: string;
  readonly user: string;
  readonly vars: string;
  readonly ctime: string;
  readonly method: string;
  readonly target: string;
  readonly unit: string;
  readonly via: string;
  readonly protocol: string;
  readonly status: number;
  readonly core: number;
}

/** A plain line to vary. */
export const PLAIN: Fields = {
  vhost: '',
  memory: '{address space usage: 66244608 bytes/63MB} {rss usage: 16433152 bytes/15MB} ',
  pid: 27994,
  app: 0,
  own: 4,
  all: 100,
  address: '127.0.0.1',
  user: '',
  vars: '{24 vars in 259 bytes}',
  ctime: 'Sun Nov 22 18:52:02 2026',
  method: 'GET',
  target: '/leak?x=1',
  unit: 'msecs',
  via: ' ',
  protocol: 'HTTP/1.1',
  status: 200,
  core: 0,
};

/** What uWSGI writes before the address: core/logging.c, `uwsgi_logit_simple`. */
export const head = (f: Fields): string =>
  `${f.vhost}${f.memory}[pid: ${f.pid}|app: ${f.app}|req: ${f.own}/${f.all}] `;
/** What it writes after the target. */
export const tail = (f: Fields): string =>
  ` => generated 2 bytes in 3 ${f.unit}${f.via}(${f.protocol} ${f.status}) 1 headers in 45 bytes (1 switches on core ${f.core})`;

/** The whole line without its newline, from the plain one with some fields changed. */
export function line(change: Partial<Fields> = {}): string {
  const f = { ...PLAIN, ...change };
  return `${head(f)}${f.address} (${f.user}) ${f.vars} [${f.ctime}] ${f.method} ${f.target}${tail(f)}`;
}

const memory = fc
  .tuple(fc.constantFrom(0, 1, 2), fc.nat(2 ** 31 - 1), fc.nat(2 ** 31 - 1), fc.nat(2 ** 20), fc.nat(2 ** 20))
  .map(([level, ...sizes]) => {
    const names = ['address space', 'rss', 'uss', 'pss'].slice(0, 2 * level);
    return names
      .map(
        (name, i) =>
          `{${name} usage: ${sizes[i]! * 4096} bytes/${Math.floor((sizes[i]! * 4096) / 2 ** 20)}MB} `,
      )
      .join('');
  });

const ctime = fc
  .date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => {
    const [, , month, , time] = date.toUTCString().split(/,? /);
    const day = String(date.getUTCDate()).padStart(2);
    return `${date.toUTCString().slice(0, 3)} ${date.toUTCString().split(' ')[2]} ${day} ${time ?? month} ${date.getUTCFullYear()}`;
  });

const word = fc.stringMatching(/^[A-Za-z0-9._~%-]{0,8}$/);
const target = fc.oneof(
  fc.constantFrom(
    '',
    '*',
    '/',
    'http://example.com/a b',
    '/a => generated b',
    '/x?u=http://y/ z',
    '/[pid: 3]',
    '/{rss usage: 1}',
    '//',
    '-',
  ),
  fc.array(word, { maxLength: 5 }).map((words) => `/${words.join('/')}`),
  fc.tuple(word, word).map(([path, query]) => `/${path}?${query}=1&b c`),
);

/** The fields of any valid line whose text a client did not forge. */
export const fields: fc.Arbitrary<Fields> = fc.record({
  vhost: fc.constantFrom('', 'example.com ', '[::1]:8000 ', 'localhost:8000 '),
  memory,
  pid: fc.integer({ min: 1, max: 4_194_304 }),
  app: fc.integer({ min: -1, max: 3 }),
  own: fc.integer({ min: -1, max: 2 ** 31 - 1 }),
  all: fc.nat(2 ** 40),
  address: fc.constantFrom(
    '',
    '127.0.0.1',
    '::1',
    '2001:db8::7',
    '10.0.0.1, 10.0.0.2',
    '<IP ADDRESS HIDDEN>',
    'unknown',
    '1.2.3.4:99',
  ),
  user: fc.constantFrom('', 'bob', 'bob smith', 'a@b.example'),
  vars: fc.tuple(fc.nat(200), fc.nat(65_535)).map(([count, size]) => `{${2 * count} vars in ${size} bytes}`),
  ctime,
  method: fc.constantFrom('GET', 'POST', 'OPTIONS', 'PURGE', 'PROPFIND', 'GE', 'X-MADE-UP', 'get'),
  target,
  unit: fc.constantFrom('msecs', 'micros'),
  via: fc.constantFrom(' ', ' via sendfile() ', ' via route() ', ' via offload() '),
  protocol: fc.constantFrom('HTTP/1.0', 'HTTP/1.1', 'HTTP/2', 'HTTP/2.0', 'HTTP/3.0', ''),
  status: fc.integer({ min: 100, max: 599 }),
  core: fc.nat(64),
});
