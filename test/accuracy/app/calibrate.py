"""How many bytes one keep of a leak really holds, measured where nothing else happens."""
import json
import os
import random

from heap import live_bytes
from leaks import Leak

# Enough keeps to average over containers that grow in jumps, and no more memory than this.
MOST_BYTES = 64e6


def bytes_per_keep(kind, per_call, chance, keeps):
    """Makes as many keeps as one worker's life would, in a process of their own; bytes live per keep."""
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        leak = Leak(kind, per_call, chance, random.Random(7))
        count = int(max(20, min(keeps, MOST_BYTES / leak.unit)))
        leak.keep()
        before = live_bytes()
        for _ in range(count):
            leak.keep()
        os.write(send, json.dumps((live_bytes() - before) / count).encode())
        os._exit(0)
    os.close(send)
    with os.fdopen(receive) as answer:
        result = json.load(answer)
    os.waitpid(child, 0)
    return result
