"""The shop's tasks with the settings of celeryconfig.py, and with marks."""
import celeryconfig
from celery.signals import worker_process_init, worker_process_shutdown
from marks import mark
from tasks import app

app.conf.update({name: value for name, value in vars(celeryconfig).items() if name.startswith("worker_")})


@worker_process_init.connect(weak=False)
def up(**_):
    mark("up")


@worker_process_shutdown.connect(weak=False)
def down(**_):
    mark("down")
