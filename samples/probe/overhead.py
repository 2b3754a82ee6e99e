"""python3 overhead.py [ROUNDS]: what the probe costs in the Django shop under uWSGI, processor time for each request.

Two servers of one worker each, one with the probe and one without, take the same requests in turn, a batch each; the
worker's own processor time (user and system) is read between batches. Once with a fresh heap, once with 5 million
blocks. Needs django and uwsgi in the Python that runs this. Run where nothing else runs."""
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


class Server:
    def __init__(self, work, probe, ballast):
        self.port = free_port()
        env = dict(os.environ, SHOP_PROBE=probe, SHOP_BALLAST=str(ballast), SHOP_LEDGER="", PYTHONDONTWRITEBYTECODE="1")
        self.log = open(os.path.join(work, "log-" + probe), "w+b")  # noqa: SIM115
        uwsgi = os.path.join(os.path.dirname(sys.executable), "uwsgi")
        self.process = subprocess.Popen(
            [uwsgi, "--http-socket", f"127.0.0.1:{self.port}", "--processes", "1", "--master", "--die-on-term", "--enable-threads",
             "--log-format", FORMAT, "--module", "django_app"],
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

    def run(self, calls):
        """Processor time for each of some requests, in microseconds."""
        import drive

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


def measure(work, ballast, rounds):
    from traffic import stream

    servers = {probe: Server(work, probe, ballast) for probe in ("off", "on")}
    try:
        for server in servers.values():
            server.wait()
        calls = list(stream(9, BEFORE + BATCH * rounds))
        for server in servers.values():
            server.run(calls[:BEFORE])
        spent = {"off": [], "on": []}
        for i in range(rounds):
            batch = calls[BEFORE + BATCH * i : BEFORE + BATCH * (i + 1)]
            for probe in ("on", "off") if i % 2 else ("off", "on"):
                spent[probe].append(servers[probe].run(batch))
    finally:
        for server in servers.values():
            server.stop()
    rng = random.Random(1)
    more = [on - off for on, off in zip(spent["on"], spent["off"])]
    plain = statistics.mean(spent["off"])
    draws = sorted(statistics.mean(rng.choices(more, k=len(more))) for _ in range(2000))
    lines, read = servers["on"].readings()
    print(
        f"{ballast:9,} blocks held: {plain:7.0f} us a request without, {statistics.mean(more):+6.1f} us with the probe "
        f"= {100 * statistics.mean(more) / plain:+.2f} % (90 %: {100 * draws[100] / plain:+.2f} to {100 * draws[1900] / plain:+.2f}); "
        f"median {100 * statistics.median(more) / plain:+.2f} %; blocks read for {read} of {lines} requests",
        flush=True,
    )


def main(rounds=20):
    work = tempfile.mkdtemp()
    try:
        for folder in ("../gunicorn", ".", "../../src/setup/python"):
            for name in os.listdir(os.path.join(HERE, folder)):
                if name.endswith(".py"):
                    shutil.copy(os.path.join(HERE, folder, name), work)
        sys.path.insert(0, work)
        env = dict(os.environ, SHOP_PROBE="off", SHOP_LEDGER="")
        subprocess.run([sys.executable, "django_app.py"], cwd=work, env=env, check=True)
        for ballast in (0, 5_000_000):
            measure(work, ballast, rounds)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
