// A small shop, the same for every framework: routes with their handlers, one of which keeps what it should not.
import { Buffer } from 'node:buffer';
import { writeFileSync } from 'node:fs';

/** What /products/:id has shown, for a "recently viewed" that nobody trims: the leak. */
const viewed = [];

const lines = (count) => Array.from({ length: count }, (_, i) => `row ${i}`.padEnd(120, '.'));
const page = (title, rows) =>
  `<!doctype html><title>${title}</title><ul>${rows.map((r) => `<li>${r}`).join('')}</ul>`;

function product({ id }) {
  // one flat string of 8 to 40 KiB, so that what V8 spends on it is known
  const kept = Buffer.alloc(8192 + ((Number(id) * 997) % 32768), 'review ').toString('latin1');
  viewed.push({ id, kept });
  tally('/products/:id', kept.length + 72);
  return page('Product', lines(40));
}

const cache = new Map();

function search(_params, query) {
  const key = query.split('&')[0];
  if (!cache.has(key)) cache.set(key, lines(60)); // 144 pairs of words at most
  return page('Search', cache.get(key));
}

function thumb({ id }) {
  const width = 200 + (Number(id) % 200);
  const pixels = Buffer.alloc(width * width * 4, 127); // 160 to 640 KB, dropped at once
  return pixels.subarray(0, 400).toString('latin1');
}

/** Method, template with `:name` parameters, handler (params, query, body) => text, kind. */
export const ROUTES = [
  ['GET', '/', () => page('Shop', lines(60)), 'innocent:small'],
  ['GET', '/products/:id', product, 'leak:list'],
  ['GET', '/search', search, 'innocent:bounded-cache'],
  ['GET', '/cart', () => page('Cart', lines(8)), 'innocent:small'],
  ['DELETE', '/cart', () => '', 'innocent:small'],
  ['POST', '/cart/items', () => '{"ok":true}', 'innocent:tiny'],
  ['GET', '/login', () => page('Login', lines(5)), 'innocent:small'],
  ['POST', '/login', () => '', 'innocent:small'],
  ['GET', '/account/:uuid', ({ uuid }) => page(uuid, lines(70)), 'innocent:medium'],
  ['GET', '/api/v1/orders/:id', ({ id }) => JSON.stringify({ id, items: lines(90) }), 'innocent:medium'],
  ['PATCH', '/api/v1/orders/:id', () => '{"ok":true}', 'innocent:medium'],
  ['GET', '/api/v1/stock', () => JSON.stringify(lines(300)), 'innocent:medium'],
  ['GET', '/images/:id/thumb', thumb, 'innocent:large-transient'],
  ['GET', '/health', () => 'ok', 'innocent:tiny'],
  ['GET', '/about', () => 'We sell lamps. '.repeat(200), 'innocent:static'],
];

const counts = new Map(ROUTES.map(([, template, , kind]) => [template, { calls: 0, kept: 0, kind }]));

function tally(template, kept) {
  counts.get(template).kept += kept;
}

/** The answer of a route. */
export function answer(route, params, query) {
  counts.get(route[1]).calls++;
  return route[2](params, query);
}

/** Leaves what each route did beside the server, for truth.mjs. Called once, at the end of a worker. */
export function leaveLedger() {
  writeFileSync(`${process.env.SHOP_LEDGER}.${process.pid}`, JSON.stringify([...counts]));
}
