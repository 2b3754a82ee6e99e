"""A little shop as a WSGI application (Python standard library only), with planted leaks and innocents that look guilty."""
import functools
import json
import os
import re

import stores
from ledger import Ledger

try:
    import uwsgi

    worker_id = uwsgi.worker_id
except ImportError:  # outside uWSGI (truth.py, calibrate.py)
    def worker_id():
        return 0

KINDS = {}  # route -> kind
HANDLERS = []  # (pattern, route, handler)
ID = {":id": r"(\d+)", ":uuid": r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"}
PRODUCTS = 20_000


def route(template, kind):
    """A handler takes (request, *path parameters) and returns (status, body, bytes kept for good)."""

    def register(handler):
        leaks = kind.startswith("leak") and stores.LEAKS
        KINDS[template] = kind if leaks or kind.startswith("innocent") else "innocent:fixed-" + kind[5:]
        pattern = re.sub(r":id|:uuid", lambda m: ID[m[0]], re.escape(template))
        HANDLERS.append((re.compile(pattern + r"\Z"), template, handler))
        return handler

    return register


class Request:
    def __init__(self, environ):
        self.environ = environ
        self.method = environ["REQUEST_METHOD"]
        self.query = environ.get("QUERY_STRING", "")
        cookie = re.search(r"session=(\w+)", environ.get("HTTP_COOKIE", ""))
        self.session = cookie[1] if cookie else "anonymous"

    def body(self):
        return self.environ["wsgi.input"].read(int(self.environ.get("CONTENT_LENGTH") or 0))


def page(title, rows):
    items = "".join(f"<li>{row}</li>" for row in rows)
    return f"<!doctype html><title>{title}</title><ul>{items}</ul>".encode()


# ---- the leaks ----
@route("/products/:id", "leak:list")
def product(request, number):
    if int(number) >= PRODUCTS:
        return 404, b"gone", 0
    kept = stores.remember_view(number, request.query)
    return 200, page("Product", stores.lines(40)), kept


@route("/search", "leak:lru_cache")
def search(request):
    hits, kept = stores.search(request.query)
    return 200, page("Search", hits), kept


@route("/cart/items", "leak:dict")
def add_to_cart(request):
    product_id = json.loads(request.body())["product"]
    kept = stores.put_in_cart(request.session, product_id)
    return 201, b'{"ok":true}', kept


@route("/uploads", "leak:blocks")
def upload(request):
    body = request.body()
    kept = stores.scan_later(body)
    return 201, b'{"bytes":%d}' % len(body), kept


finished = []  # the last export of this worker


# ---- innocents that look guilty ----
@route("/export/orders.csv", "innocent:export")
def export(request):
    """36 to 44 MB in one piece that stand in the reading of this request and are dropped as the next one begins."""
    month = request.query
    rows = [f"order-{i:09d};customer-{i % 997:06d};{i % 5000:012d};{month}" for i in range(2_000)]
    text = b"".join(["\n".join(rows).encode()] * (340 + 8 * int(month[-1])))
    finished.append(text)
    return 200, text, 0


@functools.lru_cache(maxsize=160)
def product_json(number):
    return json.dumps({"id": number, "variants": stores.lines(120)}).encode()


@route("/api/v1/products/:id", "innocent:bounded-cache")
def api_product(_request, number):
    return 200, product_json(number), 0


@route("/reports/sales", "innocent:lazy-import")
def report(_request):
    import asyncio, decimal, email.mime.multipart, http.server, sqlite3, unittest.mock, xml.dom.minidom  # noqa: E401

    asked = [decimal.Decimal(i) / 7 for i in range(300)]
    known = (asyncio, email, http, sqlite3, unittest, xml)
    return 200, page("Sales", [str(sum(asked)), str(len(known))]), 0


class Node:
    def __init__(self, text):
        self.me = self
        self.text = text


@route("/account/:uuid", "innocent:cycles")
def account(_request, uuid):
    nodes = [Node(stores.lines(6)) for _ in range(12)]
    return 200, page("Account " + uuid, [n.text[-1] for n in nodes]), 0


@route("/images/:id/thumb", "innocent:large-transient")
def thumb(_request, number):
    width = 300 + int(number) % 400
    pixels = bytearray(b"\x7f") * (width * width * 3)
    return 200, bytes(pixels[:: width * 2]), 0


# ---- the rest ----
@route("/", "innocent:small")
def home(_request):
    return 200, page("Shop", stores.lines(60)), 0


@route("/cart", "innocent:small")
def cart(request):
    return 200, page("Cart", [str(stores.cart_of(request.session))] + stores.lines(8)), 0


@route("/login", "innocent:small")
def login(request):
    if request.method == "POST":
        request.body()
        return 303, b"", 0
    return 200, page("Login", stores.lines(5)), 0


@route("/about", "innocent:static")
def about(_request):
    return 200, b"<h1>About</h1>" + b"We sell lamps. " * 200, 0


@route("/terms", "innocent:static")
def terms(_request):
    return 200, b"<h1>Terms</h1>" + b"No refunds. " * 900, 0


@route("/help/shipping", "innocent:static")
def shipping(_request):
    return 200, b"<h1>Shipping</h1>" + b"By land and sea. " * 300, 0


@route("/api/v1/stock", "innocent:medium")
def stock(_request):
    return 200, json.dumps([{"sku": i, "left": i % 9} for i in range(700)]).encode(), 0


@route("/api/v1/orders/:id", "innocent:medium")
def order(_request, number):
    items = [{"line": i, "text": t} for i, t in enumerate(stores.lines(90))]
    return 200, json.dumps({"id": number, "items": items}).encode(), 0


@route("/health", "innocent:tiny")
def health(_request):
    return 200, b"ok", 0


LEDGER = Ledger(os.environ.get("SHOP_LEDGER"), list(KINDS))
REASONS = {200: "200 OK", 201: "201 Created", 303: "303 See Other", 404: "404 Not Found"}


def application(environ, start_response):
    finished.clear()
    status, body = 404, b"not found"
    for pattern, template, handler in HANDLERS:
        match = pattern.match(environ["PATH_INFO"])
        if match:
            status, body, kept = handler(Request(environ), *match.groups())
            LEDGER.add(template, 1, kept, worker_id())
            break
    start_response(REASONS[status], [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [body]
