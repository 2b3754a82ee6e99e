"""python3 drive_tasks.py TASKS SEED: send the traffic as tasks and wait until the last of them is done."""
import sys
import time

import shop
from tasks import app
from traffic import stream


def done():
    return sum(calls for calls, _kept in shop.LEDGER.totals().values())


def main(count, seed):
    with app.connection_for_write() as connection, connection.Producer() as producer:
        for i, (_method, route, key, _path, _agent) in enumerate(stream(seed, count)):
            name = "shop." + shop.ROUTES[route][2].__name__
            app.send_task(name, args=[key], producer=producer)
            while i % 50 == 0 and i - done() > 200:
                time.sleep(0.05)
    waited = 0
    while done() < count and waited < 120:
        time.sleep(0.5)
        waited += 0.5
    print("tasks done:", done(), file=sys.stderr)
    return done() < count


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
