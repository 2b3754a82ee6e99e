"""python3 truth.py FOLDER NAME [tasks]: what the ledger (SHOP_LEDGER) says each route kept, as FOLDER/NAME.truth.json,
and the leak alone in FOLDER/truth.json."""
import json
import os
import sys

import shop


def main(folder, name, tasks=""):
    shown = {t: "shop." + shop.ROUTES[t][2].__name__ if tasks else t for t in shop.ROUTES}
    routes = {}
    for route, (calls, kept) in shop.LEDGER.totals().items():
        per_call = round(kept / calls) if calls else 0
        routes[shown[route]] = {"calls": calls, "kind": shop.kind_of(route), "kept_per_call": per_call}
    write(os.path.join(folder, name + ".truth.json"), {"routes": routes})
    path = os.path.join(folder, "truth.json")
    known = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            known = json.load(f)
    leak = shop.LEAK
    known[name + ".gz"] = [shown[leak] if tasks else shop.ROUTES[leak][0][-1] + " " + leak] if leak else []
    write(path, dict(sorted(known.items())))


def write(path, what):
    with open(path, "w", encoding="utf-8") as f:
        json.dump(what, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
