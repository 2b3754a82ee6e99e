"""python3 truth.py OUT: what the ledger (SHOP_LEDGER) says each route kept, as the truth file of a sample."""
import json
import sys

import shop


def main(out):
    routes = {}
    for route, (calls, kept) in shop.LEDGER.totals().items():
        routes[route] = {"calls": calls, "kind": shop.KINDS[route], "kept_per_call": round(kept / calls) if calls else 0}
    with open(out, "w", encoding="utf-8") as f:
        json.dump({"routes": routes}, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
