#!/bin/sh
# Make the sample from a real uvicorn, FastAPI and memhog's ASGI middleware. See README.md.
# PYTHON=venv/bin/python: a Python that has uvicorn and fastapi.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../gunicorn/run.sh"
sample "asgi-middleware-uvicorn-$(version uvicorn)" /search 15000 31 4 sh -c \
  'exec "$0" -m uvicorn app:app --port "$PORT" --workers 2 --no-access-log' "$python"
