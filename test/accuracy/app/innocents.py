"""Request handlers that keep nothing without limit: passing garbage, bounded caches, buffers that are flushed.

Each maker takes the route's random numbers and a scale, and returns `handle(user, now)`, which returns the body.
`user` is a number of which small ones come often; `now` is the time of the log in seconds.
"""
import collections
import csv
import functools
import io
import itertools
import json
import re
import sqlite3
import string
import weakref
import zlib
from fractions import Fraction

from leaks import text


def health(_rng, _scale):
    return lambda _user, _now: b"ok"


def page(rng, scale):
    row = string.Template("<tr><td>$number</td><td>$name</td></tr>\n")
    most = 250 * scale

    def handle(_user, _now):
        rows = [row.substitute(number=i, name="name %d" % (i * 7)) for i in range(int(rng.uniform(5, most)))]
        return ("<table>%s</table>" % "".join(rows) + " " * int(rng.expovariate(1 / 40_000) * scale)).encode()

    return handle


def api(rng, scale):
    most = 160 * scale

    def handle(user, _now):
        items = [{"id": i, "tags": ["a", "b"], "price": {"net": i / 7}} for i in range(int(rng.uniform(2, most)))]
        return json.dumps(json.loads(json.dumps({"user": user, "items": items}))).encode()

    return handle


def export(rng, scale):
    def handle(user, _now):
        if rng.random() > 0.03:
            return b"queued"
        out = io.StringIO()
        csv.writer(out).writerows(itertools.repeat((user, "x" * 60, 3.25), int(rng.uniform(500, 20_000 * scale))))
        return out.getvalue().encode()

    return handle


def picture(rng, scale):
    def handle(_user, _now):
        if rng.random() > 0.15:
            return b"not modified"
        raw = rng.randbytes(997) * int(rng.uniform(40, 1500 * scale))
        return zlib.compress(raw, 1)

    return handle


def patterns(rng, _scale):
    """The regular expression cache of CPython: up to 512 of them, then the oldest goes."""

    def handle(user, _now):
        return b"yes" if re.search(r"q%d(\w+|\d{2,4})*$" % (user % 1500), text(rng, 30)) else b"no"

    return handle


def memo(rng, scale):
    @functools.lru_cache(maxsize=int(rng.choice([50, 200, 800])))
    def card(_user):
        return text(rng, int(2500 * scale)).encode()

    return lambda user, _now: card(user)


def catalogue(rng, scale):
    """A cache that nothing bounds but the number of things there are."""
    cards = {}
    things = int(rng.choice([60, 250, 800]))

    def handle(user, _now):
        key = user % things
        if key not in cards:
            cards[key] = {"id": key, "lines": [text(rng, 90) for _ in range(int(25 * scale))]}
        return json.dumps(cards[key]).encode()

    return handle


def sessions(rng, scale):
    """One entry per user, dropped when it has not been used for half an hour: full by day, empty by night."""
    open_until = collections.OrderedDict()

    def handle(user, now):
        while open_until and next(iter(open_until.values()))[0] < now:
            open_until.popitem(last=False)
        open_until.pop(user, None)
        open_until[user] = (now + 1800, text(rng, int(1500 * scale)))
        return b"welcome"

    return handle


def pool(rng, _scale):
    """Connections are opened when all are busy, ten at most."""
    connections = []

    def handle(_user, _now):
        if len(connections) < 10 and rng.random() < 0.01:
            connections.append(bytearray(b"\x01") * 65536)
        return b"row"

    return handle


def scratch(rng, scale):
    """A buffer that is used again and grows to the largest need so far."""
    buffer = bytearray()

    def handle(_user, _now):
        need = min(int(rng.paretovariate(1.3) * 20_000 * scale), 2_000_000)
        if len(buffer) < need:
            buffer.extend(b"\x01" * (need - len(buffer)))
        return bytes(buffer[:500])

    return handle


def upload(rng, scale):
    """Takes a file of rows apart, now and then a large one."""

    def handle(_user, _now):
        count = rng.uniform(5000, 30_000) if rng.random() < 0.01 else rng.uniform(5, 60)
        rows = csv.DictReader(("%d,%d,some words" % (i, i * 3) for i in range(int(count * scale))), ("a", "b", "c"))
        return str(len([dict(row) for row in rows])).encode()

    return handle


def query(rng, scale):
    database = sqlite3.connect(":memory:", isolation_level=None)

    def handle(user, _now):
        if rng.random() > 0.1:
            return b"cached"
        database.execute("create table found (id int, name text)")
        rows = ((i, "name %d %d" % (i, user)) for i in range(int(800 * scale)))
        database.executemany("insert into found values (?, ?)", rows)
        total = database.execute("select count(distinct name) from found").fetchone()[0]
        database.execute("drop table found")
        return str(total).encode()

    return handle


class _Node:
    def __init__(self, parent, payload):
        self.parent, self.payload, self.children = parent, payload, []
        self.watcher = weakref.ref(self)


def tree(rng, scale):
    """Objects that point at each other: garbage until the collector comes round."""

    def handle(_user, _now):
        root = _Node(None, text(rng, 500))
        root.children = [_Node(root, "x" * rng.randrange(20, 900)) for _ in range(int(rng.uniform(1, 40 * scale)))]
        return str(len(root.children)).encode()

    return handle


def outbox(rng, scale):
    """Messages are kept until there are enough of them to send."""
    waiting = []
    full = int(rng.choice([50, 200, 800]))

    def handle(user, _now):
        waiting.append((user, text(rng, int(400 * scale))))
        if len(waiting) >= full:
            waiting.clear()
        return b"accepted"

    return handle


def figures(rng, _scale):
    return lambda user, _now: str(sum((Fraction(user, i) for i in range(2, 20)), Fraction(rng.random()))).encode()


def first_use(rng, scale):
    """Loads its tables when first called."""
    tables = []
    rows = int(rng.uniform(3000, 20_000) * scale)

    def handle(_user, _now):
        if not tables:
            tables.append([text(rng, 150) for _ in range(rows)])
        return tables[0][rng.randrange(rows)].encode()

    return handle


INNOCENTS = {
    make.__name__: make
    for make in (
        health, page, api, export, picture, patterns, memo, catalogue, sessions,
        pool, scratch, upload, query, tree, outbox, figures, first_use,
    )
}  # fmt: skip
PLAIN = ("page", "api", "health", "tree", "figures", "picture", "query")
