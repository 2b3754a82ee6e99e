"""Makes one log with its ground truth: a WSGI application in real worker processes, its memory read as uWSGI reads it.

python3 make_log.py SCENARIO SEED OUT     writes OUT and OUT.truth.json
"""
import json
import os
import pathlib
import sys

from plan import draw
import server


def total(pairs):
    """(calls, keeps) over all lives."""
    pairs = [pair for pair in pairs if pair]
    return sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)


def truth(name, plan, accounts):
    """What was planted and what became of it: bytes as calibrated, times the keeps that happened."""
    routes = {}
    for j, route in enumerate(plan["routes"]):
        leak = route["leak"]
        calls, keeps = total(account["leaks"][j] for account in accounts)
        routes[route["route"]] = {
            "calls": sum(account["calls"][j] for account in accounts),
            "kind": f"leak:{leak['kind']}" if leak else f"innocent:{route['kind']}",
            "kept_per_call": round(leak["unit"] * keeps / calls) if leak and calls else 0,
        }
    common = {}
    if plan["common"]["everyRequest"]:
        calls, keeps = total(account["everyRequest"] for account in accounts)
        common["everyRequest"] = plan["common"]["everyRequest"]["unit"] * keeps / calls
    if plan["common"]["background"]:
        _, keeps = total(account["background"] for account in accounts)
        seconds = sum(account["seconds"] for account in accounts)
        common["background"] = plan["common"]["background"]["unit"] * keeps / seconds
    return {"scenario": name, "seed": plan["seed"], "options": plan["options"], "common": common, "routes": routes}


def main(name, seed, out):
    scenarios = json.loads(pathlib.Path(__file__).with_name("scenarios.json").read_text())
    plan = draw(scenarios[name], f"{name} {seed}")
    files = server.run(plan, out)
    with open(out, "w") as log:
        server.join(plan, files, log)
    kept = truth(name, plan, list(server.accounts(files)))
    for file in files:
        os.unlink(file)
        os.unlink(file + ".account")
    pathlib.Path(out + ".truth.json").write_text(json.dumps(kept, indent=1))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
