"""python3 calibrate.py: is the ledger honest?  Call each leaking route many times in one process, alone; compare the
bytes the ledger counted with what the process really gained (/proc/self/statm, exact on all kernels)."""
import io
import os

import shop
from traffic import Traffic

PAGE = os.sysconf("SC_PAGE_SIZE")


def resident():
    with open("/proc/self/statm", encoding="ascii") as f:
        return int(f.read().split()[1]) * PAGE


def call(request):
    method, uri, body, _address, _agent, session = request
    path, _, query = uri.partition("?")
    shop.application(
        {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_COOKIE": "session=" + session,
         "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)},
        lambda status, headers: None,
    )


def main():
    traffic = Traffic(1)
    for route in [r for r, kind in shop.KINDS.items() if kind.startswith("leak")]:
        for _ in range(300):
            call(traffic.request(route))
        calls, kept = shop.LEDGER.totals()[route]
        before = resident()
        for _ in range(2000):
            call(traffic.request(route))
        gained = resident() - before
        calls2, kept2 = shop.LEDGER.totals()[route]
        counted, n = kept2 - kept, calls2 - calls
        print(f"{route:15} counted {counted / n:8.0f} bytes/call, gained {gained / n:8.0f}, ratio {counted / gained:.3f}")


if __name__ == "__main__":
    main()
