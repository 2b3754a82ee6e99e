"""The master: cuts the traffic of each worker slot into lives, forks a process for each, and joins their lines."""
import bisect
import heapq
import json
import os
import random
import time

from traffic import Mix, arrivals
from worker import EPOCH, Life, serve

FIRST_PID = 4000
RECYCLED = (
    "...The work of process {old} is done. Seeya!",
    "worker {slot} killed successfully (pid: {old})",
    "Respawned uWSGI worker {slot} (new pid: {new})",
)


def lives(plan, slot):
    """The lives of a slot, in order."""
    options = plan["options"]
    rng = random.Random(f"{plan['seed']} arrivals {slot}")
    share = rng.uniform(0.85, 1.15)
    moments = arrivals(int(options["requests"] / options["workers"] * share), options["span"], options["rhythm"], rng)
    cuts = [0.0, *(deploy * options["span"] for deploy in options["deploys"]), options["span"]]
    made = []
    for begin, end in zip(cuts, cuts[1:]):
        instance = moments[bisect.bisect_left(moments, begin) : bisect.bisect_left(moments, end)]
        most = options["most"] + slot * 37 if options["most"] else len(instance)
        for first in range(0, len(instance), most):
            born = instance[first - 1] if first else begin
            pid = FIRST_PID + len(made) * options["workers"] + slot
            made.append(Life(slot, len(made), pid, born, first, instance[first : first + most]))
    return made


def run_slot(plan, slot, file):
    """Lets each life of the slot run in a process of its own; `file` gets the lines, `file`.account what was kept."""
    with open(file, "w") as out, open(file + ".account", "w") as account:
        previous = None
        mix = Mix(plan["routes"], plan["options"], plan["seed"], slot)
        for life in lives(plan, slot):
            if life.first and previous:
                texts = [line.format(old=previous.pid, new=life.pid, slot=slot + 1) for line in RECYCLED]
                out.writelines(f"{life.born:.3f}\t{line}\n" for line in texts)
            out.flush()
            account.flush()
            child = os.fork()
            if child == 0:
                account.write(serve(plan, life, mix, out) + "\n")
                out.flush()
                account.flush()
                os._exit(0)
            if os.waitpid(child, 0)[1] != 0:
                raise RuntimeError(f"life {life.number} of slot {slot} failed")
            previous = life


def run(plan, file, lanes=2):
    """Runs all slots, `lanes` at a time; returns their files."""
    files = [f"{file}.slot{slot}" for slot in range(plan["options"]["workers"])]
    running = 0
    for slot, part in enumerate(files):
        if running == lanes:
            _wait()
            running -= 1
        if os.fork() == 0:
            run_slot(plan, slot, part)
            os._exit(0)
        running += 1
    for _ in range(running):
        _wait()
    return files


def _wait():
    if os.wait()[1] != 0:
        raise RuntimeError("a worker failed")


def _started(plan, number, moment):
    """What uWSGI says at its start, or at a reload."""
    when = time.strftime("%a %b %e %H:%M:%S %Y", time.gmtime(EPOCH + moment))
    said = [] if number == 0 else ["...gracefully killing workers..."]
    said.append(f"*** Starting uWSGI 2.0.21-debian (64bit) on [{when}] ***")
    said.append("spawned uWSGI master process (pid: 3999)")
    for slot in range(plan["options"]["workers"]):
        births = [life for life in lives(plan, slot) if life.first == 0]
        if number < len(births):
            said.append(f"spawned uWSGI worker {slot + 1} (pid: {births[number].pid}, cores: 1)")
    return said


def join(plan, files, out):
    """Writes the lines of all slots in order of time, with the request counter of the instance filled in."""
    options = plan["options"]
    starts = [0.0, *(deploy * options["span"] for deploy in options["deploys"])]
    ours = ((start, None, text) for k, start in enumerate(starts) for text in _started(plan, k, start))
    requests = 0
    for _, before, text in heapq.merge(ours, *map(_lines, files), key=lambda line: line[0]):
        if before is None:
            if text.startswith("*** Starting"):
                requests = 0
            out.write(text + "\n")
        else:
            requests += 1
            out.write(f"{before}{requests}{text}\n")


def _lines(file):
    with open(file) as lines:
        for line in lines:
            moment, *rest = line.rstrip("\n").split("\t")
            yield (float(moment), rest[0], rest[1]) if len(rest) == 2 else (float(moment), None, rest[0])


def accounts(files):
    """The accounts of all lives."""
    for file in files:
        with open(file + ".account") as lines:
            yield from map(json.loads, lines)
