"""python3 planted.py FOLDER NAME: adds to FOLDER/NAME.truth.json where in shop.py each leak was planted, and what holds it."""
import json
import os
import sys

import shop

# template -> (pieces of the statements that make what is kept, what a trace may name as its holder; none where C holds it)
PLANTED = {
    "/account/:uuid": (["viewed.append("], ["shop.viewed"]),
    "/orders/new": (["orders[f"], ["shop.orders"]),
    "/search": (["return 200, search_all("], ["functools._lru_cache_wrapper of shop.search_all"]),
    "/profile/:id": (["page = lines(4)", "def receiver(", "profile_seen.connect("], ["shop.profile_seen"]),
    "/audit": (["handler = logging.NullHandler()", "handler.setFormatter("], ["logging."]),
    "/quote": (["offers = lines(20)", "callbacks.append("], ["shop.callbacks"]),
    "/images/:id/scaled": (["libc.malloc(16384)"], []),
    "/login": (["    Session()"], ["shop.revived"]),
}


def main(folder, name):
    path = os.path.join(folder, name + ".truth.json")
    with open(path, encoding="utf-8") as f:
        truth = json.load(f)
    with open(shop.__file__, encoding="utf-8") as f:
        source = f.read().split("\n")
    for route, (statements, holders) in PLANTED.items():
        at = [next(i for i, text in enumerate(source, 1) if one in text) for one in statements]
        handler = shop.ROUTES[route][2].__code__
        truth["routes"][route]["planted"] = {
            "file": "shop.py", "lines": at, "function": handler.co_name, "holders": holders,
        }  # fmt: skip
    with open(path, "w", encoding="utf-8") as f:
        json.dump(truth, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
