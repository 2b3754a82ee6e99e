// A server of node:http that keeps in every way, behind memhog with the probe. Calls the route named on the command line
// so many times, two others between, one request after the other; COUNT 0 only the others.
import { Buffer } from 'node:buffer';
import { EventEmitter, once } from 'node:events';
import { createServer, request } from 'node:http';
import { setInterval } from 'node:timers';
import { memhogHttp } from '../../../src/node/index.ts';

const lines = (count) =>
  Array.from({ length: count }, (_, i) => Buffer.alloc(150, `${i} `).toString('latin1'));

const list = [];
const map = new Map();
const cache = {};
const bus = new EventEmitter();
bus.setMaxListeners(0);
const callbacks = [];
const images = [];
const bounded = new Map();
let calls = 0;

const ROUTES = {
  '/array': function keepInArray() {
    list.push({ page: lines(10) });
  },
  '/map': function keepInMap() {
    map.set(`key ${calls}`, lines(10));
  },
  '/cache': function keepInCache() {
    cache[`key ${calls}`] ??= { page: lines(10) };
  },
  '/listeners': function listenAgain() {
    const page = lines(10);
    bus.on('seen', () => page.length);
  },
  '/timers': function askAgain() {
    const page = lines(10);
    setInterval(() => page.length, 3_600_000).unref();
  },
  '/closure': function callLater() {
    const page = lines(10);
    callbacks.push(() => page);
  },
  '/buffers': function keepBuffer() {
    images.push(Buffer.alloc(16_384, 1));
  },
  '/bounded': function keepFew() {
    bounded.set(calls % 5, lines(10));
  },
  '/large': function makeLarge() {
    return lines(3000).length;
  },
  '/users/7': () => lines(10),
};

const listener = memhogHttp(
  (asked, response) => {
    calls++;
    ROUTES[asked.url]?.();
    response.end(lines(4).join('\n'));
  },
  { probe: process.env.LEAKY_PROBE !== 'end' },
);
const server = createServer(listener);
await once(server.listen(0, '127.0.0.1'), 'listening');

async function call(path) {
  const sent = request({ host: '127.0.0.1', port: server.address().port, path, agent: false }).end();
  const [response] = await once(sent, 'response');
  await once(response.resume(), 'close');
}
const [path, count] = process.argv.slice(2);
for (let i = 0; i < Math.max(1, Number(count)); i++) {
  if (Number(count) > 0) await call(path);
  await call('/users/7');
  await call('/large');
}
server.closeAllConnections();
server.close();
