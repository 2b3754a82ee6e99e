"""A little shop without a web framework: twelve routes, one planted leak (SHOP_LEAK names its route), innocents that
look guilty. Shared by the samples of gunicorn, uvicorn, celery, django, flask and by uwsgi's log-format samples."""
import functools
import json
import os

from ledger import Ledger, deep_size

LEAK_KIB = {"/orders/:id/invoice": 32, "/search": 24, "/cart/items": 24}
LEAK = os.environ.get("SHOP_LEAK", "/orders/:id/invoice")  # empty: no leak at all
kept = []
ROUTES = {}  # template -> (methods, kind, handler)


def lines(count, width=180):
    """Text that belongs to nobody else."""
    return [f"{i:0{width}d}" for i in range(count)]


def route(methods, template, kind):
    def register(handler):
        ROUTES[template] = (methods, kind, handler)
        return handler

    return register


@route(["GET"], "/", "innocent:small")
def home(_key):
    return 200, lines(60)


@route(["GET"], "/products/:id", "innocent:small")
def product(_key):
    return 200, lines(40)


@functools.lru_cache(maxsize=120)
def reviews_of(key):
    return lines(60)


@route(["GET"], "/products/:id/reviews", "innocent:bounded-cache")
def reviews(key):
    return 200, reviews_of(key)


@route(["GET"], "/search", "innocent:medium")
def search(_key):
    return 200, lines(90)


@route(["GET", "POST"], "/cart/items", "innocent:small")
def cart(_key):
    return 201, lines(5)


@route(["GET"], "/orders/:id/invoice", "innocent:medium")
def invoice(_key):
    return 200, lines(80)


@route(["GET"], "/reports/:id/export", "innocent:large-transient")
def export(key):
    """2 to 6 MB that are gone when it returns, though the allocator may hold on to the room."""
    text = b"x" * ((2 + int(key) % 5) << 20)
    return 200, [text[:50].decode()] * 20


@route(["GET"], "/images/:id/thumb", "innocent:large-transient")
def thumb(key):
    pixels = bytearray(b"\x7f") * ((300 + int(key) % 400) ** 2 * 3)
    return 200, [str(len(pixels))]


class Node:
    def __init__(self):
        self.me = self
        self.text = lines(6)


@route(["GET", "PUT"], "/account/:uuid", "innocent:cycles")
def account(_key):
    """Objects that refer to themselves wait for the garbage collector."""
    return 200, [n.text[-1] for n in [Node() for _ in range(10)]]


@route(["GET"], "/about", "innocent:static")
def about(_key):
    return 200, ["We sell lamps."] * 90


@route(["POST"], "/login", "innocent:small")
def login(_key):
    return 303, []


@route(["GET"], "/health", "innocent:tiny")
def health(_key):
    return 200, ["ok"]


LEDGER = Ledger(os.environ.get("SHOP_LEDGER"), list(ROUTES))


def kind_of(template):
    return "leak:list" if template == LEAK else ROUTES[template][1]


def serve(template, key=""):
    """(status, body) of one call; what the leaking route keeps goes into the ledger."""
    status, text = ROUTES[template][2](key)
    gone = 0
    if template == LEAK:
        record = lines(LEAK_KIB[template] * 1024 // 240)
        kept.append(record)
        gone = deep_size(record) + 8
    LEDGER.add(template, gone)
    return status, json.dumps(text).encode()
