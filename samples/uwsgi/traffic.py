"""The shop's visitors: a seeded stream of requests whose mix drifts, slowly and quickly, as traffic does."""
import json
import math
import random

WEIGHTS = {
    "/": 10, "/products/:id": 17, "/search": 10, "/cart": 6, "/cart/items": 6, "/login": 4, "/account/:uuid": 5,
    "/about": 1.5, "/terms": 0.8, "/help/shipping": 1.2, "/api/v1/products/:id": 9, "/api/v1/stock": 6,
    "/api/v1/orders/:id": 4, "/health": 5, "/export/orders.csv": 0.35, "/images/:id/thumb": 7, "/uploads": 3,
    "/reports/sales": 1, "scanner": 1.5,
}
STEPS = 400  # the mix changes this many times in a run
SCANNED = """/wp-login.php /.env /.git/config /phpmyadmin/index.php /xmlrpc.php /admin.php /cgi-bin/luci /vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php
/wp-content/plugins/wp-file-manager/readme.txt /boaform/admin/formLogin /actuator/env /solr/admin/info/system?wt=json /.aws/credentials /server-status""".split()
WORDS = "red blue brass oak lamp desk shade bulb floor wall reading vintage small large dimmable garden".split()
AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
]


def drift(rng, memory):
    """Ornstein-Uhlenbeck: a walk that is pulled back to 0, of variance 1, forgetting over `memory` steps."""
    x, pull = rng.gauss(0, 1), math.exp(-1 / memory)
    for _ in range(STEPS):
        yield x
        x = pull * x + math.sqrt(1 - pull * pull) * rng.gauss(0, 1)


class Traffic:
    def __init__(self, seed):
        self.rng = rng = random.Random(seed)
        self.mix = {}
        for route, weight in WEIGHTS.items():
            slow, quick = drift(rng, 60), drift(rng, 5)
            self.mix[route] = [weight * math.exp(0.8 * s + 0.5 * q) for s, q in zip(slow, quick)]
        self.accounts = ["%08x-%04x-4%03x-a%03x-%012x" % tuple(map(rng.getrandbits, (32, 16, 12, 12, 48))) for _ in range(120)]
        self.addresses = [f"198.51.100.{i}" for i in range(2, 40)] + ["2001:db8::%x" % i for i in range(1, 6)]
        self.sessions = []

    def stream(self, count):
        """`count` requests: (method, path with query, body, address, agent, session)."""
        routes = list(WEIGHTS)
        for i in range(count):
            step = i * STEPS // count
            name = self.rng.choices(routes, [self.mix[r][step] for r in routes])[0]
            yield self.request(name)

    def session(self):
        """One visitor in three is new."""
        if not self.sessions or self.rng.random() < 0.33:
            self.sessions = self.sessions[-40:] + ["%032x" % self.rng.getrandbits(128)]
        return self.rng.choice(self.sessions)

    def request(self, name):
        rng = self.rng
        make = getattr(self, "make" + name.replace("/", "_").replace(":", "").replace(".", "_"), None)
        method, path, body = make() if make else ("GET", name, b"")
        if method == "GET" and rng.random() < 0.004:
            method = "HEAD"
        if method == "GET" and name != "scanner" and "?" not in path and rng.random() < 0.04:
            path += rng.choice(("?utm_source=mail", "?ref=home", "?lang=de"))
        address = "203.0.113.66" if name == "scanner" else rng.choice(self.addresses[: rng.randrange(1, len(self.addresses))])
        return method, path, body, address, AGENTS[min(rng.randrange(8), 2)], self.session()

    def zipf(self, most):
        return int(most ** self.rng.random())

    def make_products_id(self):
        gone = self.rng.random() < 0.003
        return "GET", f"/products/{20_000 + self.zipf(900) if gone else self.zipf(20_000)}", b""

    def make_search(self):
        words = "+".join(self.rng.sample(WORDS, 3))
        return "GET", f"/search?q={words}" + (f"&page={self.rng.randrange(2, 30)}" if self.rng.random() < 0.5 else ""), b""

    def make_cart(self):
        return ("GET" if self.rng.random() < 0.95 else "DELETE"), "/cart", b""

    def make_cart_items(self):
        return "POST", "/cart/items", json.dumps({"product": self.zipf(20_000)}).encode()

    def make_login(self):
        return ("POST", "/login", b"user=a&password=b") if self.rng.random() < 0.6 else ("GET", "/login", b"")

    def make_account_uuid(self):
        method = "PUT" if self.rng.random() < 0.05 else "GET"
        return method, "/account/" + self.accounts[self.zipf(120)], b""

    def make_api_v1_products_id(self):
        return "GET", f"/api/v1/products/{self.zipf(9_000)}", b""

    def make_api_v1_stock(self):
        return "GET", f"/api/v1/stock?warehouse={self.rng.randrange(1, 5)}", b""

    def make_api_v1_orders_id(self):
        return ("PATCH" if self.rng.random() < 0.1 else "GET"), f"/api/v1/orders/{self.rng.randrange(4_000, 9_000)}", b""

    def make_export_orders_csv(self):
        return "GET", f"/export/orders.csv?month={self.rng.randrange(1, 13)}", b""

    def make_images_id_thumb(self):
        return "GET", f"/images/{self.zipf(20_000)}/thumb", b""

    def make_uploads(self):
        size = self.rng.randrange(500_000, 900_000) if self.rng.random() < 0.1 else self.rng.randrange(2_000, 60_000)
        return "POST", "/uploads", b"\x89" * size

    def makescanner(self):
        return ("POST" if self.rng.random() < 0.1 else "GET"), self.rng.choice(SCANNED), b""
