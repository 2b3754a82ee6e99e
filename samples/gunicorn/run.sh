# Shared by the make.sh of several servers, which set $here (their folder) before they read this file.
# Servers listen on loopback only and are stopped when the script ends, however it ends.
common=$here/../gunicorn
python=${PYTHON:-python3}
out=${SAMPLES_OUT:-$here}
export PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
. "$here/../work.sh"

version() {
  "$python" -c "import importlib.metadata as m; print(m.version('$1'))"
}

free_port() {
  "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# prepare NAME LEAK: a folder for the run, in it the application, and the ledger
prepare() {
  name=$1
  export SHOP_LEAK="$2" SHOP_LEDGER="$work/$name/ledger"
  mkdir -p "$SHOP_LEDGER"
  cp "$common"/*.py "$here"/../../src/setup/python/*.py "$work/$name"
  [ "$here" -ef "$common" ] || cp "$here"/*.py "$work/$name"
  cd "$work/$name"
  export PORT="$(free_port)"
}

# finish [tasks]: stop the server, write the log and its truth
finish() {
  stop
  nice "$python" truth.py "$out" "$name.log" "$@"
  sed -e "s|$work/$name|/srv/shop|g" -e "s|127\.0\.0\.1:$PORT|127.0.0.1:8000|" -e "s|:$PORT/|:8000/|" -e "s|:$PORT |:8000 |" \
    -e "s|$(hostname)|shop|g" -e "s|$("$python" -c 'import sys; print(sys.prefix)')/|/srv/python/|g" -e "s|$HOME/|/srv/|g" -e 's|\(Linux-[0-9.]*[0-9]\)-[^ ]*|\1|' log | gzip -9n >"$out/$name.log.gz"
  echo "$name: $(zcat "$out/$name.log.gz" | wc -l) lines, $(wc -c <"$out/$name.log.gz") bytes" >&2
  cd "$here"
  rm -rf "${work:?}/$name"
}

# sample NAME LEAK REQUESTS SEED CLIENTS COMMAND…: start the server ($PORT is free), play the traffic, keep the log
sample() {
  requests=$3 seed=$4 clients=$5
  prepare "$1" "$2"
  shift 5
  nice "$@" >>log 2>&1 </dev/null &
  server=$!
  tries=0
  until "$python" -c "import drive, sys; drive.send($PORT, 'GET', '/health', 'probe')" 2>/dev/null; do
    tries=$((tries + 1))
    if [ $tries -gt 60 ] || ! kill -0 "$server" 2>/dev/null; then
      echo "$name: the server did not start:" >&2
      tail -n 5 log >&2
      exit 1
    fi
    sleep 0.2
  done
  nice "$python" drive.py "$PORT" "$requests" "$seed" "$clients"
  finish
}
