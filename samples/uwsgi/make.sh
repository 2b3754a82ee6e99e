#!/bin/sh
# Make the samples of this folder from a real uWSGI: sh make.sh [NAME...] (all without a name). See README.md.
# Needs Debian's uwsgi-core, uwsgi-plugin-python3 and python3. Listens on loopback only; stops what it starts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${SAMPLES_OUT:-$here}
names=${*:-leaky-shop recycled threads killed clean}

if ! command -v uwsgi >/dev/null || ! command -v python3 >/dev/null || ! uwsgi --plugin python3 --version >/dev/null 2>&1; then
  echo "make.sh: needs uwsgi-core, uwsgi-plugin-python3 and python3: apt-get install uwsgi-core uwsgi-plugin-python3 python3" >&2
  exit 2
fi

work=$(mktemp -d)
server=
load=
stop() {
  if [ -n "$load" ]; then
    kill "$load" 2>/dev/null || true
    wait "$load" 2>/dev/null || true
    load=
  fi
  if [ -n "$server" ]; then
    kill -INT "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
  fi
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
export PYTHONDONTWRITEBYTECODE=1

# make NAME REQUESTS SEED CLIENTS KILL(worker or -) uWSGI options...
make() {
  name=$1 requests=$2 seed=$3 clients=$4 kill=$5
  shift 5
  app=$work/$name
  log=$app/log
  mkdir "$app"
  cp "$here"/*.py "$app"
  export SHOP_LEDGER="$app/ledger"
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  cd "$app"
  nice -n 10 uwsgi --plugin python3 --master --memory-report --socket "127.0.0.1:$port" --wsgi shop:application \
    --listen 64 --worker-reload-mercy 10 "$@" >>"$log" 2>&1 </dev/null &
  server=$!
  tries=0
  until grep -q 'spawned uWSGI worker 1 ' "$log"; do
    tries=$((tries + 1))
    if [ $tries -gt 100 ] || ! kill -0 "$server" 2>/dev/null; then
      echo "make.sh: uWSGI did not start:" >&2
      tail -n 5 "$log" >&2
      exit 1
    fi
    sleep 0.1
  done
  if [ "$kill" = - ]; then
    set -- "$port" "$requests" "$seed" "$clients"
  else
    set -- "$port" "$requests" "$seed" "$clients" "$log" "$kill"
  fi
  # in the background, so that a signal to this script is answered at once
  nice -n 10 python3 load.py "$@" &
  load=$!
  wait "$load"
  load=
  stop
  nice -n 10 python3 truth.py "$out/$name.log.truth.json"
  # what would name this machine: its paths, port, host name and kernel build
  sed -e "s|$app|/srv/shop|g" -e "s|127\.0\.0\.1:$port|127.0.0.1:3031|" -e 's|^nodename: .*|nodename: shop|' \
    -e 's|^os: \(Linux-[0-9.]*\).*|os: \1|' "$log" | gzip -9n >"$out/$name.log.gz"
  cd "$here"
  rm -rf "$app"
  echo "$name: $(zcat "$out/$name.log.gz" | wc -l) lines, $(wc -c <"$out/$name.log.gz") bytes" >&2
}

for wanted in $names; do
  export SHOP_LEAKS=on SHOP_SCALE=1
  case $wanted in
    leaky-shop) make leaky-shop 100000 11 6 - --processes 4 ;;
    recycled)
      export SHOP_SCALE=2
      make recycled 30000 12 6 - --processes 4 --max-requests 1200 --min-worker-lifetime 0
      ;;
    threads) make threads 45000 13 8 - --processes 2 --enable-threads --threads 4 ;;
    killed) make killed 20000 14 6 2 --processes 4 ;;
    clean)
      export SHOP_LEAKS=off
      make clean 30000 15 6 - --processes 4
      ;;
    *)
      echo "make.sh: no sample is called $wanted (leaky-shop recycled threads killed clean)" >&2
      exit 2
      ;;
  esac
done
