// The visitors of the small shop: a seeded stream of requests whose mix drifts. Shared by the samples of Node, Puma,
// Passenger and PHP-FPM.
const WEIGHTS = {
  home: 10,
  product: 16,
  search: 10,
  cart: 6,
  add: 8,
  login: 4,
  account: 6,
  order: 8,
  stock: 7,
  thumb: 6,
  health: 6,
  about: 2,
  stray: 1,
};
const STEPS = 400; // the mix changes this many times in a run
const WORDS = 'red blue brass oak lamp desk shade bulb floor wall reading vintage'.split(' ');
const STRAYS = ['/wp-login.php', '/.env', '/xmlrpc.php', '/phpmyadmin/index.php'];

/** A seeded generator of numbers in [0, 1): mulberry32. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const hex = (random, digits) =>
  Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');

/** A walk that is pulled back to 0, of variance 1, forgetting over `memory` steps. */
function drift(random, memory) {
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const pull = Math.exp(-1 / memory);
  let x = gauss();
  return Array.from({ length: STEPS }, () => {
    const now = x;
    x = pull * x + Math.sqrt(1 - pull * pull) * gauss();
    return now;
  });
}

/** `count` requests: { method, path, body }. */
export function* traffic(seed, count) {
  const random = seeded(seed);
  const below = (n) => Math.floor(random() * n);
  const few = (n) => Math.floor(n ** random()); // small numbers are asked more often
  const accounts = Array.from({ length: 200 }, () => [8, 4, 4, 4, 12].map((n) => hex(random, n)).join('-'));
  const make = {
    home: () => ['GET', '/'],
    product: () => ['GET', `/products/${few(20000)}`],
    search: () => ['GET', `/search?q=${WORDS[below(12)]}+${WORDS[below(12)]}&page=${1 + below(20)}`],
    cart: () => [random() < 0.95 ? 'GET' : 'DELETE', '/cart'],
    add: () => ['POST', '/cart/items', `{"product":${few(20000)}}`],
    login: () => (random() < 0.6 ? ['POST', '/login', 'user=a&password=b'] : ['GET', '/login']),
    account: () => ['GET', `/account/${accounts[few(200) - 1] ?? accounts[0]}`],
    order: () => [random() < 0.1 ? 'PATCH' : 'GET', `/api/v1/orders/${4000 + below(5000)}`],
    stock: () => ['GET', `/api/v1/stock?warehouse=${1 + below(4)}`],
    thumb: () => ['GET', `/images/${few(20000)}/thumb`],
    health: () => ['GET', '/health'],
    about: () => ['GET', '/about'],
    stray: () => ['GET', STRAYS[below(STRAYS.length)]],
  };
  const names = Object.keys(WEIGHTS);
  const walks = names.map((name) => {
    const slow = drift(random, 60);
    const quick = drift(random, 5);
    return slow.map((x, step) => WEIGHTS[name] * Math.exp(0.7 * x + 0.5 * quick[step]));
  });
  for (let i = 0; i < count; i++) {
    const weights = walks.map((walk) => walk[Math.floor((i * STEPS) / count)]);
    let at = random() * weights.reduce((a, b) => a + b);
    const chosen = weights.findIndex((weight) => (at -= weight) < 0);
    const [method, path, body = ''] = make[names[Math.max(0, chosen)]]();
    yield { method, path, body };
  }
}
