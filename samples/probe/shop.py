"""A shop with a leak of each kind and innocents that look guilty, without a framework. Shared by the Django shop, the
Flask and the Starlette service and the Celery tasks of this folder."""
import ctypes
import functools
import json
import logging
import os

from ledger import Ledger

ROUTES = {}  # template -> (methods, kind, handler)


def lines(count, width=180):
    """Text that belongs to nobody else."""
    return [f"{i:0{width}d}" for i in range(count)]


def route(methods, template, kind):
    def register(handler):
        ROUTES[template] = (methods, kind, handler)
        return handler

    return register


# ---- the leaks, one of each kind ----
viewed = []


@route(["GET"], "/account/:uuid", "leak:list")
def account(key):
    viewed.append({"who": "account " + key, "page": lines(12)})
    return 200, lines(10)


orders = {}


@route(["GET", "POST"], "/orders/new", "leak:dict")
def new_order(key):
    orders[f"order-{key}-{len(orders)}"] = lines(6)
    return 201, lines(5)


@functools.lru_cache(maxsize=None)
def search_all(words):
    return lines(30)


@route(["GET"], "/search", "leak:unbounded-cache")
def search(key):
    search.asked += 1
    return 200, search_all(f"{key} {search.asked}")


search.asked = 0


class Signal:
    """As those of frameworks: receivers are kept until they are disconnected."""

    def __init__(self):
        self.receivers = []

    def connect(self, receiver, **_):
        self.receivers.append(receiver)


def signal():
    name = os.environ.get("SHOP_FRAMEWORK")
    if name == "django":
        from django.dispatch import Signal as Dispatch

        return Dispatch()
    if name == "flask":
        from blinker import Signal as Blink

        return Blink()
    return Signal()


profile_seen = signal()


@route(["GET"], "/profile/:id", "leak:receivers")
def profile(key):
    page = lines(4)

    def receiver(sender, **_):
        return page[0]

    profile_seen.connect(receiver, weak=False)
    return 200, lines(12)


@route(["GET"], "/audit", "leak:handlers")
def audit(_key):
    handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s " + lines(1, 700)[0]))
    logging.getLogger("audit").addHandler(handler)
    return 200, lines(8)


callbacks = []


@route(["GET"], "/quote", "leak:closure")
def quote(_key):
    offers = lines(20)
    callbacks.append(lambda: offers)
    return 200, lines(9)


libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]


@route(["GET"], "/images/:id/scaled", "leak:native")
def scaled(_key):
    ctypes.memset(libc.malloc(16384), 1, 16384)
    return 200, ["image"]


revived = []


class Session:
    """In a cycle, and brought back by its own __del__."""

    def __init__(self):
        self.me = self
        self.data = lines(15)

    def __del__(self):
        revived.append(self)


@route(["GET", "POST"], "/login", "leak:revived-cycles")
def login(_key):
    Session()
    return 303, []


# ---- innocents that look guilty ----
@route(["GET"], "/export.csv", "innocent:large-response")
def export(_key):
    rows = lines(2000, 900)
    return 200, rows


@route(["GET"], "/reports/:id", "innocent:large-transient")
def report(key):
    """12 to 24 MB that are gone when it returns."""
    return 200, [str(len(bytearray(b"\x7f") * ((12 + int(key) % 13) << 20)))]


@functools.lru_cache(maxsize=40)
def product_of(key):
    return lines(100)


@route(["GET"], "/products/:id", "innocent:bounded-cache")
def product(key):
    return 200, product_of(str(int(key) % 200))


compiled = {}


@route(["GET"], "/pages/:id", "innocent:filling-cache")
def page(key):
    """Each of sixteen pages is made once."""
    name = int(key) % 16
    if name not in compiled:
        compiled[name] = lines(1500)
    return 200, compiled[name][:20]


class Node:
    def __init__(self):
        self.me = self
        self.text = lines(6)


@route(["GET"], "/tree", "innocent:cycles")
def tree(_key):
    return 200, [n.text[-1] for n in [Node() for _ in range(12)]]


@route(["GET"], "/", "innocent:small")
def home(_key):
    return 200, lines(30)


@route(["GET"], "/api/stock", "innocent:medium")
def stock(_key):
    return 200, [json.dumps({"sku": i, "left": i % 9}) for i in range(500)]


@route(["GET"], "/about", "innocent:static")
def about(_key):
    return 200, ["We sell lamps."] * 90


@route(["GET"], "/health", "innocent:tiny")
def health(_key):
    return 200, ["ok"]


LEDGER = Ledger(os.environ.get("SHOP_LEDGER"), list(ROUTES))


def serve(template, key=""):
    """(status, body) of one call."""
    status, text = ROUTES[template][2](key)
    LEDGER.add(template, 0)
    return status, json.dumps(text).encode()
