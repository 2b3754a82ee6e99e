#!/bin/sh
# Make the sample from a real Django with memhog's middleware under Gunicorn, whose own access log is off. See README.md.
# PYTHON=venv/bin/python: a Python that has django and gunicorn.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../gunicorn/run.sh"
sample "middleware-django-$(version django)" /orders/:id/invoice 15000 51 4 sh -c \
  'exec "$0" -m gunicorn --bind "127.0.0.1:$PORT" --workers 3 app:application' "$python"
