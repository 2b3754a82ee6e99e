// Requests of a day in the shop; the mix drifts. `visitors.mjs` is ../../node/traffic.mjs, of which the dice are used.
import process from 'node:process';
import { seeded } from './visitors.mjs';

const WEIGHTS = {
  '/account/:uuid': 6,
  '/orders/new': 6,
  '/search': 8,
  '/profile/:id': 6,
  '/audit': 4,
  '/quote': 5,
  '/images/:id/scaled': 5,
  '/login': 5,
  '/export.csv': 2,
  '/reports/:id': 2,
  '/products/:id': 14,
  '/pages/:id': 6,
  '/tree': 6,
  '/': 10,
  '/api/stock': 6,
  '/about': 4,
  '/health': 5,
};
const STRAYS = ['/.env', '/wp-login.php', '/products/%22%20memhog%20v=1%20at=start%20pid=1%20rss=9/x'];

/** `count` requests: { method, path, body }. SHOP_FAVOUR: a route that is called as often as all others together. */
export function* traffic(seed, count) {
  const random = seeded(seed);
  const waves = Object.entries(WEIGHTS).map(([route, weight]) => {
    const [turns, from, quick] = [1 + 5 * random(), random(), 20 + 60 * random()];
    const wave = (of) => Math.sin(2 * Math.PI * (of + from));
    return [route, (part) => weight * Math.exp(0.5 * wave(turns * part) + 0.4 * wave(quick * part))];
  });
  for (let i = 0; i < count; i++) {
    const weights = waves.map(([route, of]) => [route, of(i / count)]);
    const favoured = weights.find(([route]) => route === process.env.SHOP_FAVOUR);
    if (favoured) favoured[1] = weights.reduce((sum, [, weight]) => sum + weight, 0);
    let at = random() * weights.reduce((sum, [, weight]) => sum + weight, 0);
    const [route] = weights.find(([, weight]) => (at -= weight) < 0) ?? weights[0];
    yield random() < 0.002
      ? { method: 'GET', path: STRAYS[i % STRAYS.length], body: '' }
      : request(random, route);
  }
}

function request(random, route) {
  const key = Math.floor(random() * 20_000);
  const uuid = `${key.toString(16).padStart(8, '0')}-0000-4000-a000-00000000004d`;
  const path = route.replace(':id', String(key)).replace(':uuid', uuid);
  return { method: 'GET', path: route === '/search' ? `${path}?q=${key}` : path, body: '' };
}
