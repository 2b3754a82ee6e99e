"""python3 overhead.py [ROUNDS [SERVERS]]: what the probe costs in the Django shop under uWSGI, processor time for each request.

A server of one worker takes the same requests twice in turn, a batch each, with the probe switched on and off within the
process: two processes differ by several percent merely by where their memory lies. The worker's own processor time (user
and system) is read between batches. Several servers, each with a fresh heap, then each with 5 million blocks. Needs django
and uwsgi in the Python that runs this. Run where nothing else runs."""
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
BATCH, BEFORE = 150, 300
FORMAT = '%(addr) - %(user) [%(ltime)] "%(method) %(uri) %(proto)" %(status) %(size) %(memhog) %(memhog_more)'


def cpu(pid):
    """Seconds a process has run; from the scheduler where it tells (nanoseconds), else in ticks."""
    try:
        with open(f"/proc/{pid}/schedstat", encoding="ascii") as f:
            ran = int(f.read().split()[0])
        if ran:
            return ran / 1e9
    except (OSError, ValueError, IndexError):
        pass
    with open(f"/proc/{pid}/stat", encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port():
    import socket

    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


SWITCH = """
import time

import memhog_probe
from django_app import application as shop

def application(environ, start_response):
    if environ["PATH_INFO"].startswith("/switch/"):
        memhog_probe.ACTIVE = environ["PATH_INFO"] == "/switch/on"
        mine = memhog_probe.process()  # what ran meanwhile is not of the requests it has counted
        mine.cpu, mine.planned = time.process_time(), mine.seq
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]
    return shop(environ, start_response)
"""


class Server:
    def __init__(self, work, ballast):
        self.port = free_port()
        env = dict(os.environ, SHOP_BALLAST=str(ballast), SHOP_LEDGER="", PYTHONDONTWRITEBYTECODE="1")
        self.log = open(os.path.join(work, "log"), "w+b")  # noqa: SIM115
        uwsgi = os.path.join(os.path.dirname(sys.executable), "uwsgi")
        self.process = subprocess.Popen(
            [uwsgi, "--http-socket", f"127.0.0.1:{self.port}", "--processes", "1", "--master", "--die-on-term", "--enable-threads",
             "--log-format", FORMAT, "--module", "switched"],
            cwd=work, env=env, stdout=self.log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.worker = None

    def wait(self):
        import drive

        for _ in range(600):
            try:
                drive.send(self.port, "GET", "/health", "probe")
                break
            except OSError:
                time.sleep(0.1)
        children = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        with open(children, encoding="ascii") as f:
            self.worker = int(f.read().split()[0])

    def run(self, calls, probe):
        """Processor time for each of some requests, in microseconds."""
        import drive

        drive.send(self.port, "GET", "/switch/" + probe, "probe")
        before = cpu(self.worker)
        for method, _route, _key, path, agent in calls:
            drive.send(self.port, method, path, agent)
        return (cpu(self.worker) - before) / len(calls) * 1e6

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def readings(self):
        self.log.seek(0)
        lines = [line for line in self.log.read().splitlines() if b" memhog v=1 at=start " in line]
        return len(lines), sum(b" blocks=" in line for line in lines)


def batches(work, ballast, rounds):
    """Processor time for each request, with and without the probe, batch by batch; lines with the probe, and with a reading."""
    from traffic import stream

    server = Server(work, ballast)
    try:
        server.wait()
        calls = list(stream(9, BEFORE + BATCH * rounds))
        server.run(calls[:BEFORE], "on")
        spent = {"off": [], "on": []}
        for i in range(rounds):
            batch = calls[BEFORE + BATCH * i : BEFORE + BATCH * (i + 1)]
            for probe in ("on", "off") if i % 2 else ("off", "on"):
                spent[probe].append(server.run(batch, probe))
    finally:
        server.stop()
    return list(zip(spent["on"], spent["off"])), *server.readings()


def middle(values):
    """The mean of the middle three fifths: other machines on the same hardware take a batch's time now and then."""
    values = sorted(values)
    cut = len(values) // 5
    return statistics.mean(values[cut : len(values) - cut])


def measure(work, ballast, rounds, servers):
    made = [batches(work, ballast, rounds) for _ in range(servers)]
    pairs = [pair for batch, _, _ in made for pair in batch]
    plain = statistics.mean(off for _, off in pairs)
    more = [on - off for on, off in pairs]
    rng = random.Random(1)
    draws = sorted(middle(rng.choices(more, k=len(more))) for _ in range(2000))
    each = [100 * middle([on - off for on, off in batch]) / plain for batch, _, _ in made]
    lines, read = sum(one[1] for one in made), sum(one[2] for one in made)
    print(
        f"{ballast:9,} blocks held: {plain:5.0f} us a request without, {middle(more):+5.1f} us with the probe = "
        f"{100 * middle(more) / plain:+.2f} % (90 %: {100 * draws[100] / plain:+.2f} to {100 * draws[1900] / plain:+.2f}; "
        f"servers: {', '.join(f'{one:+.2f}' for one in each)}); read: {read} of {lines} requests",
        flush=True,
    )


def main(rounds=40, servers=3):
    work = tempfile.mkdtemp()
    try:
        for folder in ("../gunicorn", ".", "../../src/setup/python"):
            for name in os.listdir(os.path.join(HERE, folder)):
                if name.endswith(".py"):
                    shutil.copy(os.path.join(HERE, folder, name), work)
        sys.path.insert(0, work)
        with open(os.path.join(work, "switched.py"), "w", encoding="utf-8") as f:
            f.write(SWITCH)
        env = dict(os.environ, SHOP_PROBE="off", SHOP_LEDGER="")
        subprocess.run([sys.executable, "django_app.py"], cwd=work, env=env, check=True)
        for ballast in (0, 5_000_000):
            measure(work, ballast, rounds, servers)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
