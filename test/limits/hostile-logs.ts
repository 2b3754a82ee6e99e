/** Logs whose lines would each make something new, were there no bounds. */
import { ctime } from '../laws/ctime.ts';
import { dice } from '../nightly/server.ts';

const START = Date.UTC(2026, 10, 1) / 1000;

/** What a uWSGI line may say other than the usual. */
interface Says {
  readonly pid?: number;
  readonly app?: number;
  readonly at?: number;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly count?: number;
}

/** A uWSGI line; `i` is its number. */
function line(i: number, says: Says = {}): string {
  const { pid = 1 + (i % 4), at = START + i, method = 'GET', path = '/a', status = 200, count = i } = says;
  return `{address space usage: 300000000 bytes/286MB} {rss usage: ${50_000_000 + 4096 * (i % 5000)} bytes/47MB} [pid: ${pid}|app: 0|req: ${count}/${count}] 192.0.2.1 () {40 vars in 600 bytes} [${ctime(at)}] ${method} ${path} => generated 10 bytes in 2 msecs (HTTP/1.1 ${status}) 2 headers in 80 bytes (1 switches on core 0)\n`;
}

const roll = dice(7);
const word = (): string => roll(2 ** 31 - 2).toString(36) + roll(2 ** 31 - 2).toString(36);
const tail = (i: number, more: string): string =>
  `memhog v=1 time=2026-11-01T00:00:00.000Z pid=1 seq=${i} inflight=1 rss=${50_000_000 + i} ${more} status=200 ms=1\n`;

/** One such log: its lines by number, and the flags it is read with. */
export interface HostileLog {
  readonly name: string;
  readonly line: (i: number) => string;
  readonly flags?: readonly string[];
}

/** See the top of this file. */
export const HOSTILE_LOGS: readonly HostileLog[] = [
  { name: 'random paths', line: (i) => line(i, { path: `/${word()}/${word()}/${word()}` }) },
  {
    name: 'deep paths of few names',
    line: (i) => line(i, { path: `/${Array.from({ length: 30 }, () => 'abcdefgh'[roll(8)]!).join('/')}` }),
  },
  { name: 'paths that are not found', line: (i) => line(i, { path: `/${word()}/${word()}`, status: 404 }) },
  {
    name: 'values of a kept parameter',
    line: (i) => line(i, { path: `/a?type=${word()}` }),
    flags: ['--keep-query', 'type'],
  },
  { name: 'methods', line: (i) => line(i, { method: word().toUpperCase().replaceAll(/\d/g, 'X') }) },
  { name: 'statuses', line: (i) => line(i, { status: roll(2 ** 31 - 1) }), flags: ['--by', 'status'] },
  {
    name: 'routes of a framework',
    line: (i) => tail(i, `method=GET path="/a" route="/${word()}/${word()}"`),
  },
  { name: 'tasks', line: (i) => tail(i, `task="${word()}.${word()}"`) },
  { name: 'a new pid on each line', line: (i) => line(i, { pid: i + 1 }) },
  { name: 'a new host on each line', line: (i) => `Nov  1 00:00:01 ${word()} uwsgi[7]: ${line(i)}` },
  { name: 'a new host in each tail', line: (i) => tail(i, `host=${word()} method=GET path="/a"`) },
  { name: 'endless restarts', line: (i) => line(i, { count: 1, pid: 1 + (i % 1000) }) },
  {
    name: 'births of workers that never serve',
    line: (i) => `spawned uWSGI worker 1 (pid: ${i + 1}, cores: 1)\n${i % 100 === 0 ? line(i) : ''}`,
  },
  {
    name: 'banners of new hosts',
    line: (i) =>
      `Nov  1 00:00:01 ${word()} uwsgi[7]: *** Starting uWSGI 2.0.21 (64bit) on [${ctime(START)}] ***\n${i % 100 === 0 ? line(i) : ''}`,
  },
  { name: 'times that jump about', line: (i) => line(i, { at: roll(2 ** 31 - 1) }) },
  {
    name: 'fields of other names on each line',
    line: (i) =>
      `{"${word()}":1,"rss":${50_000_000 + i},"pid":1,"path":"/a","method":"GET","time":"2026-11-01T00:00:00Z"}\n`,
  },
  {
    name: 'first parts of split lines',
    line: (i) =>
      `{"log":"${word()}","stream":"stdout","time":"2026-11-01T00:00:00Z","attrs":{"tag":"${word()}"}}\n${i % 100 === 0 ? line(i) : ''}`,
  },
];

/** The text of such a log, in pieces. */
export function* logOf({ line: make }: HostileLog, lines: number): Generator<string> {
  const piece = 500;
  for (let i = 0; i < lines; i += piece)
    yield Array.from({ length: Math.min(piece, lines - i) }, (_, k) => make(i + k)).join('');
}
