"""The WSGI application of one worker: handlers by route, a middleware around them, a timer beside them."""
import random

from innocents import INNOCENTS
from leaks import Leak
from plan import TICK


class Handler:
    """What one route does: its plain work, and its leak while that is on."""

    def __init__(self, route, seed, span):
        rng = random.Random(f"{seed} {route['seed']}")
        self._work = INNOCENTS[route["kind"]](rng, route["scale"])
        self.leak = leak_of(route["leak"], rng)
        self._from, self._to = (route["leak"][end] * span for end in ("from", "to")) if self.leak else (0, 0)

    def handle(self, user, now):
        if self.leak and self._from <= now < self._to:
            self.leak.call()
        return self._work(user, now)


def leak_of(drawn, rng):
    """The leak that the plan has drawn, or None."""
    return Leak(drawn["kind"], drawn["per_call"], drawn["chance"], rng) if drawn else None


class Library:
    """Calls the handler of `app.route`; a route of None is not found."""

    def __init__(self, plan, seed):
        self.handlers = [Handler(route, seed, plan["options"]["span"]) for route in plan["routes"]]

    def __call__(self, environ, start_response):
        if environ["app.route"] is None:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"nothing here"]
        body = self.handlers[environ["app.route"]].handle(environ["app.user"], environ["app.now"])
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
        return [body]


class Audited:
    """A middleware that keeps something of every request, if it has a leak."""

    def __init__(self, app, leak):
        self._app, self.leak = app, leak

    def __call__(self, environ, start_response):
        if self.leak:
            self.leak.call()
        return self._app(environ, start_response)


class Timer:
    """Called every TICK seconds between two requests, as uWSGI calls its timers; keeps something if it has a leak."""

    def __init__(self, leak, born):
        self.leak, self._next = leak, born + TICK

    def run_until(self, now):
        while self._next <= now:
            self._next += TICK
            if self.leak:
                self.leak.call()
