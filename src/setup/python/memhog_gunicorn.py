"""Gunicorn access lines that carry the worker's memory, for memhog to read.

Put this file where Gunicorn can import it (beside gunicorn.conf.py) and write into gunicorn.conf.py:

    logger_class = "memhog_gunicorn.Logger"
    accesslog = "-"

Every access line, whatever access_log_format says, then ends with

     memhog v=1 pid=4711 seq=12 inflight=1 rss=33570816

pid: of the worker; seq: access lines this worker has written, this one included; inflight: requests in progress in
the worker, this one included; rss: bytes of memory the worker holds (resident set, /proc/self/statm).

A format that itself names %(memhog)s (the whole tail) or %(rss)s is left as it is; %(seq)s, %(inflight)s and
%(memhog_pid)s are there too, for a JSON format of one's own. What is not known prints as "-", as in all of Gunicorn.

Workers: sync, gthread, gevent, eventlet and asgi. UvicornWorker does not use Gunicorn's access log: the line of the
logger "uvicorn.access" gets the tail instead (written when the response starts, so what is allocated later stands in
the next line; with a log configuration that uses uvicorn.logging.AccessFormatter the tail cannot be seen). For
gevent_pywsgi inflight is unknown and left out. With statsd_host set, the metrics are sent as before.

Memory is read while the line is written: the response is sent, the iterable's close() not yet called. Without /proc
(macOS, Windows, a chroot without it) memory cannot be read: the error log says so once and lines stay as they were.

Cost per request: 10 microseconds of CPU on top of the 18 of an access line (Gunicorn 20.1.0, Python 3.11.2), 16 on top of
23 (27.0.1, Python 3.11.7); 6 of them are the reading. Measured on one core of a shared virtual machine, Linux 6.18.
Python 3.8 or newer, Gunicorn 20.1 to 27, standard library only. Nothing here raises into the application.
"""
import logging
import os
import threading

from gunicorn import config, glogging

try:
    PAGE = os.sysconf("SC_PAGE_SIZE")
except (AttributeError, ValueError, OSError):
    PAGE = 4096
STATM = "/proc/self/statm"


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


class Process:
    """What is counted in one process. Made after the fork, so a lock is never inherited locked."""

    def __init__(self):
        self.lock = threading.Lock()
        self.lines = 0
        self.running = set()  # id() of the requests between pre_request and their end
        self.hooked = False  # False: this worker never calls the hooks, so nobody knows what is in progress

    def next(self):
        with self.lock:
            self.lines += 1
            return self.lines

    def inflight(self, request):
        """Requests in progress, `request` included, also when its end was counted before its line; None: unknown."""
        if not self.hooked:
            return None
        return len(self.running) + (id(request) not in self.running)


processes = {}


def process():
    pid = os.getpid()
    # setdefault: of two threads that come first together, both get the same
    return processes.get(pid) or processes.setdefault(pid, Process())


def counted_start(hook):
    def pre_request(worker, req):
        mine = process()
        mine.hooked = True
        mine.running.add(id(req))
        return hook(worker, req)

    return pre_request


def counted_end(hook):
    def post_request(worker, req, environ, resp):
        try:
            return hook(worker, req, environ, resp)
        finally:
            process().running.discard(id(req))

    return post_request


def count_with(setting, counted):
    """Let a hook setting hand out the user's hook with the counting around it. On the class and not on one
    configuration, because a reload (SIGHUP) makes a new configuration and, before Gunicorn 25, tells no logger."""
    if getattr(setting, "memhog", None):
        return
    plain = setting.get

    def get(self):
        hook = plain(self)
        known = self.__dict__.get("memhog_hook")
        if known is None or known[0] is not hook:
            known = self.memhog_hook = (hook, counted(hook))
        return known[1]

    setting.get = get
    setting.memhog = True


def uvicorn_inflight():
    """Requests uvicorn has in progress in the running loop: each is a task of its own; None when there is no loop."""
    import asyncio  # there already where this is asked, and two megabytes where it is not

    try:
        names = [getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks()]
    except RuntimeError:
        return None
    return max(1, sum(name.endswith("RequestResponseCycle.run_asgi") for name in names))


def tail(pid, seq, inflight, rss):
    known = "" if inflight is None else " inflight=%d" % inflight
    return "memhog v=1 pid=%d seq=%d%s rss=%d" % (pid, seq, known, rss)


class GunicornTail(logging.Filter):
    """Adds the tail to the format of an access line, unless that names it."""

    def filter(self, record):
        atoms, form = record.args, record.msg
        if isinstance(atoms, dict) and "memhog" in atoms and isinstance(form, str):
            if "%(memhog)" not in form and "%(rss)" not in form:
                record.msg = form + " %(memhog)s"
        return True


class UvicornTail(logging.Filter):
    """Adds the tail to uvicorn's access line."""

    def filter(self, record):
        try:
            rss = resident()
            if rss is not None and isinstance(record.msg, str):
                record.msg += " " + tail(os.getpid(), process().next(), uvicorn_inflight(), rss)
        except Exception:  # a log line is never worth a failed request
            pass
        return True


def add_filter(name, kind):
    logger = logging.getLogger(name)
    if not any(isinstance(known, kind) for known in logger.filters):
        logger.addFilter(kind())


class Logger(glogging.Logger):
    def __new__(cls, cfg):
        # Gunicorn takes its statsd logger only while logger_class is the default
        if cls is Logger and getattr(cfg, "statsd_host", None):
            from gunicorn.instrument.statsd import Statsd

            cls = type("StatsdLogger", (Logger, Statsd), {})
        return super().__new__(cls)

    def __init__(self, cfg):
        super().__init__(cfg)
        try:
            self.switch_on(cfg)
        except Exception:
            self.exception("memhog: no memory in the access log")

    def switch_on(self, cfg):
        add_filter("gunicorn.access", GunicornTail)
        add_filter("uvicorn.access", UvicornTail)
        # The asgi worker lets a connection's next request start before the last one's background work is done, but
        # only while no post_request hook is set: there the access line is the end.
        self.ends_with_line = cfg.worker_class_str == "asgi"
        count_with(config.PreRequest, counted_start)
        if not self.ends_with_line:
            count_with(config.PostRequest, counted_end)
        if resident() is None:
            self.warning("memhog: %s cannot be read, so the access log has no memory in it", STATM)

    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        try:
            atoms.update(self.readings(req))
        except Exception:  # a log line is never worth a failed request
            pass
        return atoms

    def readings(self, req):
        rss = resident()
        if rss is None:
            return {}
        mine, pid = process(), os.getpid()
        inflight, seq = mine.inflight(req), mine.next()
        if self.ends_with_line:
            mine.running.discard(id(req))
        atoms = {"memhog": tail(pid, seq, inflight, rss), "memhog_pid": pid, "seq": seq, "rss": rss}
        return atoms if inflight is None else dict(atoms, inflight=inflight)
