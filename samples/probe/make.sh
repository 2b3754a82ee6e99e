#!/bin/sh
# Make the samples of this folder from real servers with the probe: sh make.sh [KIND...] (all without a kind). See README.md.
# PYTHON=venv/bin/python: a Python that has django, flask, sqlalchemy, gunicorn, uwsgi, uvicorn, fastapi, celery, redis.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../gunicorn/run.sh"
redis=
trap 'stop; [ -z "$redis" ] || kill "$redis"; rm -rf "$work"' EXIT
bin=$(dirname "$python")
cat >"$work/gunicorn.conf.py" <<'CONF'
import os

bind = "127.0.0.1:" + os.environ["PORT"]
logger_class = "memhog_probe.Logger"
accesslog = "-"
control_socket_disable = True
CONF
cat >"$work/uwsgi.ini" <<'INI'
[uwsgi]
http-socket = 127.0.0.1:$(PORT)
processes = 2
master = true
die-on-term = true
enable-threads = true
listen = 64
log-format = %(addr) - %(user) [%(ltime)] "%(method) %(uri) %(proto)" %(status) %(size) %(memhog) %(memhog_more)
INI

# traced NAME SEED ENDPOINTS COMMAND…: the server again for each endpoint (one a line), which is traced, with spans; one log of all
traced() {
  seed=$2 endpoints=$3
  prepare "$1" ""
  shift 3
  # a worker that stands still on a busy machine is not to be killed for it
  export MEMHOG_PROBE_SPANS=1 MEMHOG_TRACE_CALLS=40 GUNICORN_CMD_ARGS='--timeout 300'
  SHOP_PROBE=off "$python" -c 'import sys; import django_app; django_app.make_database()'
  while IFS= read -r endpoint; do
    export MEMHOG_TRACE="$endpoint"
    export SHOP_FAVOUR="$(printf %s "${endpoint#* }" | sed -e 's/<int:[a-z]*>\|{id}/:id/' -e 's/<key>\|{key}/:uuid/')"
    nice "$@" >>log 2>&1 </dev/null &
    server=$!
    tries=0
    until "$python" -c "import drive; drive.send($PORT, 'GET', '/health', 'probe')" 2>/dev/null; do
      tries=$((tries + 1))
      [ $tries -le 60 ] || { echo "$name: the server did not start" >&2 && exit 1; }
      sleep 0.2
    done
    nice "$python" drive.py "$PORT" 300 "$seed" 1
    stop
    seed=$((seed + 1))
  done <<END
$endpoints
END
  unset MEMHOG_PROBE_SPANS MEMHOG_TRACE_CALLS MEMHOG_TRACE SHOP_FAVOUR GUNICORN_CMD_ARGS
  cp shop.py ledger.py planted.py "$work"
  finish
  (cd "$work" && SHOP_LEDGER= "$python" planted.py "$out" "$name.log")
}

for kind in ${*:-django-uwsgi flask-uwsgi django-every flask-every django-gunicorn flask-gthread flask-gevent fastapi-uvicorn celery trace-django trace-flask}; do
  case $kind in
    *django*) export SHOP_APP=django_app ;;
    *flask*) export SHOP_APP=flask_app ;;
    *) export SHOP_APP= ;;
  esac
  # requests of a millisecond or two: 1 % of them would pay for a reading of one in sixty
  case $kind in
    *every*) export MEMHOG_PROBE_BUDGET=1 ;;
    flask* | fastapi* | celery) export MEMHOG_PROBE_BUDGET=0.05 ;;
    *) unset MEMHOG_PROBE_BUDGET ;;
  esac
  case $kind in
    django-uwsgi)
      sample "django-$(version django)-uwsgi-$(version uwsgi)" "" 5000 71 3 sh -c \
        'SHOP_PROBE=off "$1" django_app.py && exec "$2/uwsgi" --ini "$3/uwsgi.ini" --module django_app' - "$python" "$bin" "$work"
      ;;
    flask-uwsgi)
      sample "flask-$(version flask)-uwsgi-$(version uwsgi)" "" 5000 72 3 "$bin/uwsgi" --ini "$work/uwsgi.ini" --module flask_app
      ;;
    django-every)
      sample "every-django-$(version django)-uwsgi-$(version uwsgi)" "" 5000 71 3 sh -c \
        'SHOP_PROBE=off "$1" django_app.py && exec "$2/uwsgi" --ini "$3/uwsgi.ini" --module django_app' - "$python" "$bin" "$work"
      ;;
    flask-every)
      sample "every-flask-$(version flask)-uwsgi-$(version uwsgi)" "" 5000 72 3 "$bin/uwsgi" --ini "$work/uwsgi.ini" --module flask_app
      ;;
    django-gunicorn)
      sample "django-$(version django)-gunicorn-$(version gunicorn)" "" 5000 73 3 sh -c \
        'SHOP_PROBE=off "$1" django_app.py && export MEMHOG_PROBE_SPANS=1 && exec "$1" -m gunicorn -c "$2/gunicorn.conf.py" --workers 2 django_app' - "$python" "$work"
      ;;
    flask-gthread)
      sample "flask-$(version flask)-gthread-gunicorn-$(version gunicorn)" "" 5000 74 4 "$python" -m gunicorn \
        -c "$work/gunicorn.conf.py" --workers 2 --worker-class gthread --threads 3 flask_app
      ;;
    flask-gevent)
      sample "flask-$(version flask)-gevent-gunicorn-$(version gunicorn)" "" 5000 75 4 "$python" -m gunicorn \
        -c "$work/gunicorn.conf.py" --workers 2 --worker-class gevent flask_app
      ;;
    fastapi-uvicorn)
      sample "fastapi-$(version fastapi)-uvicorn-$(version uvicorn)" "" 5000 76 4 sh -c \
        'exec "$0" -m uvicorn --port "$PORT" --workers 2 --no-access-log fastapi_app:app' "$python"
      ;;
    celery)
      prepare "celery-$(version celery)" ""
      cp "$here/../celery/drive_tasks.py" .
      redis-server --bind 127.0.0.1 --port "$PORT" --save '' --daemonize no >/dev/null &
      redis=$!
      nice "$python" -m celery -A tasks worker -l INFO -n shop@shop --pool prefork --concurrency 2 >>log 2>&1 </dev/null &
      server=$!
      nice "$python" drive_tasks.py 5000 77
      finish tasks
      kill "$redis"
      wait "$redis" || true
      redis=
      ;;
    trace-django)
      traced "trace-django-$(version django)-gunicorn-$(version gunicorn)" 81 'GET /account/<key>
POST /orders/new
GET /search
GET /profile/<int:key>
GET /audit
GET /quote
GET /images/<int:key>/scaled
POST /login' "$python" -m gunicorn -c "$work/gunicorn.conf.py" --workers 1 django_app
      ;;
    trace-flask)
      traced "trace-flask-$(version flask)-uwsgi-$(version uwsgi)" 91 'GET /account/{key}
POST /orders/new
GET /search
GET /profile/{id}
GET /audit
GET /quote
GET /images/{id}/scaled
POST /login
GET /nowhere' "$bin/uwsgi" --ini "$work/uwsgi.ini" --module flask_app
      ;;
    *)
      echo "make.sh: no kind is called $kind" >&2
      exit 2
      ;;
  esac
done
