// A shop with a leak of each kind and innocents that look guilty, without a framework. Each leak stands in a function of
// its own, which `where` names; what it keeps per call is measured by truth.mjs.
import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { appendFileSync } from 'node:fs';
import { setInterval, setTimeout } from 'node:timers';

/** Text that belongs to nobody else. */
const lines = (count, width = 180) =>
  Array.from({ length: count }, (_, i) => Buffer.alloc(width, `${i} `).toString('latin1'));

// ---- the leaks, one of each kind ----
const viewed = [];
function rememberVisit(key) {
  viewed.push({ who: `account ${key}`, page: lines(12) });
}

const orders = new Map();
function keepOrder(key) {
  orders.set(`order-${key}-${orders.size}`, lines(6));
}

const found = {};
let asked = 0;
function searchAll(key) {
  return (found[`${key} ${asked++}`] ??= lines(30));
}

const profiles = new EventEmitter();
profiles.setMaxListeners(0);
function followProfile() {
  const page = lines(4);
  profiles.on('seen', () => page[0]);
}

function pollStock() {
  const page = lines(5);
  setInterval(() => page.length, 3_600_000).unref();
}

const callbacks = [];
function offerLater() {
  const offers = lines(20);
  callbacks.push(() => offers);
}

const scaled = [];
function scaleImage() {
  scaled.push(Buffer.alloc(16_384, 1));
}

const tokens = new Set();
function issueToken() {
  // a slice keeps the whole text that it was cut from
  const page = Buffer.alloc(3000, `${asked++} `).toString('latin1');
  tokens.add(page.slice(0, 40));
}

// ---- innocents that look guilty ----
const products = new Map();
function product(key) {
  const name = Number(key) % 200;
  if (!products.has(name)) products.set(name, lines(100));
  if (products.size > 40) products.delete(products.keys().next().value);
  return products.get(name) ?? [];
}

const pages = new Map();
function page(key) {
  const name = Number(key) % 16;
  if (!pages.has(name)) pages.set(name, lines(1500));
  return pages.get(name).slice(0, 20);
}

function tree() {
  const nodes = Array.from({ length: 12 }, () => {
    const node = { text: lines(6) };
    node.self = node;
    return node;
  });
  return nodes.map((node) => node.self.text[5]);
}

const later = (value) => new Promise((resolve) => void setTimeout(resolve, 3, value));

const leak = (keep, rows) => (key) => {
  keep(key);
  return lines(rows);
};

/** Template -> kind, handler of the key, and for a leak the function that keeps. */
export const ROUTES = {
  '/account/:uuid': ['leak:array', leak(rememberVisit, 10), 'rememberVisit'],
  '/orders/new': ['leak:map', leak(keepOrder, 5), 'keepOrder'],
  '/search': ['leak:unbounded-cache', (key) => searchAll(key), 'searchAll'],
  '/profile/:id': ['leak:listeners', leak(followProfile, 12), 'followProfile'],
  '/audit': ['leak:timers', leak(pollStock, 8), 'pollStock'],
  '/quote': ['leak:closure', leak(offerLater, 9), 'offerLater'],
  '/images/:id/scaled': ['leak:buffers', leak(scaleImage, 1), 'scaleImage'],
  '/login': ['leak:slices', leak(issueToken, 1), 'issueToken'],
  '/export.csv': ['innocent:large-response', () => lines(2000, 900)],
  '/reports/:id': [
    'innocent:large-transient',
    (key) => [String(Buffer.alloc((12 + (Number(key) % 13)) << 20, 127).length)],
  ],
  '/products/:id': ['innocent:bounded-cache', product],
  '/pages/:id': ['innocent:filling-cache', page],
  '/tree': ['innocent:cycles', (key) => later(tree(key))],
  '/': ['innocent:small', () => lines(30)],
  '/api/stock': [
    'innocent:medium',
    () => later(lines(300).map((text, sku) => JSON.stringify({ sku, text }))),
  ],
  '/about': ['innocent:static', () => ['We sell lamps.'.repeat(90)]],
  '/health': ['innocent:tiny', () => ['ok']],
};

const calls = {};

/** The body of one call. */
export async function serve(template, key) {
  calls[template] = (calls[template] ?? 0) + 1;
  return JSON.stringify(await ROUTES[template][1](key ?? ''));
}

/** Leaves what was called beside the server, for truth.mjs. Called once, at the end of a worker. */
export function leaveLedger() {
  appendFileSync(process.env.SHOP_LEDGER, `${JSON.stringify(calls)}\n`);
}
