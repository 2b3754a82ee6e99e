"""One line per Celery task with the memory of the process that ran it, for memhog to read.

Put this file where the worker can import it and name it in the application's configuration:

    app.conf.imports = ["memhog_celery"]      (or add it to the `include` of Celery(...); or import it beside the tasks)

and run the worker with -l INFO. After each task the worker's log then has

    [2026-11-22 19:02:17,224: INFO/ForkPoolWorker-1] proj.tasks.add[9a82389d-…]: memhog v=1 pid=4711 seq=12 inflight=1
    rss=33570816 task=proj.tasks.add status=SUCCESS ms=0.412

(one line). pid: of the process that ran the task; seq: tasks it has finished, this one included; inflight: tasks in
progress in it, this one included (more than 1 only in thread and greenlet pools); rss: bytes of memory it holds
(resident set, /proc/self/statm); ms: from before the task to after it.

Memory is read in task_postrun: the task has returned, its arguments and its result are still held. Without /proc
memory cannot be read: the log says so once and has no such lines.

Cost per task: 25 microseconds of CPU (Celery 5.2.6, Python 3.11.2), 29 (5.7.0, Python 3.11.7), of which 6 are the reading
and most are the log line. Measured on one core of a shared virtual machine, Linux 6.18.
Python 3.8 or newer, Celery 4.4 to 5.7, standard library only. Nothing here raises into a task.
"""
import json
import os
import re
import threading
import time

from celery.signals import task_postrun, task_prerun, worker_process_init
from celery.utils.log import get_task_logger

try:
    PAGE = os.sysconf("SC_PAGE_SIZE")
except (AttributeError, ValueError, OSError):
    PAGE = 4096
STATM = "/proc/self/statm"
BARE = re.compile(r'[!#-<>-~]+\Z')  # printable ASCII without space, " and =
logger = get_task_logger("memhog")


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


def value(text):
    """A value of the tail: bare where it can be, else a JSON string in ASCII without a space."""
    return text if BARE.match(text) else json.dumps(text).replace("\x7f", "\\u007f").replace(" ", "\\u0020")


class Process:
    """What is counted in one process. Made after the fork, so a lock is never inherited locked."""

    def __init__(self):
        self.lock = threading.Lock()
        self.tasks = 0
        self.started = {}  # id of a task in progress: when it began
        self.told = False

    def finish(self, task_id):
        """(seq, inflight, ms); ms is None when the beginning was not seen."""
        with self.lock:
            self.tasks += 1
            inflight = len(self.started) + (task_id not in self.started)
            began = self.started.pop(task_id, None)
            return self.tasks, inflight, None if began is None else (time.perf_counter() - began) * 1000


processes = {}


def process():
    pid = os.getpid()
    # setdefault: of two threads that come first together, both get the same
    return processes.get(pid) or processes.setdefault(pid, Process())


@worker_process_init.connect(weak=False)
def fresh(**_):
    processes[os.getpid()] = Process()


@task_prerun.connect(weak=False)
def begin(task_id=None, **_):
    process().started[task_id] = time.perf_counter()


@task_postrun.connect(weak=False)
def end(sender=None, task_id=None, state=None, **_):
    try:
        mine = process()
        seq, inflight, ms = mine.finish(task_id)
        rss = resident()
        if rss is not None:
            logger.info("%s", line(seq, inflight, rss, getattr(sender, "name", None), state, ms))
        elif not mine.told:
            mine.told = True
            logger.warning("memhog: %s cannot be read, so the log has no memory in it", STATM)
    except Exception:  # a log line is never worth a failed task
        pass


def line(seq, inflight, rss, name, state, ms):
    text = "memhog v=1 pid=%d seq=%d inflight=%d rss=%d" % (os.getpid(), seq, inflight, rss)
    if name:
        text += " task=" + value(str(name))
    if state:
        text += " status=" + value(str(state))
    return text if ms is None else text + " ms=%.3f" % ms
