"""When a worker can serve and when it leaves, by the clock of the machine: lines `up PID SECONDS` and `down PID SECONDS`
in the file that SHOP_MARKS names. Each server calls this where it knows."""
import os
import time


def mark(what, pid=None):
    line = "%s %d %.3f\n" % (what, pid or os.getpid(), time.time())
    with open(os.environ["SHOP_MARKS"], "a") as f:
        f.write(line)
