#!/bin/sh
# Make the samples of this folder from a real Puma: sh make.sh [NAME...] (all without a name). See README.md.
# Needs Debian's puma, ruby-rack, ruby-railties, ruby-lograge, and Node to drive it. Listens on loopback only; stops
# what it starts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${SAMPLES_OUT:-$here}
names=${*:-shop rails lograge oink}

if ! command -v puma >/dev/null || ! ruby -e 'require "lograge"' 2>/dev/null; then
  echo "make.sh: needs puma and lograge: apt-get install puma ruby-rack ruby-railties ruby-lograge" >&2
  exit 2
fi
. "$here/../work.sh"
cd "$work"
cp "$here"/*.rb "$here"/*.ru "$here"/../../src/setup/ruby/memhog_rack.rb "$here"/../node/*.mjs .
puma=$(ruby -e 'require "puma/const"; print Puma::Const::PUMA_VERSION')
lograge=$(ruby -e 'require "lograge"; print Lograge::VERSION')
rails=$(ruby -e 'require "rails/version"; print Rails.version')

# make LOG WAY REQUESTS SEED CLIENTS PAUSE OPTIONS OF PUMA...
make() {
  log=$1.log way=$2 requests=$3 seed=$4 clients=$5 pause=$6
  shift 6
  port=$(ruby -rsocket -e 's = TCPServer.new("127.0.0.1", 0); print s.addr[1]')
  SHOP_LOG=$way SHOP_LEDGER=$work/ledger.$way RAILS_ENV=production RUBYOPT=-W0 \
    nice -n 10 puma "$@" -e production -b "tcp://127.0.0.1:$port" shop.ru >"$log" 2>&1 </dev/null &
  server=$!
  tries=0
  : >>"$log" # the shell above may not have made it yet
  until [ "$(grep -c 'Worker . (PID: .*) booted' "$log")" -ge 2 ]; do
    tries=$((tries + 1))
    if [ $tries -gt 100 ] || ! kill -0 "$server" 2>/dev/null; then
      echo "make.sh: puma did not start:" >&2
      tail -n 5 "$log" >&2
      exit 1
    fi
    sleep 0.2
  done
  nice -n 10 node drive.mjs "$port" "$requests" "$seed" "$clients" "$pause"
  stop
  node truth.mjs "$out/$log.truth.json" "ledger.$way".*
  # what would name this machine
  sed -e "s|$work|/srv/shop|g" -e "s|127\.0\.0\.1:$port|127.0.0.1:3000|" "$log" | gzip -9n >"$out/$log.gz"
  echo "$log: $(wc -l <"$log") lines, $(wc -c <"$out/$log.gz") bytes" >&2
}

for wanted in $names; do
  case $wanted in
    shop) make "shop-puma-$puma" memhog 30000 40 4 0 -w 2 -t 2:2 ;;
    rails) make "rails-$rails-puma-$puma" rails 25000 32 2 0 -w 2 -t 1:1 ;;
    lograge) make "lograge-$lograge-puma-$puma" lograge 30000 40 2 8 -w 2 -t 1:1 ;;
    # one arena: each further one reserves 64 MiB of address space at once, and Oink's figure would not move within it
    oink) MALLOC_ARENA_MAX=1 make "oink-puma-$puma" oink 25000 46 2 8 -w 2 -t 1:1 ;;
    *)
      echo "make.sh: no sample is called $wanted (shop rails lograge oink)" >&2
      exit 2
      ;;
  esac
done
