#!/bin/sh
# Make the sample of this folder from a real Passenger: sh make.sh. See README.md. Needs Debian's passenger and
# ruby-rack, and Node to drive it. Listens on loopback only; stops what it starts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${SAMPLES_OUT:-$here}

if ! command -v passenger >/dev/null; then
  echo "make.sh: needs passenger: apt-get install passenger ruby-rack" >&2
  exit 2
fi
. "$here/../work.sh"
chmod 755 "$work"
mkdir "$work/app"
cd "$work/app"
cp "$here"/config.ru "$here"/../puma/shop.rb "$here"/../../src/setup/ruby/memhog_rack.rb "$here"/../node/*.mjs .
version=$(passenger --version | grep -o '[0-9][0-9.]*' | head -n 1)
log=shop-passenger-$version.log
port=$(node -e 's = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
SHOP_LEDGER=$work/ledger nice -n 10 passenger start --engine=builtin --address 127.0.0.1 --port "$port" \
  --environment production --min-instances 2 --max-pool-size 2 --spawn-method direct \
  --disable-security-update-check --disable-anonymous-telemetry --log-file "$work/$log" --pid-file "$work/pid" \
  >"$work/out" 2>&1 </dev/null &
server=$!
tries=0
until node -e 'require("net").connect(+process.argv[1], "127.0.0.1").on("connect", () => process.exit(0)).on("error", () => process.exit(1))' "$port"; do
  tries=$((tries + 1))
  if [ $tries -gt 50 ] || ! kill -0 "$server" 2>/dev/null; then
    echo "make.sh: passenger did not start:" >&2
    tail -n 5 "$work/out" >&2
    exit 1
  fi
  sleep 0.5
done
nice -n 10 node drive.mjs "$port" 30000 51 2
stop
node truth.mjs "$out/$log.truth.json" "$work"/ledger.*
# what would name this machine
sed -e "s|$work/app|/srv/shop|g" -e "s|$work|/srv|g" -e "s|127\.0\.0\.1:$port|127.0.0.1:3000|" "$work/$log" | gzip -9n >"$out/$log.gz"
echo "$log: $(wc -l <"$work/$log") lines, $(wc -c <"$out/$log.gz") bytes" >&2
