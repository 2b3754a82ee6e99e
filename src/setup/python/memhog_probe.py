"""The memory of the process as each request or task begins, in its own log, for memhog to read.

    WSGI             application = memhog_probe.wsgi(application)
    Flask            memhog_probe.flask(app)
    Django           MIDDLEWARE = ["memhog_probe.Django", ...]            the first one
    ASGI             application = memhog_probe.ASGI(application)
    FastAPI          app.add_middleware(memhog_probe.ASGI)
    Gunicorn         logger_class = "memhog_probe.Logger"                 in gunicorn.conf.py
    Celery           imports = ["memhog_probe"]
    uWSGI            module = memhog_probe:application, env = MEMHOG_APP=shop.wsgi:application, %(memhog) in log-format
    anywhere         with memhog_probe.span("name"): ...

Each request then has, at the end of its line in the server's log or in a line of its own,

    memhog v=1 at=start pid=4711 seq=12 inflight=1 every=1 rss=33570816 blocks=81234 gc=40/3/0 young=512 heap=9100288 small=7340032 alloc=glibc

at=start: the figures stand for the moment the request began: all that came before it and was to be released is released.
seq: requests this process has begun, this one included; inflight: requests in progress then, this one included; rss:
resident bytes; blocks: sys.getallocatedblocks(); heap: bytes in use in the allocator of C; small: bytes in use in
Python's own allocator for what is not larger than 512; gc: collections so far, by generation. A request that was not
sampled has no figures and counts all the same; every=N: about one request in N has all the figures of this line.

It costs at most 1 % of the processor time of requests: each counter is timed, and the dear ones are read for one request
in N. Counting itself cannot be sampled: see Cost in docs/probe.md of memhog.

    MEMHOG_PROBE=0            off: everything here does nothing
    MEMHOG_PROBE_FILE=PATH    lines of its own go there; else to stderr, and are dropped when nobody reads that
    MEMHOG_PROBE_MAX=BYTES    PATH is renamed to PATH.1 when it is as large (256 MiB)
    MEMHOG_PROBE_BUDGET=0.01  share of processor time
    MEMHOG_PROBE_COLLECT=0    the garbage collector is left alone; else its youngest generation is collected before a reading
    MEMHOG_PROBE_SPANS=1      parts of requests: queries, templates, cache, views; what `span` names
    MEMHOG_HOST=NAME          a name for this machine in lines of its own
    MEMHOG_TRACE='GET /x/:id' watches that route in one worker: see Trace below

Python 3.8 to 3.14, standard library only. Nothing here raises into the application or waits for anything.
"""
import atexit
import collections
import contextvars
import functools
import gc
import inspect
import json
import logging
import os
import re
import select
import stat
import sys
import threading
import time
import types
import urllib.parse

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
try:
    import uwsgi
except ImportError:  # not under uWSGI
    uwsgi = None

ENV = os.environ.get
OFF = ENV("MEMHOG_PROBE", "").lower() in ("0", "off", "no", "false")
LONGEST = 2000  # characters of a path that are written
LOGVAR = 255  # bytes that a log variable of uWSGI holds
KEY = "memhog.start"
perf_counter = time.perf_counter
cpu_clock = getattr(time, "thread_time", time.perf_counter)  # what others do on the machine is not charged to a reading
getpid = os.getpid
blocks_now = getattr(sys, "getallocatedblocks", None)


def number(name, default):
    try:
        return float(ENV(name, default))
    except ValueError:
        return float(default)


BUDGET = min(1.0, max(0.0, number("MEMHOG_PROBE_BUDGET", "0.01")))
try:
    PAGE = os.sysconf("SC_PAGE_SIZE")
except (AttributeError, ValueError, OSError):
    PAGE = 4096

# Two copies of this file in one process (another version, another folder): the second does nothing.
_one = sys.modules.setdefault("_memhog_probe_one", types.ModuleType("_memhog_probe_one"))
_one.owner = getattr(_one, "owner", (__name__, __file__))
ACTIVE = not OFF and _one.owner == (__name__, __file__)


# ---- What the allocators say ----
def _c_library():
    import ctypes

    # PyDLL keeps Python's lock during the call: giving it away and waiting for it costs more than the reading
    return ctypes, ctypes.PyDLL(None)


def _mallinfo2(ctypes, lib):
    fields = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    kind = type("Mallinfo2", (ctypes.Structure,), {"_fields_": [(n, ctypes.c_size_t) for n in fields.split()]})
    call = lib.mallinfo2
    call.restype = kind

    def heap():
        told = call()
        return told.uordblks + told.hblkhd

    return heap


class Unwrapped:
    """A figure that is told modulo 2**32, carried on: what it moves between two readings is less than half of that."""

    def __init__(self, base):
        self.last = None
        self.base = base

    def of(self, told):
        told &= 0xFFFFFFFF
        if self.last is None:
            self.last = told + (self.base - told & ~0xFFFFFFFF if self.base > told else 0)
        else:
            self.last += ((told - self.last + 0x80000000) & 0xFFFFFFFF) - 0x80000000
        return max(0, self.last)


def _mallinfo(ctypes, lib):
    fields = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    kind = type("Mallinfo", (ctypes.Structure,), {"_fields_": [(n, ctypes.c_int) for n in fields.split()]})
    call = lib.mallinfo
    call.restype = kind
    used = Unwrapped(0)

    def heap():
        told = call()
        return used.of(told.uordblks + told.hblkhd)

    return heap


def _mallctl(ctypes, lib):
    call, epoch, size = lib.mallctl, ctypes.c_uint64(1), ctypes.c_size_t(8)
    out, out_size = ctypes.c_size_t(), ctypes.c_size_t(ctypes.sizeof(ctypes.c_size_t))
    call.argtypes = [ctypes.c_char_p] + [ctypes.c_void_p] * 3 + [ctypes.c_size_t]

    def heap():
        call(b"epoch", ctypes.addressof(epoch), ctypes.addressof(size), ctypes.addressof(epoch), 8)
        if call(b"stats.allocated", ctypes.addressof(out), ctypes.addressof(out_size), None, 0):
            raise OSError("jemalloc without statistics")
        return out.value

    return heap


def _tcmalloc(ctypes, lib):
    call, out = lib.MallocExtension_GetNumericProperty, ctypes.c_size_t()
    call.argtypes = [ctypes.c_char_p, ctypes.c_void_p]

    def heap():
        if not call(b"generic.current_allocated_bytes", ctypes.addressof(out)):
            raise OSError("tcmalloc without statistics")
        return out.value

    return heap


def find_allocator():
    """(name, function that tells the bytes in use or None)."""
    try:
        ctypes, lib = _c_library()
        for symbol, name, make in (
            ("mallctl", "jemalloc", _mallctl),
            ("mi_version", "mimalloc", None),
            ("MallocExtension_GetNumericProperty", "tcmalloc", _tcmalloc),
            ("mallinfo2", "glibc", _mallinfo2),
            ("mallinfo", "glibc", _mallinfo),
        ):
            if hasattr(lib, symbol):
                try:
                    heap = make and make(ctypes, lib)
                    return name, heap if heap and heap() >= 0 else None
                except (OSError, AttributeError):
                    return name, None
        return "musl" if sys.platform == "linux" and not hasattr(lib, "gnu_get_libc_version") else "other", None
    except Exception:  # no ctypes, no dlopen of oneself
        return "other", None


IN_USE = re.compile(rb"^ *\d+ +(\d+) +\d+ +(\d+) +\d+$", re.M)  # class, its size, pools, blocks in use, free blocks


def find_small():
    """A function that tells (blocks, bytes) in use in Python's own allocator, or None. CPython counts both by size for the
    text of sys._debugmallocstats() alone, so the text is written to memory and read."""
    try:
        ctypes, lib = _c_library()
        show, opened, closed, free = (
            ctypes.pythonapi._PyObject_DebugMallocStats, lib.open_memstream, lib.fclose, lib.free,
        )
        show.argtypes = closed.argtypes = free.argtypes = [ctypes.c_void_p]
        opened.argtypes, opened.restype = [ctypes.c_void_p, ctypes.c_void_p], ctypes.c_void_p
        text, size = ctypes.c_void_p(), ctypes.c_size_t()

        def small():
            stream = opened(ctypes.addressof(text), ctypes.addressof(size))
            if not stream:
                return None
            show(stream)
            closed(stream)
            try:
                blocks = total = 0
                for of, count in IN_USE.findall(ctypes.string_at(text.value, size.value)):
                    blocks += int(count)
                    total += int(of) * int(count)
                return (blocks, total) if total else None
            finally:
                free(text)

        return small if small() else None
    except Exception:  # not CPython, or a CPython that does not show it
        return None


MOST_YOUNG = 5000


def find_tidy():
    """A function that has the youngest generation collected, or None. Garbage in cycles waits for the collector and would
    be charged to whoever runs meanwhile; the youngest holds what was made since its last collection, so that takes some
    tens of microseconds. Not where the application has switched the collector off, and not without Python's global lock,
    as every thread would be stopped."""
    if ENV("MEMHOG_PROBE_COLLECT", "").lower() in ("0", "off", "no", "false"):
        return None
    if blocks_now is None or not getattr(sys, "_is_gil_enabled", lambda: True)():
        return None


    def tidy():
        young, most = gc.get_count()[0], gc.get_threshold()[0]
        # a threshold of 0 switches the collector off too; with a large one the youngest generation may be most of the heap
        if gc.isenabled() and most > 0 and young < MOST_YOUNG:
            gc.collect(0)

    return tidy


class Machine:
    """What can be read in this interpreter; found out once, at the first request."""

    def __init__(self):
        self.alloc, self.heap = find_allocator()
        self.small = find_small()
        self.blocks = blocks_now if blocks_now and blocks_now() > 0 else None
        self.tidy = find_tidy()


_machine = None


def machine():
    global _machine
    if _machine is None:
        _machine = Machine()
    return _machine


# ---- One process ----
class Counter:
    """One figure: what reading it costs (seconds), and for one request in how many it is read."""

    __slots__ = ("name", "weight", "cost", "every", "read")

    def __init__(self, name, weight, cost, read=None):
        self.name, self.weight, self.cost, self.every, self.read = name, weight, cost, 1, read

    def took(self, seconds):
        # a reading that was interrupted says little, one that has become dearer says it several times
        self.cost += (min(max(seconds, 0.0), 4 * self.cost + 1e-6) - self.cost) / 8


def _clock():
    """What it takes to look at the clock of costs itself."""
    began = cpu_clock()
    for _ in range(20):
        cpu_clock()
    return (cpu_clock() - began) / 21


CLOCK = _clock() if ACTIVE else 0.0
MOST_EVERY = 65536
SELDOM_ALONE = 0.05
PLAN_AFTER = 32  # requests


class Process:
    """What is counted in one process. Made after the fork, so a lock is never inherited locked."""

    def __init__(self, pid):
        self.pid = pid
        self.lock = threading.RLock()  # a signal handler may begin a request while one begins
        self.seq = self.running = self.reads = 0
        self.draws = (pid * 2654435761 ^ time.time_ns()) & 0x7FFFFFFF
        try:
            self.statm = os.open("/proc/self/statm", os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        except OSError:
            self.statm = -1
        here = machine()
        readers = {
            "objects": self.objects if here.blocks else None,
            "rss": self.rss if self.statm >= 0 else None,
            "heap": self.heap if here.heap else None,
        }
        self.counters = {n: Counter(n, 1, self.timed(read), read) for n, read in readers.items() if read}
        # read together: only the whole of what is in use, at one moment, tells what a request left
        self.whole = [one for n, one in self.counters.items() if n != "rss"]
        self.rss_alone = [one for n, one in self.counters.items() if n == "rss"]
        self.is_due = False
        self.tidy = Counter("tidy", 0, 2e-5 if here.tidy else 0.0)
        self.alone = 1.0  # of requests: those that began when no other was in progress
        self.spans = Counter("spans", 2, 4 * sum(self.counters[n].cost for n in ("objects", "heap") if n in self.counters))
        self.fixed, self.line = Counter("fixed", 0, 2e-6), Counter("line", 0, 0.0)
        self.cpu, self.planned, self.cpu_per_request = time.process_time(), 0, None
        self.share(0.002 * BUDGET)

    @staticmethod
    def timed(read):
        read()
        began = cpu_clock()
        read()
        return max(0.0, cpu_clock() - began - CLOCK)

    def share(self, seconds):
        """Divides what readings may cost per request: what a cheap one leaves over goes to the dearer."""
        # Each young object is looked at once, now or when the collector comes: most of what tidying takes is saved later.
        whole = Counter("whole", 18, sum(one.cost for one in self.whole) + self.tidy.cost / 4)
        parts = [one for one in (whole, self.spans if SPANS else None, self.counters.get("rss")) if one is not None]
        parts.sort(key=lambda one: one.cost / one.weight)
        weights = sum(one.weight for one in parts)
        for one in parts:
            part = min(one.cost, seconds * one.weight / weights)
            one.every = 1 if part >= one.cost else min(MOST_EVERY, int(one.cost / part) + 1 if part else MOST_EVERY)
            seconds = max(0.0, seconds - one.cost / one.every)
            weights -= one.weight
        for one in self.whole:
            one.every = whole.every
        # One request in a power of two, at its multiples: memhog cuts a life at those, so no request stands astride. Of
        # the two powers next to what may be spent each is taken as often as makes the mean of it.
        self.step = 1 << whole.every.bit_length() - 1
        self.draws = (self.draws * 1103515245 + 12345) & 0x7FFFFFFF
        if (self.draws >> 8) / 0x800000 * whole.every >= 2 * self.step - whole.every:
            self.step *= 2
        self.rss_often = 1 / self.counters["rss"].every if "rss" in self.counters else 0.0
        self.spans_often = 1 / self.spans.every if SPANS else 0.0

    def plan(self):
        """How often each counter may be read, by what requests have cost. Counting takes its part first; what is left
        is for readings, and a quarter of the budget in any case, or there would be none where requests are short."""
        cpu, count = time.process_time(), self.seq - self.planned
        if count <= 0:
            return  # another thread has just done it
        each = (cpu - self.cpu) / count
        self.cpu_per_request = each if self.cpu_per_request is None else self.cpu_per_request * 0.7 + each * 0.3
        allowed = BUDGET * self.cpu_per_request
        self.share(max(allowed - self.fixed.cost - self.line.cost, allowed / 4))
        self.cpu, self.planned = cpu, self.seq

    def read(self, seq, draw, is_alone, is_clean):
        """The figures of this moment as the text of the tail, of those whose turn it is; most often none."""
        if seq & self.step - 1 == 0 or seq == 1:
            self.is_due = True
        # Where other requests are in progress the figures hold what those are using: a moment without is waited for, as
        # long as such moments come.
        if self.is_due and (is_alone or self.alone < SELDOM_ALONE):
            self.is_due = False
            return self.figures(self.counters.values(), is_alone and is_clean)
        return self.figures(self.rss_alone, False) if draw < self.rss_often else ""

    def figures(self, counters, is_clean):
        """Python's own allocator first: what the others allocate to be read is then in no reading."""
        every, out, here = 0, "", _machine
        self.reads += 1
        is_timed = self.reads < 8 or self.reads & 7 == 0  # the clock costs as much as a reading
        if is_clean and here.tidy:
            began = cpu_clock() if is_timed else 0.0
            here.tidy()
            if is_timed:
                self.tidy.took(cpu_clock() - began - CLOCK)
        for counter in counters:
            began = cpu_clock() if is_timed else 0.0
            try:
                told = counter.read()
            except (OSError, ValueError, IndexError, TypeError):
                told = ""
            if told:
                every = max(every, counter.every)
                out += told
            if is_timed:
                counter.took(cpu_clock() - began - CLOCK)
        # alloc last: a line that ends in the middle of a figure can be told
        return " every=%d%s alloc=%s" % (every, out, here.alloc) if every else ""

    def rss(self):
        return " rss=%d" % (int(os.pread(self.statm, 64, 0).split(None, 2)[1]) * PAGE)

    @staticmethod
    def heap():
        return " heap=%d" % _machine.heap()

    @staticmethod
    def objects():
        if _machine.small:
            blocks, total = _machine.small()
            small = " small=%d" % total
        else:
            blocks, small = _machine.blocks(), ""
        # not by tuple(...): CPython keeps up to 2000 tuples made from an iterator, a block each
        one, two, three = gc.get_stats()
        done = (blocks, one["collections"], two["collections"], three["collections"], gc.get_count()[0])
        return " blocks=%d gc=%d/%d/%d young=%d" % done + small

    def close(self):
        fd, self.statm = self.statm, -1
        if fd >= 0:
            try:
                os.close(fd)
            except OSError:
                pass


_processes = {}
_mine = None  # the one of this process, once it is known


def process():
    """The counts of this process; new after a fork, however it was made."""
    global _mine
    pid = getpid()
    mine = _processes.get(pid)
    if mine is None:
        # setdefault: of two threads that come first together, both get the same
        made = Process(pid)
        mine = _processes.setdefault(pid, made)
        if mine is not made:
            made.close()
        for other in [one for one in _processes if one != pid]:
            _processes.pop(other).close()  # the parent's
    _mine = mine
    return mine


def _forked():
    """In the child: a lock that some thread of the parent held is not waited for."""
    global _mine
    _mine = None
    for pid in list(_processes):
        _processes.pop(pid).close()
    current.set(None)
    LINES.forked()
    TRACE.forked()


class Start:
    """A request from its beginning to its line."""

    # of most requests nothing but these
    method = path = route = task = status = spans = span = None
    server = ended = django = False
    span_cost = 0.0

    def __init__(self, process, seq, inflight, figures, began):
        self.process, self.seq, self.inflight, self.figures, self.began = process, seq, inflight, figures, began

    def tail(self):
        return "memhog v=1 at=start pid=%d seq=%d inflight=%d%s" % (
            self.process.pid, self.seq, self.inflight, self.figures,
        )  # fmt: skip

    def whole(self, ms):
        """The line of its own."""
        out = "memhog v=1 at=start time=%s pid=%d%s seq=%d inflight=%d%s" % (
            stamp(time.time() - ms / 1000), self.process.pid, HOST, self.seq, self.inflight, self.figures,
        )  # fmt: skip
        if self.method:
            out += " method=" + value(self.method)
        if self.path is not None:
            out += " path=" + quoted(self.path)
        return "%s%s ms=%.3f" % (out, self.more(), ms)

    def within(self, most, with_spans=True):
        """Route and spans in so many bytes at most."""
        route = route_field(self.route) if isinstance(self.route, str) else ""
        if len(route) > most:
            route = ""
        return route + self.spans_text(most - len(route)) if with_spans else route

    def more(self):
        out = route_field(self.route) if isinstance(self.route, str) else ""
        if self.task:
            out += " task=" + value(self.task)
        if self.status is not None:
            out += " status=" + (str(self.status) if isinstance(self.status, int) else value(str(self.status)))
        return out + self.spans_text()

    def spans_text(self, most=LONGEST):
        """The spans, the largest first, as many as have room in so many bytes. A request that was looked at and had none
        says so: it counts where spans are weighed by requests."""
        if self.spans is None:
            return ""
        every = " spans_every=%d" % self.process.spans.every
        all_of = sorted(self.spans.items(), key=lambda one: -abs(one[1][2]) - abs(one[1][1]))
        head, text = every + " spans=", ""
        for name, (n, b, h) in all_of:
            more = "%s%s*%d:%d/%d" % ("," if text else "", name, n, b, h)
            if len(head) + len(text) + len(more) > most:
                break
            text += more
        return head + text if text else every if len(every) <= most else ""


current = contextvars.ContextVar("memhog", default=None)


def begin(method=None, path=None, server=False, task=None, clean=True):
    """A request or task begins; to be handed to `end`. None when the probe is off, or could not. `clean`: nothing that
    belongs to it is there yet."""
    if not ACTIVE:
        return None
    start = None
    try:
        began = perf_counter()
        if TRACE.phase in WATCHES:
            TRACE.before()
        mine = _mine or process()
        clock = cpu_clock() if mine.seq & 15 == 1 else 0.0
        if mine.seq & 15 == 0:
            mine = process()  # forked without a word to Python
        with mine.lock:
            mine.seq = seq = mine.seq + 1
            mine.running = inflight = mine.running + 1
            # a linear congruential generator
            mine.draws = draws = (mine.draws * 1103515245 + 12345) & 0x7FFFFFFF
            draw = (draws >> 8) / 0x800000
            alone = inflight == 1
            mine.alone += (alone - mine.alone) / 64
            start = Start(mine, seq, inflight, "", began)
        # without the lock: finalizers of the application may run within
        start.figures = mine.read(seq, draw, alone, clean)
        start.method, start.path = method, path
        if server:
            start.server, start.task = True, task
        current.set(start)
        if draw < mine.spans_often:
            start.spans = {}
            HOOKS.on()
        if clock and start.figures == "":
            mine.fixed.took(1.5 * (cpu_clock() - clock - CLOCK))  # the rest is in `end`
        elif seq - mine.planned >= PLAN_AFTER:
            mine.plan()
        if TRACE.phase in WATCHES:
            TRACE.begun(start)
        return start
    except Exception:  # a reading is never worth a failed request
        if start is not None:
            with start.process.lock:
                start.process.running -= 1
        return None


def end(start, write=None):
    """The request is over. `write`: takes its line, where it has one of its own. A second call does nothing."""
    if start is None or start.ended:
        return
    try:
        start.ended = True
        mine = start.process
        if start.spans is not None:
            HOOKS.off()
        if mine is not _mine:
            return  # forked within a request: it is the parent's
        now = perf_counter()
        clock = cpu_clock() if write and start.seq & 15 == 2 else 0.0
        with mine.lock:
            mine.running = mine.running - 1 if mine.running > 0 else 0
        if current.get() is start:
            current.set(None)
        if start.spans is not None:
            mine.spans.took(start.span_cost)
        if write:
            write(start.whole((now - start.began) * 1000))
            if clock:
                mine.line.took(cpu_clock() - clock - CLOCK)
    except Exception:
        pass


# ---- Text ----
PLAIN = re.compile(r"[!#-\[\]-~]{0,%d}\Z" % LONGEST)
BARE = re.compile(r"[!#-&(-<>-\[\]-_a-~]+\Z")  # printable ASCII without space, quotes, =, \ and `


def quoted(text):
    """A JSON string in printable ASCII without a space: nothing in it can end the line or the quotes."""
    if PLAIN.match(text):
        return '"%s"' % text
    return json.dumps(text[:LONGEST]).replace("\x7f", "\\u007f").replace(" ", "\\u0020")


@functools.lru_cache(maxsize=1024)
def route_field(route):
    return " route=" + value(route)


def value(text):
    return text if BARE.match(text) and text[-1] not in ")]},;" else quoted(text)


HOST = " host=" + value(ENV("MEMHOG_HOST")) if ENV("MEMHOG_HOST") else ""
_second = (0, "")


def stamp(now):
    global _second
    whole = int(now)
    if _second[0] != whole:
        _second = (whole, time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole)))
    return "%s.%03dZ" % (_second[1], (now - whole) * 1000)


# ---- Lines of its own ----
class Lines:
    """A file, or stderr. One write a line; a file that was moved away or removed is opened anew within a second."""

    def __init__(self, path, most):
        self.path, self.most = path, most
        self.fd, self.looked, self.dropped, self.poll = -1, 0.0, 0, None

    def forked(self):
        self.poll = None

    def write(self, text):
        try:
            data = (text + "\n").encode("ascii", "replace")
            if self.path:
                self.to_file(data)
            else:
                self.to_stderr(data)
        except (OSError, ValueError, AttributeError):
            self.dropped += 1

    def to_file(self, data):
        now = time.monotonic()
        if self.fd < 0 or now - self.looked > 1:
            self.looked = now
            self.look()
        os.write(self.fd, data)

    def look(self):
        if self.fd >= 0:
            mine = os.fstat(self.fd)
            if mine.st_size >= self.most:
                self.rotate(mine)
            try:
                there = os.stat(self.path)
                if (there.st_ino, there.st_dev) == (mine.st_ino, mine.st_dev):
                    return
            except OSError:
                pass
            os.close(self.fd)
            self.fd = -1
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
        self.fd = os.open(self.path, flags, 0o640)

    def rotate(self, mine):
        """Of several processes one renames: it holds the lock of the file that is full, and looks that it stands there."""
        if fcntl is None:
            return
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        there = os.stat(self.path)
        if (there.st_ino, there.st_dev) == (mine.st_ino, mine.st_dev):
            os.rename(self.path, self.path + ".1")

    def to_stderr(self, data):
        try:
            fd = sys.stderr.fileno()
        except (AttributeError, OSError, ValueError):  # stderr is no file here
            sys.stderr.write(data.decode("ascii"))
            return
        if self.poll is None:
            self.poll = ()
            if not stat.S_ISREG(os.fstat(fd).st_mode) and hasattr(select, "poll"):
                self.poll = select.poll()
                self.poll.register(fd, select.POLLOUT)
        # a pipe that nobody empties would hold up the application; the gap in seq tells
        if self.poll == () or any(event & select.POLLOUT for _, event in self.poll.poll(0)):
            os.write(fd, data)
        else:
            self.dropped += 1


LINES = Lines(ENV("MEMHOG_PROBE_FILE"), number("MEMHOG_PROBE_MAX", str(256 * 2**20)))


# ---- uWSGI ----
def _uwsgi_has(word):
    try:
        for name in ("log-format", "logformat"):
            told = uwsgi.opt.get(name) or uwsgi.opt.get(name.encode()) or b""
            if word in (told if isinstance(told, bytes) else str(told).encode()):
                return True
    except (AttributeError, TypeError):
        pass
    return False


UWSGI = ACTIVE and uwsgi is not None and hasattr(uwsgi, "set_logvar")
IN_LOG = UWSGI and _uwsgi_has(b"%(memhog)")
MORE_IN_LOG = UWSGI and _uwsgi_has(b"%(memhog_more)")
AFTER = False


def _after_request(before):
    """uWSGI calls this when the response was sent and closed, so it need not be wrapped."""

    def after():
        start = current.get()
        if start is not None:
            _leave(start)
        if callable(before):
            return before()

    return after


def _hook_uwsgi():
    global AFTER
    if not UWSGI or AFTER or "async" in uwsgi.opt or b"async" in uwsgi.opt:
        return
    try:
        uwsgi.after_req_hook = _after_request(getattr(uwsgi, "after_req_hook", None))
        AFTER = True
    except AttributeError:
        pass


def _enter(start):
    if IN_LOG and not AFTER and start is not None:
        _to_log(start)  # nobody may tell when it ends
    return start


def _to_log(start):
    tail = start.tail()
    try:
        uwsgi.set_logvar("memhog", (tail + start.within(LOGVAR - len(tail), False))[:LOGVAR])
        if MORE_IN_LOG:
            uwsgi.set_logvar("memhog_more", start.spans_text(LOGVAR)[1:] or "more=0")
    except Exception:  # not within a request of uWSGI
        pass


def _leave(start):
    """The end of a request: its line is the server's where that carries the reading, else one of its own."""
    if start is None or start.ended:
        return
    if IN_LOG:
        _to_log(start)
    end(start, None if IN_LOG or start.server else LINES.write)


# ---- WSGI ----
def sent_path(environ):
    """The path as it was sent; empty where the server does not tell it."""
    return (environ.get("RAW_URI") or environ.get("REQUEST_URI") or "").partition("?")[0]


def wsgi_path(environ):
    path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return sent_path(environ) or urllib.parse.quote(path.encode("latin-1", "replace"))


def _outer(environ):
    """(start, whether it is ours to end): of one request the outermost layer counts."""
    start = environ.get(KEY)
    if start is not None:
        return start, False
    start = current.get()
    if start is not None and start.server and not start.ended:  # begun by a hook of the server itself
        environ[KEY] = start
        return start, False
    return None, True


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


class WSGI:
    def __init__(self, app):
        self.app = app
        _hook_uwsgi()

    def __call__(self, environ, start_response):
        start, is_ours = _outer(environ)
        if not is_ours:
            return self.app(environ, start_response)
        start = _enter(begin(environ.get("REQUEST_METHOD", ""), wsgi_path(environ)))
        if start is None:
            return self.app(environ, start_response)
        environ[KEY] = start

        def started(status, *rest, **named):
            code = str(status)[:3]
            start.status = int(code) if code.isdigit() else None
            return start_response(status, *rest, **named)

        def done():
            start.route = start.route or environ.get("memhog.route")
            _leave(start)

        try:
            body = self.app(environ, start_response if IN_LOG else started)
        except BaseException:
            start.status = 500
            done()
            raise
        return body if AFTER else closing(body, done, environ.get("wsgi.file_wrapper"))


def wsgi(app):
    """Wraps a WSGI application; the application itself where the probe is off."""
    return WSGI(app) if ACTIVE else app


def flask(app):
    """Flask: wraps the application, notes the rule of each request, and makes its view and its templates spans."""
    if not ACTIVE:
        return app
    from flask import request

    def note(_endpoint, _values):
        if request.url_rule is not None:
            start = request.environ.get(KEY) or current.get()
            if start is not None:
                start.route = request.url_rule.rule

    app.url_value_preprocessor(note)  # runs before all before_request functions, which may answer themselves
    app.wsgi_app = WSGI(app.wsgi_app)
    watch_flask(app)
    return app


init_app = flask

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
        end_ = group_end(route, group.start())
        out += route[at : group.start()]
        if group[1]:
            out += "<%s>" % group[1]
        elif not route.startswith("(?", group.start()):
            out += "<>"
        at = end_
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


class Django:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        if not ACTIVE:
            from django.core.exceptions import MiddlewareNotUsed

            raise MiddlewareNotUsed("MEMHOG_PROBE=0, or another memhog_probe is there")
        self.get_response = get_response
        self.is_async = inspect.iscoroutinefunction(get_response) or self.marked(get_response)
        if self.is_async:
            self.mark()
        _hook_uwsgi()
        watch_django()
        watch_django_requests()

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
        start, is_ours = self.begin(request)
        try:
            return self.watch(start, is_ours, request, self.get_response(request))
        except BaseException:
            if is_ours:
                _leave(start)
            raise

    async def answer_async(self, request):
        start, is_ours = self.begin(request)
        try:
            return self.watch(start, is_ours, request, await self.get_response(request))
        except BaseException:
            if is_ours:
                _leave(start)
            raise

    @staticmethod
    def begin(request):
        scope = getattr(request, "scope", None)
        start = request.META.get(DJANGO)
        if start is not None and request.META.get(KEY) is start:
            start.django = False
            return start, True
        start, is_ours = _outer(scope if scope else request.META)
        if not is_ours:
            return start, False
        # not PATH_INFO: Django has put the decoded path there
        sent = asgi_path(scope) if scope else sent_path(request.META)
        start = _enter(begin(request.method or "", sent or urllib.parse.quote(request.path), clean=False))
        if start is not None:
            (scope if scope else request.META)[KEY] = start
        return start, start is not None

    @staticmethod
    def watch(start, is_ours, request, response):
        if start is None:
            return response
        start.status = response.status_code
        match = getattr(request, "resolver_match", None)
        if match is not None and match.route is not None:
            start.route = django_route(match.route)
        if not is_ours or AFTER:
            return response
        plain = response.close

        def close():
            try:
                plain()
            finally:
                _leave(start)

        response.close = close
        return response


DJANGO = "memhog.django"


def _django_began(environ=None, **_):
    """Django says so before it makes its object of the request, which would live through a collection in its midst and,
    when it is garbage itself, wait for that of the next generation."""
    if environ is None:
        return  # ASGI
    try:
        before = current.get()
        if before is not None and not before.ended and before.django:
            end(before)  # it never reached the middleware: Django could not make an object of that request
        start, is_ours = _outer(environ)
        if is_ours:
            start = _enter(begin(environ.get("REQUEST_METHOD", ""), wsgi_path(environ)))
            if start is not None:
                start.django = True
                environ[KEY] = environ[DJANGO] = start
    except Exception:  # a signal's receiver would raise into the application
        pass


def watch_django_requests():
    try:
        from django.core.signals import request_started

        request_started.connect(_django_began, dispatch_uid="memhog")
    except Exception:  # the middleware begins requests then
        pass


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


class ASGI:
    def __init__(self, app):
        self.app = app
        self.starlette = Starlette()

    async def __call__(self, scope, receive, send):
        if not ACTIVE or scope["type"] != "http":
            return await self.app(scope, receive, send)
        start, is_ours = _outer(scope)
        if is_ours:
            start = begin(scope.get("method", ""), asgi_path(scope))
        if start is None:
            return await self.app(scope, receive, send)
        scope[KEY] = start
        root = scope.get("root_path", "")

        async def sent(message):
            if message["type"] == "http.response.start":
                start.status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, sent)
        except BaseException:
            start.status = start.status or 500
            raise
        finally:
            try:
                start.route = start.route or self.route(scope, root)
            except Exception:  # a line is never worth a failed request
                pass
            if is_ours:
                _leave(start)

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


# ---- Gunicorn ----
_of_request = {}  # id() of a request of Gunicorn in progress: its Start


def _counted_start(hook):
    def pre_request(worker, req):
        start = begin(getattr(req, "method", None), getattr(req, "path", None), server=True)
        if start is not None:
            _of_request[id(req)] = start
        return hook(worker, req)

    return pre_request


def _counted_end(hook):
    def post_request(worker, req, environ, resp):
        try:
            return hook(worker, req, environ, resp)
        finally:
            end(_of_request.pop(id(req), None))

    return post_request


def _count_with(setting, counted):
    """Let a hook setting hand out the user's hook with the counting around it. On the class and not on one
    configuration, because a reload (SIGHUP) makes a new configuration and, before Gunicorn 25, tells no logger."""
    if getattr(setting, "memhog_probe", None):
        return
    plain = setting.get

    def get(self):
        hook = plain(self)
        known = self.__dict__.get("memhog_probe_hook")
        if known is None or known[0] is not hook:
            known = self.memhog_probe_hook = (hook, counted(hook))
        return known[1]

    setting.get = get
    setting.memhog_probe = True


class _Tail(logging.Filter):
    """Adds the tail to the format of an access line, unless that names it."""

    def filter(self, record):
        atoms, form = record.args, record.msg
        if isinstance(atoms, dict) and "memhog" in atoms and isinstance(form, str) and "%(memhog)" not in form:
            record.msg = form + " %(memhog)s"
        return True


def _gunicorn_logger():
    from gunicorn import config, glogging

    if not ACTIVE:
        return glogging.Logger

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
                access = logging.getLogger("gunicorn.access")
                if not any(isinstance(one, _Tail) for one in access.filters):
                    access.addFilter(_Tail())
                # the asgi worker calls post_request late, and only waits for it where one is set: the line is the end
                self.ends_with_line = cfg.worker_class_str == "asgi"
                _count_with(config.PreRequest, _counted_start)
                if not self.ends_with_line:
                    _count_with(config.PostRequest, _counted_end)
            except Exception:
                self.exception("memhog: no readings in the access log")

        def atoms(self, resp, req, environ, request_time):
            atoms = super().atoms(resp, req, environ, request_time)
            try:
                start = _of_request.get(id(req))
                if start is not None:
                    more = start.within(LONGEST)
                    # Gunicorn puts a backslash before each quote of an atom
                    atoms["memhog"] = start.tail() + (more if '"' not in more else start.spans_text())
                    if self.ends_with_line:
                        end(_of_request.pop(id(req), None))
            except Exception:  # a log line is never worth a failed request
                pass
            return atoms

    return Logger


def __getattr__(name):
    if name == "Logger":
        made = globals()["Logger"] = _gunicorn_logger()
        return made
    raise AttributeError("module %r has no attribute %r" % (__name__, name))


# ---- Celery ----
def _celery():
    from celery.signals import task_postrun, task_prerun
    from celery.utils.log import get_task_logger

    log, tasks = get_task_logger("memhog"), {}

    def is_eager(task):
        return bool(getattr(getattr(task, "request", None), "is_eager", False))

    def prerun(task_id=None, task=None, **_):
        # a task that runs in place belongs to what asked for it, unless nothing did
        if not (is_eager(task) and current.get() is not None):
            start = begin(server=True, task=str(getattr(task, "name", "") or ""))
            if start is not None:
                tasks[task_id] = start

    def postrun(task_id=None, state=None, **_):
        start = tasks.pop(task_id, None)
        if start is not None:
            start.status = str(state) if state else None
            end(start, LINES.write if LINES.path else lambda text: log.info("%s", text))

    task_prerun.connect(prerun, weak=False)
    task_postrun.connect(postrun, weak=False)


# ---- Spans: parts of a request ----
SPANS = ACTIVE and ENV("MEMHOG_PROBE_SPANS", "0").lower() not in ("", "0", "off", "no", "false")
MOST_SPANS = 20  # names of one request
NAME = re.compile(r"[^A-Za-z0-9_./-]+")


class span:
    """`with span("name"):` or `@span("name")`: counts the blocks and bytes that a part of a request leaves when it ends,
    without those of spans within it."""

    __slots__ = ("name", "start", "outer", "blocks", "heap", "inner_blocks", "inner_heap")

    def __init__(self, name):
        self.name, self.start = name, None

    def __enter__(self):
        start = current.get() if SPANS else None
        if start is None or start.spans is None or start.ended:
            return self
        try:
            began = cpu_clock()
            self.start, self.outer, start.span = start, start.span, self
            self.inner_blocks = self.inner_heap = 0
            self.blocks, self.heap = _in_use()
            start.span_cost += cpu_clock() - began
        except Exception:
            self.start = None
        return self

    def __exit__(self, *_):
        start, self.start = self.start, None
        if start is None:
            return False
        try:
            began = cpu_clock()
            if start.span is self:  # else spans of two tasks have crossed: neither is known
                blocks, heap = _in_use()
                blocks, heap = blocks - self.blocks, heap - self.heap
                start.span = self.outer
                if self.outer is not None:
                    self.outer.inner_blocks += blocks
                    self.outer.inner_heap += heap
                name = NAME.sub("_", self.name)[:60].strip("_") or "_"
                if name not in start.spans and len(start.spans) >= MOST_SPANS - 1:
                    name = "other"
                n, b, h = start.spans.get(name, (0, 0, 0))
                start.spans[name] = (n + 1, b + blocks - self.inner_blocks, h + heap - self.inner_heap)
            start.span_cost += cpu_clock() - began
        except Exception:
            pass
        return False

    def __call__(self, function):
        name = self.name

        @functools.wraps(function)
        def within(*args, **named):
            with span(name):
                return function(*args, **named)

        return within


def is_watched():
    """Whether the spans of the request at hand are counted; most are not, and theirs must cost nothing."""
    start = current.get()
    return start is not None and start.spans is not None


def _in_use():
    here = _machine
    return here.blocks() if here.blocks else 0, here.heap() if here.heap else 0


def _bytes_in_use():
    return (_machine.heap() if _machine.heap else 0) + (_machine.small()[1] if _machine.small else 0)


STATEMENT = re.compile(r"\s*(\w+)(?:.*?\b(?:from|into|update|join|table)\s+[\"`\[]?([\w.]+))?", re.I | re.S)


@functools.lru_cache(maxsize=512)
def statement_name(sql):
    """`sql.select.shop_order`: what it does and the first table, without its values."""
    found = STATEMENT.match(sql)
    verb, table = (found[1].lower(), found[2]) if found else ("other", None)
    if verb == "update" and table is None:
        words = sql.split(None, 2)
        table = words[1] if len(words) > 1 else None
    return "sql.%s%s" % (verb, "." + table.strip('"`[]') if table else "")


class Hooks:
    """Functions of frameworks that are replaced while the spans of some request are counted, and stand as they were for
    all the others: most requests have none, and theirs must cost nothing."""

    def __init__(self):
        self.lock = threading.RLock()
        self.all, self.users, self.each = [], 0, []

    def add(self, owner, name, make):
        """Replaces `owner.name` by `make(function)`; nothing where there is none of that name, or it is one already."""
        plain = owner.__dict__.get(name) if isinstance(owner, type) else getattr(owner, name, None)
        if not callable(plain) or any(one[0] is owner and one[1] == name for one in self.all):
            return
        made = functools.wraps(plain)(make(plain))
        with self.lock:
            self.all.append((owner, name, plain, made, name in vars(owner)))

    def on(self):
        with self.lock:
            self.users += 1
            if self.users == 1:
                for owner, name, _, made, _ in self.all:
                    setattr(owner, name, made)
        for enter, _ in self.each:
            enter()

    def off(self):
        for _, leave in self.each:
            leave()
        with self.lock:
            self.users = max(0, self.users - 1)
            if self.users == 0:
                for owner, name, plain, made, was_own in self.all:
                    if vars(owner).get(name) is not made:
                        continue  # somebody else has put theirs around it
                    if was_own:
                        setattr(owner, name, plain)
                    else:
                        delattr(owner, name)


HOOKS = Hooks()


def _spanned(naming):
    def make(plain):
        def call(self, *args, **named):
            if not is_watched():
                return plain(self, *args, **named)
            with span(naming(self, *args)):
                return plain(self, *args, **named)

        return call

    return make


def _template_name(template, *_):
    return "template." + str(getattr(template, "name", None) or "_")


def _view_name(view):
    view = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    return "view.%s.%s" % (getattr(view, "__module__", ""), getattr(view, "__qualname__", type(view).__name__).replace("<locals>.", ""))


def quietly(watch):
    """A framework that looks different from what is expected has no spans, and nothing else is lost."""

    @functools.wraps(watch)
    def safe(*args):
        if SPANS:
            try:
                watch(*args)
            except Exception:
                pass

    return safe


@quietly
def watch_django():
    from django.core import cache
    from django.core.handlers.base import BaseHandler
    from django.template.base import Template

    from django.db import connections

    def query(execute, sql, params, many, context):
        if not is_watched():
            return execute(sql, params, many, context)
        with span(statement_name(sql) if isinstance(sql, str) else "sql"):
            return execute(sql, params, many, context)

    def enter():  # connections belong to the thread
        for connection in connections.all():
            connection.execute_wrappers.append(query)

    def leave():
        for connection in connections.all():
            if query in connection.execute_wrappers:
                connection.execute_wrappers.remove(query)

    HOOKS.each.append((enter, leave))
    HOOKS.add(Template, "render", _spanned(_template_name))

    def view(plain):
        def made(self, callback):
            wrapped = plain(self, callback)
            if not is_watched():
                return wrapped
            name = _view_name(callback)
            if inspect.iscoroutinefunction(wrapped):
                return wrapped

            @functools.wraps(wrapped)
            def within(*args, **named):
                with span(name):
                    return wrapped(*args, **named)

            return within

        return made

    HOOKS.add(BaseHandler, "make_view_atomic", view)
    for alias in cache.caches:
        backend = type(cache.caches[alias])
        for name in ("get", "set", "get_many", "set_many", "delete"):
            HOOKS.add(backend, name, _spanned(lambda *_, _name="cache." + name: _name))
    watch_jinja()
    watch_sqlalchemy()


@quietly
def watch_flask(app):
    def view(plain):
        def call(*args, **named):
            if not is_watched():
                return plain(*args, **named)
            from flask import request

            rule = request.url_rule
            with span("view." + str(rule.endpoint if rule is not None else "_")):
                return plain(*args, **named)

        return call

    HOOKS.add(app, "dispatch_request", view)
    watch_jinja()
    watch_sqlalchemy()


@quietly
def watch_jinja():
    if "jinja2" in sys.modules:
        HOOKS.add(sys.modules["jinja2"].Template, "render", _spanned(_template_name))


@quietly
def watch_sqlalchemy():
    if "sqlalchemy" not in sys.modules:
        return
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    if getattr(Engine, "memhog", False):
        return

    def before(conn, cursor, statement, parameters, context, executemany):
        if context is not None and is_watched():
            context.memhog_span = span(statement_name(statement)).__enter__()

    def after(conn, cursor, statement, parameters, context, executemany):
        made = getattr(context, "memhog_span", None)
        if made is not None:
            made.__exit__()

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "after_cursor_execute", after)
    Engine.memhog = True


# ---- Trace: from a route to a line of code ----
#
# MEMHOG_TRACE='GET /search' watches one route in the first worker that gets the lock of it:
#   1. Some calls are let go by, so that imports and caches are filled.
#   2. Some calls by themselves are weighed: what both allocators have in use from the beginning of such a call to that of
#      the next request. What tracemalloc does not find of it is no memory of Python's.
#   3. A few more by themselves: tracemalloc runs from the beginning of such a call to the beginning of the next request,
#      when it has been wholly released. What is alive then, and which containers are longer, is what a call leaves.
#   4. tracemalloc runs for many calls. What is alive after them, of the lines found in 3, is what calls leave for good.
# Then its findings are written as lines, and tracing is off for good in this process.
TRACE_CALLS = int(number("MEMHOG_TRACE_CALLS", "100"))
TRACE_SECONDS = number("MEMHOG_TRACE_SECONDS", "600")
TRACE_MEMORY = number("MEMHOG_TRACE_MEMORY", str(128 * 2**20))
TRACE_FRAMES = int(number("MEMHOG_TRACE_FRAMES", "12"))
LET_BY, WEIGHED, ALONE = 3, 3, 5
MOST_OBJECTS = 3_000_000  # more objects are not walked through: each walk holds the worker up by some 0.1 s per million
MOST_FINDINGS = 10
HOLDERS_SECONDS = 1.5  # all searches for who holds lines, and for who holds containers
STANDARD = tuple({os.path.dirname(os.__file__) + os.sep, os.path.dirname(json.__file__) + os.sep})


WATCHES = ("wanted", "by", "ready", "weigh", "alone", "long")


def path_pattern(route):
    """`/account/:token`, `/account/<int:id>`, `/account/{id}` as a regular expression on paths."""
    parts = re.split(r"(:[A-Za-z_]\w*|<[^>/]*>|\{[^}/]*\})", route)
    return re.compile("".join("[^/]+" if i % 2 else re.escape(part) for i, part in enumerate(parts)) + r"/?\Z")


class Trace:
    def __init__(self, wanted):
        method, _, path = (wanted or "").strip().rpartition(" ")
        self.endpoint = ("%s %s" % (method, path)).strip()
        self.method, self.path = method.upper(), path
        self.pattern = path_pattern(path) if path.startswith("/") else None
        self.reset()

    def reset(self):
        self.phase = "wanted" if ACTIVE and self.path else "off"  # off wanted others by ready alone long done
        self.lock, self.thread = threading.RLock(), None
        self.calls = self.let_by = self.passed_over = self.requests = 0
        self.weighed, self.alone, self.open, self.by_line, self.names = [], [], None, {}, {}
        self.fd, self.deadline, self.since = -1, 0.0, None

    def forked(self):
        if self.phase not in ("off", "wanted"):
            if "tracemalloc" in sys.modules and self.phase in ("alone", "long"):
                sys.modules["tracemalloc"].stop()
            self.reset()
            self.phase = "others"

    # -- called for each request --
    def matches(self, start):
        if self.pattern is None:
            return start.task == self.path
        if self.method and start.method and start.method != self.method:
            return False
        return bool(start.path and self.pattern.match(start.path))

    def before(self):
        """Before the reading of a request: what a call alone has left is looked at."""
        with self.lock:
            try:
                if self.phase == "wanted":
                    self.claim()
                elif self.phase in ("weigh", "alone", "long"):
                    self.look()
                if self.phase in WATCHES and time.monotonic() > self.deadline:
                    self.finish("time")
            except Exception as error:
                self.give_up(error)

    def begun(self, start):
        with self.lock:
            try:
                self.requests += 1
                if self.matches(start):
                    self.call(start)
            except Exception as error:
                self.give_up(error)

    def call(self, start):
        self.calls += 1
        if self.phase == "by":
            self.let_by += 1
            if self.let_by > min(LET_BY, TRACE_CALLS // 4):
                self.phase = "ready"
        if self.phase == "ready":
            if start.inflight > 1 and self.passed_over < 50:
                self.passed_over += 1
            elif len(self.weighed) < WEIGHED:
                gc.collect()
                self.open = {"collects": gc.isenabled(), "used": _bytes_in_use()}
                gc.disable()  # garbage of others is not taken for what this call gives back
                self.phase = "weigh"
            elif len(self.alone) < ALONE:
                self.begin_alone(start)
            else:
                self.begin_long(start)

    # -- the worker that watches --
    def claim(self):
        """Only the worker that gets the lock watches; when it dies the next one does."""
        import hashlib
        import tempfile

        self.phase = "others"
        if fcntl is None:
            return self.say("end", why="unlocked", calls=0)
        name = hashlib.sha1(("%d %s %s" % (os.getuid(), self.endpoint, os.getppid())).encode()).hexdigest()[:12]
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
        self.fd = os.open(os.path.join(tempfile.gettempdir(), "memhog-trace-" + name), flags, 0o600)
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self.fd)
            self.fd = -1
            return None
        self.phase = "by"
        self.deadline = time.monotonic() + TRACE_SECONDS
        atexit.register(self.at_exit, getpid())
        self.say("begin", calls=TRACE_CALLS)
        self.thread = threading.Thread(target=self.wait, args=(getpid(),), name="memhog-trace", daemon=True)
        self.thread.start()
        return None

    def wait(self, pid):
        """A worker that nobody asks anything ends its trace all the same."""
        while self.phase in WATCHES and getpid() == pid:
            time.sleep(min(1.0, max(0.05, self.deadline - time.monotonic())))
            if time.monotonic() > self.deadline:
                with self.lock:
                    if self.phase in WATCHES:
                        self.finish("time")

    def at_exit(self, pid):
        if getpid() == pid and self.phase in WATCHES[1:]:
            self.finish("exit")

    def give_up(self, error):
        self.stop_tracing()
        self.phase = "done"
        self.say("end", why="fault", calls=self.calls, what=repr(error)[:200])

    def stop_tracing(self):
        tracer = sys.modules.get("tracemalloc")
        if tracer is not None and self.phase in ("alone", "long"):
            tracer.stop()
        if self.open is not None and self.open.get("collects"):
            gc.enable()
        self.open = None

    def look(self):
        import tracemalloc

        if tracemalloc.get_tracemalloc_memory() > TRACE_MEMORY:
            self.finish("memory")
        elif self.phase == "weigh":
            gc.collect(0)
            if process().running == 0:
                self.weighed.append(_bytes_in_use() - self.open["used"])
            self.stop_tracing()
            self.phase = "ready"
        elif self.phase == "alone":
            self.end_alone()
        elif self.calls - self.open["calls"] >= self.open["wanted"]:
            self.finish("done")

    # -- a call by itself --
    def begin_alone(self, start):
        import tracemalloc

        if tracemalloc.is_tracing():
            raise RuntimeError("tracemalloc is in use already")
        gc.collect()
        opened = {"seq": start.seq, "collects": gc.isenabled(), "walked": gc.get_count() and _few_objects()}
        opened["lengths"] = _lengths() if opened["walked"] else {}
        opened["types"] = _types() if opened["walked"] and len(self.alone) in (1, 3) else None
        self.open = opened
        gc.disable()  # what is new stays in the youngest generation
        self.phase = "alone"
        tracemalloc.start(TRACE_FRAMES)

    def end_alone(self):
        import tracemalloc

        opened, mine = self.open, process()
        if mine.running > 0 and self.passed_over < 50:  # it still runs, or another does
            self.passed_over += 1
            self.stop_tracing()
            self.phase = "ready"
            return
        gc.collect(0)
        kept = _by_line(tracemalloc.take_snapshot())
        young = _new_objects()
        samples = {}
        for thing in young:
            trace = tracemalloc.get_object_traceback(thing)
            if trace is not None:
                of_line = samples.setdefault(_own_frame([(f.filename, f.lineno) for f in trace][::-1]), [])
                if len(of_line) < 3:
                    of_line.append(thing)
        tracemalloc.stop()
        grown = _grown(opened["lengths"]) if opened["walked"] else []
        types_after = _types() if opened["types"] is not None else None
        alone = {"kept": kept, "grown": {k: n for k, (n, _) in grown.items()} if grown else {}}
        alone["types"] = _more(opened["types"], types_after) if types_after is not None else None
        last = len(self.alone) == ALONE - 1
        if last:
            largest = sorted(kept, key=lambda one: -kept[one][0])[: 2 * MOST_FINDINGS]
            young = thing = of_line = None
            until = perf_counter() + HOLDERS_SECONDS
            self.by_line = {line: _holder_of_any(samples[line], until) for line in largest if line in samples}
            longest = _longest(self.alone, alone, {k: thing for k, (_, thing) in grown.items()}) if grown else []
            until = perf_counter() + HOLDERS_SECONDS
            self.names = {
                k: (type(thing).__name__, _holder(thing, itself=True) if perf_counter() < until else None, thing)
                for k, thing in longest
            }
        self.alone.append(alone)
        samples = young = thing = of_line = None
        if opened["collects"]:
            gc.enable()
        self.open, self.phase = None, "ready"

    # -- many calls --
    def begin_long(self, start):
        import tracemalloc

        wanted = max(1, TRACE_CALLS - self.calls)
        self.open = {"calls": self.calls, "wanted": wanted, "requests": self.requests, "guppy": None, "memray": None}
        self.open["guppy"] = _guppy()
        self.open["memray"] = _memray()
        self.open["lengths"] = {k: _long(thing) for k, (_, _, thing) in self.names.items()}
        self.phase = "long"
        tracemalloc.start(TRACE_FRAMES)

    def finish(self, why):
        """Writes what was found so far."""
        import tracemalloc

        opened, phase = self.open, self.phase
        if phase in ("weigh", "alone"):
            self.stop_tracing()
        long, calls = {}, 0
        if phase == "long":
            calls = self.calls - opened["calls"]
            if calls > 0:
                gc.collect()
                long = _by_line(tracemalloc.take_snapshot())
            tracemalloc.stop()
        self.phase = "done"
        if self.alone:
            self.report(long, calls, opened.get("lengths", {}) if phase == "long" else {})
        self.names = self.by_line = {}
        if phase == "long":
            _guppy_lines(self, opened["guppy"], max(1, calls))
            if opened["memray"] is not None:
                opened["memray"][0].__exit__(None, None, None)
                self.say("memray", calls=calls, file=opened["memray"][1])
        if self.calls == 0:
            why = "never"
        self.say("end", why=why, calls=self.calls, requests=self.requests, alone=len(self.alone), long=calls)
        self.open = None

    def report(self, long, calls, lengths):
        holders, found = self.holders(calls, lengths), []
        own = next((name for name, *_, is_own in holders if is_own), None)
        for line in {line for one in self.alone for line in one["kept"]}:
            each = [one["kept"].get(line, (0, 0, ()))[:2] for one in self.alone]
            stack = next(one["kept"][line][2] for one in self.alone if line in one["kept"])
            size, count = _middle([one[0] for one in each]), _middle([one[1] for one in each])
            if long:
                # other routes may run through the same line: a call is charged with no more than it left by itself
                size = min(long.get(line, (0, 0))[0] / calls, max(one[0] for one in each))
                count = min(long.get(line, (0, 0))[1] / calls, max(one[1] for one in each))
            if size >= 16 and count >= 0.5:
                if line[0] == "<unknown>" and size < 4096:
                    continue  # what C has allocated outside of all Python code: the server, most likely
                found.append((size, count, line, stack, self.by_line.get(line)))
        found.sort(key=lambda one: -one[0])
        # what some variable of the application holds comes first: CPython keeps some thousand small tuples of anybody's
        first = [one for one in found if one[4] is not None and _is_own_name(one[4])]
        if found and found[0][0] * 2 >= sum(one[0] for one in found) and _is_own(found[0][2][0]):
            size, count, line, stack, holder = found[0]
            if line not in self.by_line:  # texts cannot be asked who holds them
                holder = own
            first = [one for one in first if one is not found[0]]
            found[0] = (size, count, line, stack, holder)
            first.insert(0, found[0])
        found = first + [one for one in found if one not in first]
        for place, (size, count, (file, number_), stack, holder) in enumerate(found[:MOST_FINDINGS], 1):
            self.say("line", place=place, calls=calls or len(self.alone), file=shown(file), line=number_,
                     function=function_at(file, number_), bytes="%.1f" % size, blocks="%.2f" % count, holder=holder,
                     stack=";".join("%s:%d:%s" % (shown(f), n, function_at(f, n)) for f, n in stack[:6]))  # fmt: skip
        for name, kind, grown, _ in holders:
            self.say("holder", calls=calls or len(self.alone), holder=name, type=kind, items="%.2f" % grown)
        types_ = [one["types"] for one in self.alone if one["types"] is not None]
        for name in sorted(types_[0], key=lambda n: -types_[0][n])[: 3 * MOST_FINDINGS] if types_ else ():
            least = min(one.get(name, 0) for one in types_)
            if least > 0:
                self.say("type", calls=len(types_), type=name, count=least)
        by_python = _middle([sum(size for size, *_ in one["kept"].values()) for one in self.alone])
        native = _middle(self.weighed) - by_python
        if native >= 4096:
            self.say("native", calls=len(self.weighed), bytes="%d" % native)

    def holders(self, calls, lengths):
        """[(name, type, items a call, whether it is of the application's own)] of containers that calls made longer, the
        application's own first."""
        out = []
        for key, (kind, name, thing) in self.names.items():
            grown = _middle([one["grown"].get(key, 0) for one in self.alone])
            if calls:
                grown = min(grown, (_long(thing) - lengths.get(key, 0)) / calls)
            if name and grown > 0.05:
                out.append((name, kind, grown, _is_own_name(name)))
        return sorted(out, key=lambda one: (not one[3], -one[2]))

    def say(self, kind, **more):
        now = stamp(time.time())
        self.since = self.since or now
        out = "memhog v=1 trace=%s time=%s pid=%d%s since=%s endpoint=%s" % (
            kind, now, getpid(), HOST, self.since, quoted(self.endpoint),
        )  # fmt: skip
        for name, told in more.items():
            if told is not None:
                out += " %s=%s" % (name, value(str(told)))
        LINES.write(out)


def shown(file):
    """A file as it is imported: `shop/views.py`."""
    for folder in sorted({os.path.abspath(one) for one in sys.path}, key=len, reverse=True):  # uWSGI has "." there
        if file.startswith(folder.rstrip(os.sep) + os.sep):
            return file[len(folder.rstrip(os.sep)) + 1 :]
    return file


def _is_own(file):
    return not (file.startswith(STANDARD) and "-packages" not in file) and "-packages" not in file and file[:1] != "<"


def _own_frame(frames):
    """Of a stack, the innermost first, the line of the application's own; the innermost of all where there is none."""
    mine = [one for one in frames if one[0] != __file__] or frames
    return next((one for one in mine if _is_own(one[0])), mine[0])


def _by_line(snapshot):
    """{(file, line): (bytes, blocks, stack)} of all that is alive, without the probe's own."""
    out = {}
    for trace in snapshot.traces:
        frames = [(f.filename, f.lineno) for f in trace.traceback][::-1]
        if frames[0][0] == __file__ or "tracemalloc" in frames[0][0]:
            continue
        line = _own_frame(frames)
        size, count, stack = out.get(line, (0, 0, frames))
        out[line] = (size + trace.size, count + 1, stack)
    return out


@functools.lru_cache(maxsize=64)
def _functions(file):
    """[(first line, last line, name)] of the functions of a file; None when its source cannot be read."""
    import ast

    try:
        if os.path.getsize(file) > 2**20:
            return None
        with open(file, "rb") as source:
            tree = ast.parse(source.read())
    except (OSError, SyntaxError, ValueError):
        return None
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(node.lineno, node.end_lineno, node.name) for node in ast.walk(tree) if isinstance(node, kinds)]


def function_at(file, line):
    """The innermost function in which a line stands; `<module>` outside of all."""
    functions = _functions(file)
    if functions is None:
        return "?"
    return max(((first, name) for first, last, name in functions if first <= line <= last), default=(0, "<module>"))[1]


def _few_objects():
    return len(gc.get_objects()) <= MOST_OBJECTS


def _new_objects():
    """What the youngest collection has just left over."""
    found = gc.get_objects(generation=1)
    return found[:100_000]


CONTAINERS = {list, dict, set, collections.deque, collections.OrderedDict, collections.defaultdict}
CACHE = type(functools.lru_cache(maxsize=1)(len))


def _long(thing):
    """The length of a container; -1 of what is none."""
    kind = type(thing)
    if kind in CONTAINERS:
        return len(thing)
    return thing.cache_info().currsize if kind is CACHE else -1


def _lengths():
    """{id: length} of containers that have some length."""
    out = {}
    for thing in gc.get_objects():
        kind = type(thing)
        if kind in CONTAINERS or kind is CACHE:
            size = _long(thing)
            if size >= 2 or kind is CACHE:
                out[id(thing)] = size
                if len(out) >= 500_000:
                    break
    return out


def _grown(before):
    """{id: (by how much, container)} of those that are longer than before."""
    out = {}
    mine = (id(before), id(out))
    for thing in gc.get_objects():
        was = before.get(id(thing))
        if was is None or id(thing) in mine:
            continue
        size = _long(thing)
        if was < size < was + 100_000:
            out[id(thing)] = (size - was, thing)
    return out


def _longest(earlier, last, containers):
    """Containers that grew in most of the calls."""
    all_of = [*earlier, last]
    often = [k for k in last["grown"] if k in containers and sum(k in one["grown"] for one in all_of) * 2 > len(all_of)]
    return [(k, containers[k]) for k in sorted(often, key=lambda k: -last["grown"][k])[:MOST_FINDINGS]]


def _types():
    """{name of a type: how many objects}; by objgraph where it is installed."""
    try:
        import objgraph

        return objgraph.typestats(shortnames=False)
    except ImportError:
        out = {}
        for thing in gc.get_objects():
            kind = type(thing)
            name = "%s.%s" % (kind.__module__, kind.__qualname__)
            out[name] = out.get(name, 0) + 1
        return out


def _more(before, after):
    own = ("tracemalloc.", __name__ + ".")
    return {n: count - before.get(n, 0) for n, count in after.items() if count > before.get(n, 0) and not n.startswith(own)}


def _middle(values):
    return sorted(values)[len(values) // 2] if values else 0


def _named(thing):
    """A thing that has a name of its own in a program; None if it has none."""
    if isinstance(thing, dict) and isinstance(thing.get("__name__"), str):
        module = sys.modules.get(thing["__name__"])
        return thing["__name__"] if module is not None and getattr(module, "__dict__", None) is thing else None
    if isinstance(thing, types.ModuleType):
        return thing.__name__
    if type(thing) is CACHE:
        wrapped = getattr(thing, "__wrapped__", thing)
        if not hasattr(wrapped, "__qualname__"):
            return None  # such as the statements that a connection of sqlite3 keeps
        return "functools._lru_cache_wrapper of %s.%s" % (
            getattr(wrapped, "__module__", "?"), getattr(wrapped, "__qualname__", "?"),
        )  # fmt: skip
    if isinstance(thing, types.FunctionType):
        if "<locals>" in thing.__qualname__:
            return None  # made by a call: who holds it is asked on
        return "%s.%s()" % (thing.__module__, thing.__qualname__)
    if isinstance(thing, type):
        return "%s.%s" % (thing.__module__, thing.__qualname__)
    return None


def _part(holder, thing):
    """Under which name `holder` has `thing`: `._seen`; `[...]` in a container, whose keys may be data of the application."""
    if isinstance(holder, (types.FunctionType, types.CellType)):
        return ""
    if isinstance(holder, dict) and _named(holder) is None:
        return "[...]"
    try:
        named = holder if isinstance(holder, dict) else vars(holder)
        for name, held in list(named.items())[:2000]:
            if held is thing and isinstance(name, str) and name.isidentifier():
                return "." + name
    except TypeError:
        pass
    return "[...]"


def _is_own_name(name):
    """Whether what holds something belongs to the application and not to a package."""
    module = sys.modules.get(re.sub(r"^functools._lru_cache_wrapper of ", "", name or "").split(".")[0])
    return _is_own(getattr(module, "__file__", None) or "<")


def _holder(thing, itself=False):
    """Who holds a thing, as `shop.views._seen` or `functools._lru_cache_wrapper of shop.views.search`: the nearest that
    has a name, looked for through eight layers, sixteen things wide, for half a second. None if nothing of the kind does."""
    began, seen, layer = perf_counter(), {id(thing)}, [(thing, "")]
    name = _named(thing) if itself and not isinstance(thing, dict) else None
    if name:
        return name
    for _ in range(8):
        above, held_by = [], {id(held): (held, rest) for held, rest in layer}
        seen.update((id(layer), id(above), id(held_by)))
        for holder in gc.get_referrers(*[held for held, _ in layer]):  # one walk over the heap for the whole layer
            if id(holder) in seen or isinstance(holder, types.FrameType) or type(holder).__module__ == __name__:
                continue
            if type(holder) is tuple and len(holder) == 2 and id(holder[0]) in held_by and isinstance(holder[1], str):
                continue  # the probe's own
            if isinstance(holder, dict) and any(k in holder for k in ("samples", "opened")):
                continue
            held, rest = next((held_by[id(one)] for one in gc.get_referents(holder) if id(one) in held_by), (None, ""))
            if held is None:
                continue
            seen.add(id(holder))
            part = _part(holder, held) + rest
            name = _named(holder)
            if name:
                return re.sub(r"(\[\.\.\.\])+", "[...]", name + part)[:200]
            above.append((holder, part))
        if perf_counter() - began > 0.5:
            return None
        layer = above[:16]
        if not layer:
            return None
    return None


def _holder_of_any(things, until):
    """Who holds one of these, the application itself if it does; nobody is looked for when time is over."""
    found = None
    for thing in things:
        name = _holder(thing) if perf_counter() < until else None
        if name and _is_own_name(name):
            return name
        found = found or name
    return found


def _guppy():
    try:
        from guppy import hpy

        if not _few_objects():
            return None
        heap = hpy()
        heap.setref()
        return heap
    except Exception:  # not installed
        return None


def _guppy_lines(trace, heap, calls):
    if heap is None:
        return
    try:
        for row in list(heap.heap().stat.get_rows(MOST_FINDINGS)):
            if row.size / calls >= 16:
                trace.say("heap", calls=calls, type=str(row.name), bytes="%.1f" % (row.size / calls), count="%.2f" % (row.count / calls))
    except Exception:
        pass


def _memray():
    path = ENV("MEMHOG_TRACE_MEMRAY")
    if not path:
        return None
    try:
        import memray

        path += ".%d" % getpid()
        tracker = memray.Tracker(path, native_traces=False)
        tracker.__enter__()
        return tracker, path
    except Exception as error:  # not installed, or the file is there already
        TRACE.say("memray", calls=0, what=repr(error)[:200])
        return None


TRACE = Trace(ENV("MEMHOG_TRACE"))

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
if ACTIVE and "celery" in sys.modules:
    try:
        _celery()
    except Exception:  # a Celery without these signals
        pass
if ENV("MEMHOG_APP"):
    import importlib

    _module, _, _attribute = ENV("MEMHOG_APP").partition(":")
    application = wsgi(getattr(importlib.import_module(_module), _attribute or "application"))
