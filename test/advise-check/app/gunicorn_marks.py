# Beginning of gunicorn.conf.py: memory in the access log, and marks. The advised settings follow.
import os

from marks import mark

bind = "127.0.0.1:" + os.environ["PORT"]
logger_class = "memhog_gunicorn.Logger"
accesslog = "-"


def post_worker_init(worker):
    mark("up")


def worker_exit(server, worker):
    mark("down", worker.pid)


