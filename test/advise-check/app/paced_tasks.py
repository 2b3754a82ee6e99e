"""python3 paced_tasks.py TASKS SEED, with SHOP_RATE: the load of the checks as tasks, so many a second."""
import os
import sys
import time

import load  # noqa: F401: changes the weights
import shop
from tasks import app
from traffic import stream


def main(count, seed):
    rate = float(os.environ["SHOP_RATE"])
    with app.connection_for_write() as connection, connection.Producer() as producer:
        began = time.monotonic()
        for i, (_method, route, key, _path, _agent) in enumerate(stream(seed, count)):
            time.sleep(max(0, began + i / rate - time.monotonic()))
            app.send_task("shop." + shop.ROUTES[route][2].__name__, args=[key], producer=producer)


main(*map(int, sys.argv[1:3]))
