"""One life of one worker: serves its requests and writes the line that uWSGI would write after each."""
import json
import random
import time
from dataclasses import dataclass
from io import BytesIO

from app import Audited, Library, Timer, leak_of
from heap import Meter
import names

EPOCH = 1_788_134_400  # a Monday, 00:00
STRANGERS = 0.01  # part of requests for paths that do not exist

LINE = (
    "{address space usage: %d bytes/%dMB} {rss usage: %d bytes/%dMB} [pid: %d|app: 0|req: %d/",
    "] 10.1.0.%d () {%d vars in %d bytes} [%s] %s %s => generated %d bytes in %d msecs (HTTP/1.1 %s) "
    "%d headers in %d bytes (1 switches on core 0)",
)


@dataclass
class Life:
    """`first`: number of its first request in its slot; `moments`: when its requests come; `born`: when it was forked."""

    slot: int
    number: int
    pid: int
    born: float
    first: int
    moments: list


def serve(plan, life, mix, out):
    """Serves all requests of a life and writes `moment, text before, text after the instance counter`; returns its account."""
    seed = f"{plan['seed']} {life.slot} {life.number}"
    rng = random.Random(seed)
    library = Library(plan, seed)
    app = Audited(library, leak_of(plan["common"]["everyRequest"], rng))
    timer = Timer(leak_of(plan["common"]["background"], rng), life.born)
    calls = [0] * len(plan["routes"])
    meter, step, every = Meter(), -1, range(len(calls))
    for k, now in enumerate(life.moments):
        if mix.step(now) != step:
            step = mix.step(now)
            weights = mix.weights(step)
        timer.run_until(now)
        j = None if rng.random() < STRANGERS else rng.choices(every, weights)[0]
        if j is not None:
            calls[j] += 1
        route = plan["routes"][j] if j is not None else None
        path = names.path(route["route"], rng) if route else names.probe(rng)
        method = route["method"] if route else "GET"
        user = int(rng.paretovariate(0.8)) % 100_000
        status, size, headers = _call(app, _environ(method, path, j, user, now))
        out.write(_line(now, life, k, meter.read(), (method, path, status, size, headers), rng))
    return _account(calls, library, app, timer, life)


def _environ(method, path, route, user, now):
    bare, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": method, "PATH_INFO": bare, "QUERY_STRING": query, "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.multithread": False,
        "app.route": route, "app.user": user, "app.now": now,
    }  # fmt: skip


def _call(app, environ):
    answer = []
    body = app(environ, lambda status, headers: answer.append((status, headers)))
    size = sum(map(len, body))
    status, headers = answer[0]
    return status.split(" ")[0], size, len(headers)


def _line(now, life, k, reading, said, rng):
    vsz, rss = reading
    method, path, status, size, headers = said
    when = time.strftime("%a %b %e %H:%M:%S %Y", time.gmtime(EPOCH + now))
    before = LINE[0] % (vsz, vsz >> 20, rss, rss >> 20, life.pid, life.first + k + 1)
    about = (rng.randrange(2, 250), 2 * rng.randrange(14, 22), rng.randrange(400, 900), when, method, path)
    after = LINE[1] % (*about, size, 1 + size // 4000, status, headers, 40 * headers)
    return f"{now:.3f}\t{before}\t{after}\n"


def _account(calls, library, app, timer, life):
    """Calls of each route, and (calls, keeps) of each leak."""
    count = lambda leak: [leak.calls, leak.keeps] if leak else None
    return json.dumps(
        {
            "calls": calls,
            "leaks": [count(handler.leak) for handler in library.handlers],
            "everyRequest": count(app.leak),
            "background": count(timer.leak),
            "seconds": life.moments[-1] - life.born,
        }
    )
