// Writes logs of N lines: 60 routes, ids and uuids in paths, four workers whose memory grows a little.
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** A seeded generator of numbers from 0 to 1 (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS =
  'users orders items carts invoices reports search export media tags posts comments feed stats teams'.split(
    ' ',
  );
const SHAPES = [
  (w) => () => `/${w}`,
  (w, r) => () => `/${w}/${Math.floor(r() * 2e5)}`,
  (w, r) => () => `/api/v1/${w}/${Math.floor(r() * 2e5)}`,
  (w, r) => () => `/${w}/${hex(r, 8)}-${hex(r, 4)}-4${hex(r, 3)}-a${hex(r, 3)}-${hex(r, 12)}/edit`,
];
const hex = (r, n) => Array.from({ length: n }, () => Math.floor(r() * 16).toString(16)).join('');
const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function ctime(seconds) {
  const date = new Date(seconds * 1000);
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)} ${date.getUTCFullYear()}`;
}

/** A request of the made-up service: who served it, what was asked, and what the worker held then. */
function* requests(lines, seed, pathOf) {
  const r = random(seed);
  const routes = WORDS.flatMap((word) => SHAPES.map((shape) => shape(word, r)));
  const rss = [4e7, 4e7, 4e7, 4e7];
  const own = [0, 0, 0, 0];
  for (let i = 0; i < lines; i++) {
    const worker = Math.floor(r() * 4);
    const route = Math.floor(r() ** 2 * routes.length);
    if (r() < 0.03) rss[worker] += 4096 * Math.floor(r() * 64 - (route === 3 ? 10 : 31));
    own[worker]++;
    const query = r() < 0.1 ? `?page=${Math.floor(r() * 50)}` : '';
    const path = pathOf ? pathOf(r) : `${routes[route]()}${query}`;
    yield {
      i,
      r,
      worker,
      path,
      own: own[worker],
      level: Math.max(4096, rss[worker]),
      time: 1795300000 + Math.floor(i / 12),
    };
  }
}

/** How each sort of log writes a request. */
const WRITERS = {
  uwsgi: ({ i, r, worker, path, own, level, time }) =>
    `{address space usage: ${level * 3} bytes/${Math.floor((level * 3) / 2 ** 20)}MB} {rss usage: ${level} bytes/${Math.floor(level / 2 ** 20)}MB} [pid: ${4000 + worker}|app: 0|req: ${own}/${i + 1}] 10.0.0.${worker + 3} () {36 vars in ${560 + Math.floor(r() * 90)} bytes} [${ctime(time)}] GET ${path} => generated ${Math.floor(r() * 9000)} bytes in ${Math.floor(r() * 90)} msecs (HTTP/1.1 200) 5 headers in 165 bytes (1 switches on core 0)\n`,
  json: ({ r, worker, path, level, time }) =>
    `{"level":30,"time":${time * 1000},"pid":${4000 + worker},"hostname":"web-1","req":{"method":"GET","url":"${path}"},"res":{"statusCode":200},"responseTime":${Math.floor(r() * 90)},"rss":${level},"msg":"request completed"}\n`,
  template: ({ r, worker, path, level, time }) =>
    `${4000 + worker} ${level} [${ctime(time)}] GET ${path} 200 ${Math.floor(r() * 9000)} ${Math.floor(r() * 90)}\n`,
};

/** The format string of the lines that `template` writes. */
export const TEMPLATE = '%(pid) %(rss) [%(ctime)] %(method) %(uri) %(status) %(size) %(msecs)';

/** A path that no other request has. */
export const randomPath = (r) => `/${hex(r, 6)}z/${hex(r, 5)}y/x${hex(r, 8)}w`;

/** Writes a log to `path`; the same seed gives the same bytes. */
export async function makeLog(path, lines, { seed = 1, sort = 'uwsgi', pathOf } = {}) {
  const out = createWriteStream(path, { highWaterMark: 1 << 20 });
  let block = '';
  for (const request of requests(lines, seed, pathOf)) {
    block += WRITERS[sort](request);
    if (block.length > 1 << 20) {
      if (!out.write(block)) await once(out, 'drain');
      block = '';
    }
  }
  out.end(block);
  await once(out, 'finish');
}
