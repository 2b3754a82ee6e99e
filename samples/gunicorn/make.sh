#!/bin/sh
# Make samples from a real Gunicorn: sh make.sh [KIND...] (all without a kind). See README.md.
# PYTHON=venv/bin/python takes the Gunicorn of a virtual environment instead of the system's.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/run.sh"
v=gunicorn-$(version gunicorn)
cat >"$work/gunicorn.conf.py" <<'CONF'
import os

bind = "127.0.0.1:" + os.environ["PORT"]
logger_class = "memhog_gunicorn.Logger"
accesslog = "-"
control_socket_disable = True
CONF
"$python" -c 'import gunicorn.config as c, sys; sys.exit("control_socket_disable" not in c.make_settings())' ||
  sed -i /control_socket/d "$work/gunicorn.conf.py"

# gunicorn NAME LEAK REQUESTS SEED CLIENTS OPTIONS…
gunicorn() {
  name=$1-$v leak=$2 requests=$3 seed=$4 clients=$5
  shift 5
  sample "$name" "$leak" "$requests" "$seed" "$clients" "$python" -m gunicorn -c "$work/gunicorn.conf.py" "$@"
}

for kind in ${*:-sync gthread gevent recycled custom}; do
  case $kind in
    sync) gunicorn sync /orders/:id/invoice 18000 21 4 --workers 3 app:application ;;
    gthread) gunicorn gthread /search 18000 22 6 --workers 2 --worker-class gthread --threads 3 app:application ;;
    gevent) gunicorn gevent /cart/items 15000 23 4 --workers 2 --worker-class gevent app:application ;;
    asgi) gunicorn asgi /search 15000 24 4 --workers 2 --worker-class asgi app:asgi ;;
    recycled)
      gunicorn recycled /orders/:id/invoice 60000 25 4 --workers 3 --max-requests 1800 --max-requests-jitter 400 \
        app:application
      ;;
    custom)
      gunicorn custom /cart/items 15000 26 4 --workers 3 \
        --access-logformat '%({x-forwarded-for}i)s %(t)s %(p)s %(m)s %(U)s %(s)s %(M)sms %(B)s' app:application
      ;;
    json)
      gunicorn json /search 15000 27 4 --workers 2 --access-logformat \
        '{"time":"%(t)s","method":"%(m)s","path":"%(U)s","status":%(s)s,"us":%(D)s,"pid":%(memhog_pid)s,"rss":%(rss)s,"seq":%(seq)s}' \
        app:application
      ;;
    uvicorn)
      class=uvicorn.workers.UvicornWorker
      "$python" -c 'import uvicorn_worker' 2>/dev/null && class=uvicorn_worker.UvicornWorker
      gunicorn "uvicorn-worker-$(version uvicorn)" /orders/:id/invoice 15000 28 3 --workers 2 --worker-class "$class" app:asgi
      ;;
    *)
      echo "make.sh: no kind is called $kind (sync gthread gevent asgi recycled custom json uvicorn)" >&2
      exit 2
      ;;
  esac
done
