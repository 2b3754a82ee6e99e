#!/bin/sh
# Make the samples of Puma with the probe: sh make.sh [KIND...] (all without a kind). See ../README.md.
# Needs Debian's puma and ruby-rack, and Node to drive it. Listens on loopback only; stops what it starts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${SAMPLES_OUT:-$here}
. "$here/../../work.sh"
cd "$work"
cp "$here"/shop.r* "$here/truth.rb" "$here"/../../../src/setup/ruby/*.rb "$here/../node/traffic.mjs" "$here/../../node/drive.mjs" .
cp "$here/../../node/traffic.mjs" visitors.mjs
puma=$(ruby -e 'require "puma/const"; print Puma::Const::PUMA_VERSION')

# begin WORKERS OPTIONS OF PUMA...: what it writes goes behind what is in the log
begin() {
  workers=$1
  shift
  port=$(ruby -rsocket -e 's = TCPServer.new("127.0.0.1", 0); print s.addr[1]')
  : >server.log
  SHOP_LEDGER=$work/ledger RUBYOPT=-W0 nice -n 10 puma -w "$workers" "$@" -e production -b "tcp://127.0.0.1:$port" shop.ru \
    >server.log 2>&1 </dev/null &
  server=$!
  tries=0
  until [ "$(grep -c 'Worker . (PID: .*) booted' server.log)" -ge "$workers" ]; do
    tries=$((tries + 1))
    if [ $tries -gt 100 ] || ! kill -0 "$server" 2>/dev/null; then
      echo "make.sh: puma did not start:" >&2
      tail -n 5 server.log >&2
      exit 1
    fi
    sleep 0.2
  done
}

end() {
  stop
  sed -e "s|$work|/srv/shop|g" -e "s|127\.0\.0\.1:$port|127.0.0.1:3000|" server.log >>log
}

# finish LOG: writes the log and its truth
finish() {
  ruby truth.rb "$out/$1.truth.json" ledger
  gzip -9nc log >"$out/$1.gz"
  echo "$1: $(wc -l <log) lines, $(wc -c <"$out/$1.gz") bytes" >&2
  rm -f log ledger
}

# make PREFIX REQUESTS SEED CLIENTS OPTIONS OF PUMA...
make() {
  prefix=$1 requests=$2 seed=$3 clients=$4
  shift 4
  begin 2 "$@"
  nice -n 10 node drive.mjs "$port" "$requests" "$seed" "$clients" 0
  end
  finish "${prefix}puma-$puma.log"
}

trace() {
  seed=60
  for route in /account/:uuid /orders/new /search /profile/:id /audit /quote /images/:id/scaled /login \
    /export.csv /pages/:id /tree /; do
    seed=$((seed + 1))
    export MEMHOG_TRACE="GET $route" MEMHOG_TRACE_CALLS=80 SHOP_FAVOUR="$route"
    begin 1 -t 1:1
    nice -n 10 node drive.mjs "$port" 260 $seed 1 0
    end
  done
  unset MEMHOG_TRACE MEMHOG_TRACE_CALLS SHOP_FAVOUR
  finish "trace-puma-$puma.log"
}

for kind in ${*:-puma every threads trace}; do
  case $kind in
    puma) make "" 5000 51 2 -t 1:1 ;;
    every) MEMHOG_PROBE_BUDGET=1 make every- 5000 52 2 -t 1:1 ;;
    threads) make threads- 5000 53 4 -t 2:2 ;;
    trace) trace ;;
    *)
      echo "make.sh: no kind is called $kind" >&2
      exit 2
      ;;
  esac
done
