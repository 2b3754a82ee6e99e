"""Ways in which Python programs keep memory by mistake.

Each maker returns `keep(size)`, which retains about `size` bytes for ever. How many they really are is measured
(calibrate.py), not believed. LEAKS says below which size a way makes no sense; smaller leaks keep on some calls only.
"""
import contextvars
import decimal
import functools
import itertools
import logging
import sqlite3
import sys
import weakref
import zlib


def text(rng, size):
    """A string of `size` characters that no other is equal to."""
    if size <= 0:
        return ""
    block = "%x" % rng.getrandbits(4 * min(size, 256))
    return block if size <= 256 else block * (size // len(block))


def listeners(rng):
    signal = []

    def keep(size):
        payload = text(rng, size - 250)

        def on_change():
            return payload

        signal.append(on_change)

    return keep


def sessions(rng):
    by_id = {}

    def keep(size):
        items = [{"sku": text(rng, 12), "count": rng.random()} for _ in range(max(1, (size - 500) // 320))]
        by_id[text(rng, 32)] = {"user": rng.getrandbits(40), "basket": items}

    return keep


def log_records(rng):
    buffer = []

    def keep(size):
        args = (text(rng, size - 1100),)
        buffer.append(logging.LogRecord("app", logging.DEBUG, __file__, 1, "state %s", args, None))

    return keep


def tee(rng):
    ahead, behind = itertools.tee(text(rng, 150) for _ in itertools.count())

    def keep(size):
        for _ in range(max(1, size // 208)):
            next(ahead)
        return behind

    return keep


def generators(rng):
    waiting = []

    def rows(values):
        for value in values:
            yield value

    def keep(size):
        stream = rows([text(rng, 80) for _ in range(max(1, (size - 450) // 140))])
        next(stream)
        waiting.append(stream)

    return keep


def labels(rng):
    known = {}

    def keep(size):
        for _ in range(max(1, size // 260)):
            label = sys.intern("metric." + text(rng, 40))
            known[label] = len(known)

    return keep


class _Hub:
    pass


def finalizers(rng):
    hub = _Hub()

    def keep(size):
        weakref.finalize(hub, str, text(rng, size - 450))

    return keep


def table(rng):
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.execute("create table audit (at real, note text)")

    def keep(size):
        database.execute("insert into audit values (?, ?)", (rng.random(), text(rng, size - 20)))

    return keep


def memo(rng):
    @functools.lru_cache(maxsize=None)
    def lookup(_key, size):
        return text(rng, size - 350)

    return lambda size: lookup(text(rng, 24), size)


def compressors(rng):
    unfinished = []

    def keep(_size):
        stream = zlib.compressobj(6)
        stream.compress(text(rng, 4000).encode())
        unfinished.append(stream)

    return keep


_user = contextvars.ContextVar("user")


def contexts(rng):
    kept = []

    def keep(size):
        context = contextvars.copy_context()
        context.run(_user.set, text(rng, size - 300))
        kept.append(context)

    return keep


def decimals(rng):
    history = []

    def keep(size):
        history.extend(decimal.Decimal(rng.getrandbits(150)) / 7 for _ in range(max(1, size // 130)))

    return keep


def bodies(rng):
    kept = []

    def keep(size):
        kept.append(text(rng, size - 60).encode())

    return keep


def tracebacks(rng):
    errors = []

    def keep(size):
        try:
            payload = text(rng, size - 800)
            raise ValueError(len(payload))
        except ValueError as error:
            errors.append(error)

    return keep


LEAKS = {
    "listeners": (listeners, 320),
    "sessions": (sessions, 900),
    "log_records": (log_records, 1300),
    "tee": (tee, 220),
    "generators": (generators, 700),
    "labels": (labels, 260),
    "finalizers": (finalizers, 550),
    "table": (table, 150),
    "memo": (memo, 450),
    "compressors": (compressors, 270_000),
    "contexts": (contexts, 400),
    "decimals": (decimals, 260),
    "bodies": (bodies, 1000),
    "tracebacks": (tracebacks, 1000),
}


class Leak:
    """Keeps memory on a part of the calls, so that it comes to about `per_call` bytes each."""

    def __init__(self, kind, per_call, chance, rng):
        make, least = LEAKS[kind]
        self.unit = max(least, int(per_call / chance))
        self.keeps = 0
        self.calls = 0
        self._chance = min(1, per_call / self.unit)
        self._keep = make(rng)
        self._rng = rng

    def keep(self):
        """Keeps one unit for certain."""
        self._keep(self.unit)

    def call(self):
        self.calls += 1
        if self._rng.random() < self._chance:
            self.keeps += 1
            self.keep()
