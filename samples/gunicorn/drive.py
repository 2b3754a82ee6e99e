"""python3 drive.py PORT REQUESTS SEED CLIENTS: play the traffic against a server on loopback, a connection a request.
SHOP_RATE: at most so many requests a second."""
import os
import socket
import sys
import threading
import time

from traffic import stream


def send(port, method, path, agent):
    length = "Content-Length: 0\r\n" if method == "POST" else ""
    head = f"{method} {path} HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: {agent}\r\n{length}Connection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as s:
        s.sendall(head.encode())
        first = s.recv(1 << 16)
        while s.recv(1 << 16):
            pass
    return int(first[9:12]) if first else 0


def main(port, count, seed, clients):
    calls, lock, seen = stream(seed, count), threading.Lock(), {}
    rate = float(os.environ.get("SHOP_RATE", "inf"))

    def client():
        while True:
            with lock:
                call = next(calls, None)
            if call is None:
                return
            time.sleep(clients / rate)
            method, _route, _key, path, agent = call
            try:
                status = send(port, method, path, agent)
            except OSError:
                status = 0
            with lock:
                seen[status] = seen.get(status, 0) + 1

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print("answers by status:", dict(sorted(seen.items())), file=sys.stderr)
    return 1 if seen.get(0, 0) > count // 200 else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:5])))
