"""Drive the shop as nginx would (uwsgi protocol, one connection per request).

python3 load.py PORT REQUESTS SEED CLIENTS [LOG WORKER]: with LOG and WORKER, kill that worker with signal 9 half way.
"""
import os
import re
import signal
import socket
import struct
import sys
import threading

from traffic import Traffic


def packet(method, uri, body, address, agent, session):
    """Header and variables of the uwsgi protocol, as nginx's uwsgi_params sends them."""
    path, _, query = uri.partition("?")
    variables = {
        "QUERY_STRING": query, "REQUEST_METHOD": method, "CONTENT_TYPE": "", "CONTENT_LENGTH": str(len(body) or ""),
        "REQUEST_URI": uri, "PATH_INFO": path, "DOCUMENT_ROOT": "/srv/shop/static", "SERVER_PROTOCOL": "HTTP/1.1",
        "REQUEST_SCHEME": "https", "HTTPS": "on", "REMOTE_ADDR": address, "REMOTE_PORT": "40404", "SERVER_PORT": "443",
        "SERVER_NAME": "shop.example", "HTTP_HOST": "shop.example", "HTTP_USER_AGENT": agent, "HTTP_ACCEPT": "*/*",
        "HTTP_COOKIE": "session=" + session,
    }
    out = b""
    for key, value in variables.items():
        k, v = key.encode(), value.encode()
        out += struct.pack("<H", len(k)) + k + struct.pack("<H", len(v)) + v
    return struct.pack("<BHB", 0, len(out), 0) + out + body


def send(port, request):
    with socket.create_connection(("127.0.0.1", port), timeout=60) as s:
        s.sendall(packet(*request))
        first = s.recv(1 << 18)
        while s.recv(1 << 18):
            pass
    return int(first[9:12]) if first else 0


def kill_worker(log, worker):
    with open(log, encoding="utf-8", errors="replace") as f:
        pids = re.findall(rf"pawned uWSGI worker {worker} \((?:new )?pid: (\d+)", f.read())
    os.kill(int(pids[-1]), signal.SIGKILL)


def main(port, count, seed, clients, log=None, worker=None):
    stream, lock = enumerate(Traffic(seed).stream(count)), threading.Lock()
    seen, lost = {}, []

    def client():
        while True:
            with lock:
                i, request = next(stream, (None, None))
            if request is None:
                return
            if log and i == count // 2:
                kill_worker(log, worker)
            try:
                status = send(port, request)
            except OSError:
                status = 0
            with lock:
                seen[status] = seen.get(status, 0) + 1
                if not status:
                    lost.append(i)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print("answers by status:", dict(sorted(seen.items())), "without an answer:", lost, file=sys.stderr)
    return 1 if len(lost) > 8 else 0


if __name__ == "__main__":
    a = sys.argv[1:]
    sys.exit(main(*map(int, a[:4]), *a[4:]))
