"""One line per request with the memory of the worker, from inside the application, for memhog to read.

    WSGI        application = MemhogWSGI(application)
    Flask       memhog_middleware.init_app(app)
    Django      MIDDLEWARE = ["memhog_middleware.DjangoMiddleware", …]       the first one
    ASGI        application = MemhogASGI(application)
    FastAPI, Starlette       app.add_middleware(MemhogASGI)

After each request (and after its response was closed) one line is written:

    memhog v=1 time=2026-11-22T18:52:02.123Z pid=4711 seq=12 inflight=1 rss=33570816 method=GET path="/users/7"
    route="/users/<int:id>" status=200 ms=3.117

pid: of the worker; seq: requests it has finished, this one included; inflight: requests in progress in it, this one
included; rss: bytes of memory it holds (resident set, /proc/self/statm); route: only when the framework knows it
(any WSGI application may put it into environ["memhog.route"], any ASGI application into scope["memhog.route"]).

Lines go to the logger "memhog" at level INFO. When no handler is configured for that, they go to stderr, one write a
line. To switch the lines off, set the level of that logger to WARNING.

Use one of them, not two. Under uWSGI prefer its own memory-report: it costs less, and a wrapped response is not sent
with sendfile. Without /proc memory cannot be read: this is said once on the same way and nothing else is written.

Cost per request: 14 to 16 microseconds of CPU for MemhogWSGI and MemhogASGI to stderr, 25 to 29 through a log handler; 31 for
Django 3.2.25 and 45 for 5.2.19; 29 for Flask 2.2.2 and 49 for 3.1.3 (Python 3.11.2 the first, 3.11.7 the second of
each pair; 6 are the reading). Measured on one core of a shared virtual machine, Linux 6.18.
Python 3.8 or newer, Django 3.2 to 5.2, Flask 2.2 to 3.1, standard library only. Nothing here raises into the application.
"""
import functools
import inspect
import json
import logging
import os
import re
import sys
import threading
import time
import urllib.parse

try:
    PAGE = os.sysconf("SC_PAGE_SIZE")
except (AttributeError, ValueError, OSError):
    PAGE = 4096
STATM = "/proc/self/statm"
LONGEST = 2000  # characters of a path that are written: no route is longer, and a line stays one write
logger = logging.getLogger("memhog")


def resident():
    """Bytes of memory this process holds now; None where there is no /proc. Opened anew each time: a file kept open
    over a fork would go on telling the parent's memory."""
    try:
        fd = os.open(STATM, os.O_RDONLY)
        try:
            return int(os.read(fd, 200).split()[1]) * PAGE
        finally:
            os.close(fd)
    except (OSError, ValueError, IndexError):
        return None


def quoted(text):
    """A JSON string in printable ASCII and without a space: no path can end the line or the quotes, or hold what looks
    like the beginning of these fields."""
    return json.dumps(text[:LONGEST]).replace("\x7f", "\\u007f").replace(" ", "\\u0020")


def stamp():
    now = time.time()
    return "%s.%03dZ" % (time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)), now % 1 * 1000)


def write(text):
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.INFO)  # else a root logger at WARNING would swallow the lines
    # "disabled": by a logging configuration that came later and did not name it
    if logger.hasHandlers() and not logger.disabled:
        logger.info("%s", text)
    elif logger.isEnabledFor(logging.INFO) or logger.disabled:
        try:
            os.write(sys.stderr.fileno(), (text + "\n").encode("ascii"))
        except (AttributeError, OSError, ValueError):  # stderr is no file here
            sys.stderr.write(text + "\n")


class Process:
    """What is counted in one process. Made after the fork, so a lock is never inherited locked."""

    def __init__(self):
        self.lock = threading.Lock()
        self.finished = 0
        self.running = 0
        self.told = False

    def begin(self):
        with self.lock:
            self.running += 1

    def end(self):
        """(seq, inflight), this request included in both."""
        with self.lock:
            self.finished += 1
            self.running -= 1
            return self.finished, self.running + 1


processes = {}


def process():
    pid = os.getpid()
    # setdefault: of two threads that come first together, both get the same
    return processes.get(pid) or processes.setdefault(pid, Process())


class Request:
    """From the first look at a request to its line."""

    def __init__(self, method, path):
        self.method, self.path = method, path
        self.route = self.status = None
        self.process = process()
        self.process.begin()
        self.began = time.perf_counter()

    def end(self):
        """Write the line; the second call does nothing."""
        mine, self.process = self.process, None
        if mine is None:
            return
        seq, inflight = mine.end()
        try:
            rss = resident()
            if rss is not None:
                write(self.line(seq, inflight, rss, (time.perf_counter() - self.began) * 1000))
            elif not mine.told:
                mine.told = True
                write("memhog: %s cannot be read, so there are no readings" % STATM)
        except Exception:  # a log line is never worth a failed request
            pass

    def line(self, seq, inflight, rss, ms):
        head = "memhog v=1 time=%s pid=%d seq=%d inflight=%d rss=%d" % (stamp(), os.getpid(), seq, inflight, rss)
        method = self.method if self.method.isalpha() and self.method.isascii() else quoted(self.method)
        route = "" if not isinstance(self.route, str) else " route=" + quoted(self.route)
        status = "" if self.status is None else " status=%d" % self.status
        return "%s method=%s path=%s%s%s ms=%.3f" % (head, method, quoted(self.path), route, status, ms)


# ---- WSGI ----
def sent_path(environ):
    """The path as it was sent; empty where the server does not tell it."""
    return (environ.get("RAW_URI") or environ.get("REQUEST_URI") or "").partition("?")[0]


def wsgi_path(environ):
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return sent_path(environ) or urllib.parse.quote(path.encode("latin-1", "replace"))


class Body:
    """The application's response; its close() is the end of the request."""

    def __init__(self, body, end):
        self.body, self.end = body, end

    def __iter__(self):
        return iter(self.body)

    def close(self):
        try:
            if hasattr(self.body, "close"):
                self.body.close()
        finally:
            self.end()


class SizedBody(Body):
    """Servers add a Content-Length to a response that is one piece, and ask its length to know."""

    def __len__(self):
        return len(self.body)


def closing(body, end, file_wrapper):
    if isinstance(file_wrapper, type) and isinstance(body, file_wrapper):
        # must stay what it is, or the server will not use sendfile
        try:
            body.close = Body(type("Closer", (), {"close": staticmethod(getattr(body, "close", bool))}), end).close
            return body
        except AttributeError:
            pass
    return (SizedBody if hasattr(body, "__len__") else Body)(body, end)


class MemhogWSGI:
    def __init__(self, app):
        self.app = app

    def __call__(self, environ, start_response):
        request = Request(environ.get("REQUEST_METHOD", ""), wsgi_path(environ))

        def started(status, *rest, **named):
            code = str(status)[:3]
            request.status = int(code) if code.isdigit() else None
            return start_response(status, *rest, **named)

        def end():
            request.route = environ.get("memhog.route")
            request.end()

        try:
            body = self.app(environ, started)
        except BaseException:
            request.status = 500
            end()
            raise
        return closing(body, end, environ.get("wsgi.file_wrapper"))


def init_app(app):
    """Flask: wrap the application and note the rule of each request."""
    from flask import request

    def note(_endpoint, _values):
        if request.url_rule is not None:
            request.environ["memhog.route"] = request.url_rule.rule

    app.url_value_preprocessor(note)  # runs before all before_request functions, which may answer themselves
    app.wsgi_app = MemhogWSGI(app.wsgi_app)
    return app


# ---- Django ----
GROUP = re.compile(r"\(\?P<(\w+)>|\(")


@functools.lru_cache(maxsize=4096)
def django_route(route):
    """`users/<int:id>/` as /users/<int:id>/, and the regular expression `^users/(?P<id>[^/.]+)/$` as /users/<id>/."""
    if not re.search(r"[\^$(]", route):
        return "/" + route
    out, at = "", 0
    while True:
        group = GROUP.search(route, at)
        if not group:
            break
        end = group_end(route, group.start())
        out += route[at : group.start()]
        if group[1]:
            out += "<%s>" % group[1]
        elif not route.startswith("(?", group.start()):
            out += "<>"
        at = end
    return "/" + re.sub(r"[\^$?]|\\[AZz]|\\(?=\W)", "", out + route[at:])


def group_end(pattern, start):
    """The place after the bracket that closes the one at `start`."""
    depth, in_class, at = 0, False, start
    while at < len(pattern):
        c = pattern[at]
        if c == "\\":
            at += 1
        elif in_class:
            in_class = c != "]"
        elif c == "[":
            in_class = True
        elif c in "()":
            depth += 1 if c == "(" else -1
            if depth == 0:
                return at + 1
        at += 1
    return at


class DjangoMiddleware:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_async = inspect.iscoroutinefunction(get_response) or self.marked(get_response)
        if self.is_async:
            self.mark()

    @staticmethod
    def marked(get_response):
        try:
            from asgiref.sync import iscoroutinefunction
        except ImportError:  # asgiref before 3.6
            return hasattr(get_response, "_is_coroutine")
        return iscoroutinefunction(get_response)

    def mark(self):
        try:
            from asgiref.sync import markcoroutinefunction
        except ImportError:  # asgiref before 3.6
            from asyncio import coroutines

            self._is_coroutine = coroutines._is_coroutine
        else:
            markcoroutinefunction(self)

    def __call__(self, request):
        if self.is_async:
            return self.answer_async(request)
        mine = self.begin(request)
        try:
            return self.watch(mine, request, self.get_response(request))
        except BaseException:
            mine.end()
            raise

    async def answer_async(self, request):
        mine = self.begin(request)
        try:
            return self.watch(mine, request, await self.get_response(request))
        except BaseException:
            mine.end()
            raise

    @staticmethod
    def begin(request):
        scope = getattr(request, "scope", None)
        sent = asgi_path(scope) if scope else sent_path(request.META)
        # not PATH_INFO: Django has put the decoded path there
        return Request(request.method or "", sent or urllib.parse.quote(request.path))

    @staticmethod
    def watch(mine, request, response):
        mine.status = response.status_code
        match = getattr(request, "resolver_match", None)
        if match is not None and match.route is not None:
            mine.route = django_route(match.route)
        plain = response.close

        def close():
            try:
                plain()
            finally:
                mine.end()

        response.close = close
        return response


# ---- ASGI ----
def asgi_path(scope):
    raw = scope.get("raw_path")
    if raw:
        return raw.decode("latin-1").partition("?")[0]
    return urllib.parse.quote(scope.get("path", ""))


class Starlette:
    """The path template of each endpoint: Starlette tells which endpoint answered, not under which route it stood."""

    def __init__(self):
        self.known = {}

    def path(self, router, endpoint):
        """None when the endpoint stands under no route, or under several."""
        routes = getattr(router, "routes", None)
        if routes is None or endpoint is None:
            return None
        size, paths = self.known.get(id(router), (None, {}))
        if size != len(routes):
            paths = {}
            self.gather(routes, "", paths)
            self.known[id(router)] = (len(routes), paths)
        return paths.get(id(endpoint))

    def gather(self, routes, prefix, paths):
        for route in routes:
            path = prefix + getattr(route, "path", "")
            endpoint = getattr(route, "endpoint", None)
            if endpoint is not None:
                paths[id(endpoint)] = path if paths.get(id(endpoint), path) == path else None
            self.gather(getattr(route, "routes", None) or (), path, paths)


class MemhogASGI:
    def __init__(self, app):
        self.app = app
        self.starlette = Starlette()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request = Request(scope.get("method", ""), asgi_path(scope))
        root = scope.get("root_path", "")

        async def sent(message):
            if message["type"] == "http.response.start":
                request.status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, sent)
        except BaseException:
            request.status = request.status or 500
            raise
        finally:
            try:
                request.route = self.route(scope, root)
            except Exception:  # a log line is never worth a failed request
                pass
            request.end()

    def route(self, scope, root):
        told = scope.get("memhog.route")
        if told:
            return told
        route = scope.get("route")
        path = getattr(route, "path", None)
        if path is None:
            return self.starlette.path(scope.get("router"), scope.get("endpoint"))
        # below a mounted application a route knows only its part of the path
        mounted, base = scope.get("root_path", ""), scope.get("app_root_path", root)
        mounted = mounted[len(base) :] if mounted.startswith(base) else ""
        return mounted + (path if hasattr(route, "endpoint") else "/{path}")
