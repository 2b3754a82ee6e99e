"""What each route really kept: counters in a file that all workers share, so that not even a kill -9 loses them."""
import mmap
import os
import struct
import sys
import threading

WORKERS = 8
CELL = struct.Struct("qq")  # calls, bytes kept
MMAP_THRESHOLD = 128 * 1024
PAGE = 4096


def block(size):
    """Bytes the allocator spends on one block: pymalloc up to 512, glibc above, whole pages from 128 KiB."""
    if size <= 512:
        return -(-size // 16) * 16
    if size < MMAP_THRESHOLD:
        return -(-(size + 8) // 16) * 16
    return -(-(size + 16) // PAGE) * PAGE


def deep_size(thing):
    """Bytes of an object and of all it holds; every part must belong to it alone."""
    total = block(sys.getsizeof(thing))
    if isinstance(thing, dict):
        # keys are literals of the program, shared by all records
        return total + sum(map(deep_size, thing.values()))
    if isinstance(thing, (list, tuple)):
        return total + sum(map(deep_size, thing))
    return total


class Ledger:
    """Calls and kept bytes per route and worker. `path` None: in memory only."""

    def __init__(self, path, routes):
        self.routes = routes
        self.lock = threading.Lock()
        size = CELL.size * WORKERS * len(routes)
        if path:
            fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            os.ftruncate(fd, size)
            self.cells = mmap.mmap(fd, size)
            os.close(fd)
        else:
            self.cells = mmap.mmap(-1, size)

    def add(self, route, calls, kept, worker):
        at = CELL.size * (worker * len(self.routes) + self.routes.index(route))
        with self.lock:
            c, k = CELL.unpack_from(self.cells, at)
            CELL.pack_into(self.cells, at, c + calls, k + kept)

    def totals(self):
        """{route: (calls, bytes kept)} over all workers."""
        out = {}
        for i, route in enumerate(self.routes):
            cells = [CELL.unpack_from(self.cells, CELL.size * (w * len(self.routes) + i)) for w in range(WORKERS)]
            out[route] = tuple(map(sum, zip(*cells)))
        return out
