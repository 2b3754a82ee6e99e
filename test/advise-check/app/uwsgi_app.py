"""The shop for uWSGI, with marks."""
import uwsgi
from marks import mark
from app import application  # noqa: F401

uwsgi.post_fork_hook = lambda: mark("up")
uwsgi.atexit = lambda: mark("down")
