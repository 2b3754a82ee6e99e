"""What each route really kept: counters in one file per process, kept up to the last call even when it is killed."""
import glob
import mmap
import os
import struct
import sys
import threading

CELL = struct.Struct("qq")  # calls, bytes kept


def block(size):
    """Bytes the allocator spends on one block: pymalloc up to 512, glibc above."""
    return -(-size // 16) * 16 if size <= 512 else -(-(size + 8) // 16) * 16


def deep_size(thing):
    """Bytes of a list and of all it holds; every part must belong to it alone."""
    total = block(sys.getsizeof(thing))
    return total + sum(map(deep_size, thing)) if isinstance(thing, list) else total


class Ledger:
    """`folder` None: counts nothing."""

    def __init__(self, folder, routes):
        self.folder, self.routes = folder, routes
        self.pid, self.cells = None, None
        self.lock = threading.Lock()

    def add(self, route, kept):
        if not self.folder:
            return
        with self.lock:
            if self.pid != os.getpid():
                self.pid, self.cells = os.getpid(), self.open()
            at = CELL.size * self.routes.index(route)
            calls, sum_ = CELL.unpack_from(self.cells, at)
            CELL.pack_into(self.cells, at, calls + 1, sum_ + kept)

    def open(self):
        with open(os.path.join(self.folder, str(os.getpid())), "w+b") as f:
            f.truncate(CELL.size * len(self.routes))
            return mmap.mmap(f.fileno(), 0)

    def totals(self):
        """{route: (calls, bytes kept)} over all processes."""
        out = dict.fromkeys(self.routes, (0, 0))
        for path in glob.glob(os.path.join(self.folder, "*")):
            with open(path, "rb") as f:
                data = f.read().ljust(CELL.size * len(self.routes), b"\0")  # shorter in the moment it is made
            for i, route in enumerate(self.routes):
                calls, sum_ = CELL.unpack_from(data, i * CELL.size)
                out[route] = (out[route][0] + calls, out[route][1] + sum_)
        return out
