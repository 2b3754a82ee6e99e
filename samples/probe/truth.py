"""python3 truth.py FOLDER NAME [tasks]: what each route kept, as FOLDER/NAME.truth.json.

Calls are those of the ledger (SHOP_LEDGER). Bytes for each call are measured here, each route by itself in a process of
its own: what both allocators have in use after 400 calls more than before them, with the garbage collector run. A call is
one of the application that SHOP_APP names (its framework keeps things too, as receivers of signals), else of the handler."""
import gc
import importlib
import io
import json
import os
import subprocess
import sys

import shop

CALLS, BEFORE = 400, 200


def in_use():
    import memhog_probe

    here = memhog_probe.machine()
    gc.collect()
    gc.collect()  # what a __del__ has brought back is free to go now, or stays
    return here.heap() + here.small()[1]


def request(application, method, path):
    environ = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "q=1", "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "CONTENT_LENGTH": "0", "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.multithread": False,
        "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    body = application(environ, lambda status, headers, fault=None: None)
    for _ in body:
        pass
    if hasattr(body, "close"):
        body.close()


def caller(template):
    name = os.environ.get("SHOP_APP")
    methods, _, handler = shop.ROUTES[template]
    if not name:
        return lambda i: handler(str(i))
    application = importlib.import_module(name).application
    return lambda i: request(application, methods[-1], template.replace(":id", str(i)).replace(":uuid", "%08x-0000-4000-a000-00000000004d" % i))


def kept(template):
    call = caller(template)
    for i in range(BEFORE):
        call(i)
    before = in_use()
    for i in range(BEFORE, BEFORE + CALLS):
        call(i)
    return round((in_use() - before) / CALLS)


def kept_alone(template):
    env = dict(os.environ, SHOP_LEDGER="", SHOP_PROBE="off")
    env.pop("MEMHOG_PROBE_FILE", None)
    return int(subprocess.run([sys.executable, __file__, "--alone", template], env=env, check=True, stdout=subprocess.PIPE).stdout)


def main(folder, name, tasks=""):
    routes = {}
    for route, (calls, _) in shop.LEDGER.totals().items():
        shown = "shop." + shop.ROUTES[route][2].__name__ if tasks else route
        routes[shown] = {"calls": calls, "kind": shop.ROUTES[route][1], "kept_per_call": kept_alone(route)}
    with open(os.path.join(folder, name + ".truth.json"), "w", encoding="utf-8") as f:
        json.dump({"routes": routes}, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    if sys.argv[1] == "--alone":
        print(kept(sys.argv[2]))
    else:
        main(*sys.argv[1:])
