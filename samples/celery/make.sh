#!/bin/sh
# Make samples from a real Celery worker with Redis: sh make.sh [KIND...] (all without a kind). See README.md.
# PYTHON=venv/bin/python: a Python that has celery and redis. Needs redis-server.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../gunicorn/run.sh"
redis=
trap 'stop; [ -z "$redis" ] || kill "$redis"; rm -rf "$work"' EXIT
v=celery-$(version celery)

# celery NAME LEAK TASKS SEED OPTIONS…
celery() {
  requests=$3 seed=$4
  prepare "$1-$v" "$2"
  shift 4
  redis-server --bind 127.0.0.1 --port "$PORT" --save '' --daemonize no >/dev/null &
  redis=$!
  nice "$python" -m celery -A tasks worker -l INFO -n shop@shop --pool prefork "$@" >>log 2>&1 </dev/null &
  server=$!
  nice "$python" drive_tasks.py "$requests" "$seed"
  finish tasks
  kill "$redis"
  wait "$redis" || true
  redis=
}

for kind in ${*:-prefork recycled}; do
  case $kind in
    prefork) celery prefork /orders/:id/invoice 8000 61 --concurrency 3 ;;
    recycled) celery recycled /orders/:id/invoice 8000 62 --concurrency 3 --max-tasks-per-child 900 ;;
    *)
      echo "make.sh: no kind is called $kind (prefork recycled)" >&2
      exit 2
      ;;
  esac
done
