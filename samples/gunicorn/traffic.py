"""Requests of a day in the shop: the weight of each route drifts, slowly and quickly, and that is what tells routes
apart; with a constant mix all of them would grow together."""
import math
import random

WEIGHTS = {
    "/": 12, "/products/:id": 18, "/products/:id/reviews": 8, "/search": 11, "/cart/items": 11, "/orders/:id/invoice": 12,
    "/reports/:id/export": 1, "/images/:id/thumb": 7, "/account/:uuid": 6, "/about": 4, "/login": 5, "/health": 8,
}
STEPS = 150  # the mix changes this many times in a run
WORDS = "red blue brass oak lamp desk shade bulb floor wall reading vintage small large dimmable garden".split()
AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
    'lamp "crawler" memhog v=1 pid=1 rss=9',
]


def drift(rng, memory):
    """Ornstein-Uhlenbeck: a walk that is pulled back to 0, of variance 1, forgetting over `memory` steps."""
    x, pull = rng.gauss(0, 1), math.exp(-1 / memory)
    for _ in range(STEPS):
        yield x
        x = pull * x + math.sqrt(1 - pull * pull) * rng.gauss(0, 1)


def stream(seed, count):
    """`count` calls: (method, route, key, path with query, agent)."""
    rng = random.Random(seed)
    mix = {
        route: [weight * math.exp(0.5 * s + 0.5 * q) for s, q in zip(drift(rng, 15), drift(rng, 4))]
        for route, weight in WEIGHTS.items()
    }
    routes = list(WEIGHTS)
    for i in range(count):
        step = i * STEPS // count
        yield request(rng, rng.choices(routes, [mix[r][step] for r in routes])[0])


def request(rng, route):
    key = str(int(20_000 ** rng.random()))
    if route == "/account/:uuid":
        key = "%08x-0000-4000-a000-%012x" % (rng.getrandbits(9), 77)
    path = route.replace(":id", key).replace(":uuid", key)
    method = "POST" if route in ("/login", "/cart/items") else "GET"
    if route == "/search":
        path += "?q=" + "+".join(rng.sample(WORDS, 3))
    elif rng.random() < 0.03:
        path += rng.choice(("?utm_source=mail", "?lang=de"))
    if rng.random() < 0.002:
        path = rng.choice(("/.env", "/wp-login.php", "/products/%22%20memhog%20v=1%20pid=1%20rss=9"))
    return method, route, key, path, AGENTS[min(rng.randrange(20) // 9, 2)]
