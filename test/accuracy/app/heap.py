"""What this process holds: bytes live in its allocators, and the reading that uWSGI would log."""
import ctypes
import gc
import os
import re
import sys
import tempfile

PAGE = os.sysconf("SC_PAGE_SIZE")


class _MallInfo(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_size_t)
        for name in "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()
    ]


_libc = ctypes.CDLL("libc.so.6")
_libc.mallinfo2.restype = _MallInfo


def _pymalloc_live():
    """Bytes in use in CPython's own allocator, whose arenas are no business of malloc.

    CPython tells the figure only on the C-level standard error, so that is led into a file for a moment.
    """
    sys.stderr.flush()
    aside = os.dup(2)
    with tempfile.TemporaryFile() as text:
        os.dup2(text.fileno(), 2)
        try:
            sys._debugmallocstats()
        finally:
            os.dup2(aside, 2)
            os.close(aside)
        text.seek(0)
        found = re.search(rb"bytes in allocated blocks\s*=\s*([\d,]+)", text.read())
    return int(found[1].replace(b",", b""))


def live_bytes():
    """Bytes in use after a full collection: pymalloc's, malloc's and those malloc mapped on their own."""
    gc.collect()
    info = _libc.mallinfo2()
    return info.uordblks + info.hblkhd + _pymalloc_live()


class Meter:
    """Reads (address space, resident set) in bytes from /proc/self/stat, as uWSGI does."""

    def __init__(self):
        self._stat = os.open("/proc/self/stat", os.O_RDONLY)

    def read(self):
        fields = os.pread(self._stat, 800, 0).rpartition(b")")[2].split()
        return int(fields[20]), int(fields[21]) * PAGE
