"""python3 truth.py FOLDER NAME [tasks]: what each route kept, as FOLDER/NAME.truth.json.

Calls are those of the ledger (SHOP_LEDGER). Bytes for each call are measured here, each route by itself in a process of
its own: what both allocators have in use after 400 calls more than before them, with the garbage collector run."""
import gc
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
    return here.heap() + here.small()


def kept(template):
    handler = shop.ROUTES[template][2]
    for i in range(BEFORE):
        handler(str(i))
    before = in_use()
    for i in range(BEFORE, BEFORE + CALLS):
        handler(str(i))
    return round((in_use() - before) / CALLS)


def kept_alone(template):
    if not shop.ROUTES[template][1].startswith("leak"):
        return 0
    env = dict(os.environ, SHOP_LEDGER="")
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
