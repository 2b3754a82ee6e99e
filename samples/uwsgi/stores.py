"""The shop's memories. With leaks on, four of them only ever grow; with leaks off, the same four are bounded.

Every function returns the bytes it has just kept for good (0 when it kept none).
"""
import collections
import functools
import os
import sys
import threading

from ledger import deep_size

LEAKS = os.environ.get("SHOP_LEAKS", "on") == "on"
SCALE = float(os.environ.get("SHOP_SCALE", "1"))  # size of what the leaks keep, 1 = the ordinary shop

VIEWED = [] if LEAKS else collections.deque(maxlen=60)
CARTS = {} if LEAKS else collections.OrderedDict()
PENDING = []
LRU_ENTRY = 168  # functools.lru_cache: link of 64 bytes, its share of the table of keys
CART_LIMIT = 60
UPLOAD_LIMIT = 500_000
carts_lock = threading.Lock()
missed = threading.local()


def lines(count, width=180):
    """Text that belongs to nobody else."""
    return [f"{i:0{width}d}" for i in range(count)]


def remember_view(product, referrer):
    """Leak 1, a module-level list: "recently viewed", never trimmed."""
    record = {"product": f"product-{product}", "referrer": f"from {referrer}", "page": lines(int(36 * SCALE))}
    before = sys.getsizeof(VIEWED)
    VIEWED.append(record)
    return deep_size(record) + sys.getsizeof(VIEWED) - before if LEAKS else 0


@functools.lru_cache(maxsize=None if LEAKS else 48)
def find(query):
    """Leak 2, an unbounded lru_cache: most queries are new."""
    hits = lines(int(76 * SCALE))
    missed.kept = deep_size(hits) + deep_size(query) + LRU_ENTRY
    return hits


def search(query):
    missed.kept = 0
    hits = find(query)
    return hits, missed.kept if LEAKS else 0


def put_in_cart(session, product):
    """Leak 3, a dict keyed by session: sessions end, their carts stay."""
    item = {"product": f"product-{product}", "quote": lines(int(80 * SCALE))}
    with carts_lock:
        before = sys.getsizeof(CARTS)
        cart = CARTS.get(session)
        extra = 0
        if cart is None:
            cart = CARTS[session] = []
            extra = deep_size(session)
        own = sys.getsizeof(cart)
        cart.append(item)
        if LEAKS:
            fresh = extra + (sys.getsizeof(cart) if extra else sys.getsizeof(cart) - own)
            return deep_size(item) + fresh + sys.getsizeof(CARTS) - before
        while len(CARTS) > CART_LIMIT:
            CARTS.popitem(last=False)
        del cart[:-3]
        return 0


def cart_of(session):
    return len(CARTS.get(session, ()))


def scan_later(body):
    """Leak 4, rare large blocks: big uploads wait for a virus scan that never comes."""
    if not LEAKS or len(body) < UPLOAD_LIMIT:
        return 0
    before = sys.getsizeof(PENDING)
    PENDING.append(body)
    return deep_size(body) + sys.getsizeof(PENDING) - before
