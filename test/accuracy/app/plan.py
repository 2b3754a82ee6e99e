"""One scenario, drawn: which routes there are, what each does, which leak and how much."""
import random

from calibrate import bytes_per_keep
from innocents import INNOCENTS, PLAIN
from leaks import LEAKS
import names

DEFAULTS = {
    "routes": 24,  # their number, and of those that leak
    "leaks": 3,
    "requests": 80_000,
    "workers": 4,
    "span": 3 * 86_400,  # seconds of log time
    "rhythm": 0.8,  # 0: day and night alike
    "drift": 0.9,  # how much the mix of routes changes; 0: not at all
    "growth": 120,  # MB that the leaks keep in a worker that lives as long as the log
    "scale": 1,  # of passing garbage and caches
    "most": 0,  # requests after which a worker is replaced; 0: never
    "deploys": [],  # parts of the span at which all workers are restarted
    "periods": [],  # [from, to] as parts of the span for each leak in turn; the whole where left out
    "nightly": False,  # leaks sit in rare routes with their peak at night
    "everyRequest": 0,  # MB kept by the middleware of such a worker, and by its timer
    "background": 0,
    "innocents": list(INNOCENTS),
}
TICK = 60  # seconds between two calls of the timer


def draw(scenario, seed):
    """The plan of a log, of plain values; leaks calibrated."""
    options = {**DEFAULTS, **scenario}
    rng = random.Random(seed)
    per_worker = options["requests"] / options["workers"]
    routes = [_route(route, k, options, rng) for k, route in enumerate(names.routes(options["routes"], rng))]
    total = sum(route["weight"] for route in routes)
    for route in routes:
        route["weight"] /= total
    _plant(routes, options, per_worker, rng)
    life = min(per_worker, options["most"] or per_worker)
    common = {
        "everyRequest": _common(options["everyRequest"], per_worker, life, rng),
        "background": _common(options["background"], options["span"] / TICK, options["span"] / TICK, rng),
    }
    return {"options": options, "seed": seed, "routes": routes, "common": common}


def _route(route, place, options, rng):
    return {
        "route": route,
        "method": rng.choice(["GET", "GET", "GET", "POST", "PUT"]),
        "kind": rng.choice(options["innocents"]),
        "scale": rng.uniform(0.4, 2) * options["scale"],
        "weight": 1 / (place + 2) ** 0.85,
        "peak": rng.random(),
        "swing": rng.uniform(0, 1.2),
        "seed": rng.getrandbits(32),
        "leak": None,
    }


def _plant(routes, options, per_worker, rng):
    """Chooses the leaking routes and the size of each leak; what else such a route does is plain."""
    often = [route for route in routes if route["weight"] * options["requests"] > 500]
    if options["nightly"]:
        often = often[len(often) // 2 :]
    leaking = rng.sample(often, options["leaks"])
    shares = [rng.uniform(0.5, 2) for _ in leaking]
    for k, (route, share) in enumerate(zip(leaking, shares)):
        begin, end = options["periods"][k] if k < len(options["periods"]) else (0, 1)
        calls = route["weight"] * per_worker
        per_call = max(150, options["growth"] * 1e6 * share / sum(shares) / (calls * (end - begin)))
        life = calls * min(1, (options["most"] or per_worker) / per_worker)
        route["kind"] = rng.choice(PLAIN)
        route["leak"] = {**_leak(per_call, life, rng), "from": begin, "to": end}
        if options["nightly"]:
            route["peak"], route["swing"] = 2 / 24, 1.5


def _leak(per_call, calls, rng):
    """A leak of some kind that keeps on every call, or on a few."""
    chance = rng.choice([1, 1, 0.3, 0.05])
    kind = rng.choice(sorted(LEAKS))
    chance = max(chance, min(1, 40 / calls))
    unit = bytes_per_keep(kind, per_call, chance, calls * chance)
    return {"kind": kind, "per_call": per_call, "chance": chance, "unit": unit}


def _common(megabytes, times, life, rng):
    return _leak(megabytes * 1e6 / times, life, rng) if megabytes else None
