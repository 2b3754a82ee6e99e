#!/bin/sh
# Make the sample from a real Flask with memhog's middleware under Gunicorn, whose own access log is off. See README.md.
# PYTHON=venv/bin/python: a Python that has flask and gunicorn.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../gunicorn/run.sh"
sample "middleware-flask-$(version flask)" /cart/items 15000 41 4 sh -c \
  'exec "$0" -m gunicorn --bind "127.0.0.1:$PORT" --workers 2 --worker-class gthread --threads 2 app:app' "$python"
