"""The shop's work as Celery tasks: shop.home, shop.search … one for each route of the shop."""
import os

from celery import Celery

import shop

app = Celery("shop", broker=f"redis://127.0.0.1:{os.environ['PORT']}/0")
app.conf.update(imports=["memhog_probe"], task_ignore_result=True, broker_connection_retry_on_startup=True)


def task(template, name):
    def work(key=""):
        shop.serve(template, key)

    app.task(work, name="shop." + name)


for _template, (_methods, _kind, _handler) in shop.ROUTES.items():
    task(_template, _handler.__name__)
