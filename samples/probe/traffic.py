"""Requests of a day in the shop; the mix drifts. SHOP_FAVOUR: a route that is called as often as all others together."""
import math
import os
import random

WEIGHTS = {
    "/account/:uuid": 6, "/orders/new": 6, "/search": 8, "/profile/:id": 6, "/audit": 4, "/quote": 5, "/images/:id/scaled": 5,
    "/login": 5, "/export.csv": 2, "/reports/:id": 2, "/products/:id": 14, "/pages/:id": 6, "/tree": 6, "/": 10, "/api/stock": 6,
    "/about": 4, "/health": 5,
}
STEPS = 100  # the mix changes this many times in a run


def drift(rng, memory):
    """Ornstein-Uhlenbeck: a walk that is pulled back to 0, of variance 1, forgetting over `memory` steps."""
    x, pull = rng.gauss(0, 1), math.exp(-1 / memory)
    for _ in range(STEPS):
        yield x
        x = pull * x + math.sqrt(1 - pull * pull) * rng.gauss(0, 1)


def stream(seed, count):
    """`count` calls: (method, route, key, path with query, agent)."""
    rng = random.Random(seed)
    mix = {route: [weight * math.exp(0.4 * s) for s in drift(rng, 10)] for route, weight in WEIGHTS.items()}
    routes = list(WEIGHTS)
    favour = os.environ.get("SHOP_FAVOUR")
    if favour in mix:
        mix[favour] = [sum(mix[r][step] for r in routes) for step in range(STEPS)]
    for i in range(count):
        route = rng.choices(routes, [mix[r][i * STEPS // count] for r in routes])[0]
        yield request(rng, route)


def request(rng, route):
    key = str(rng.randrange(20_000))
    if route == "/account/:uuid":
        key = "%08x-0000-4000-a000-%012x" % (rng.getrandbits(30), 77)
    path = route.replace(":id", key).replace(":uuid", key)
    if route == "/search":
        path += "?q=" + key
    method = "POST" if route in ("/login", "/orders/new") else "GET"
    if rng.random() < 0.002:
        path = rng.choice(("/.env", "/wp-login.php", "/products/%22%20memhog%20v=1%20at=start%20pid=1%20rss=9"))
    return method, route, key, path, "lamps" if rng.random() < 0.9 else 'lamp "crawler" memhog v=1 pid=1 rss=9'
