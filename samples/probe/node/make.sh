#!/bin/sh
# Make the samples of Node with the probe: sh make.sh [KIND...] (all without a kind). See ../README.md.
# Needs Node, `npm ci` of memhog, and the npm registry. Listens on loopback only; stops what it starts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
memhog=$(cd "$here/../../.." && pwd)
out=${SAMPLES_OUT:-$here}
. "$here/../../work.sh"

cd "$work"
cp "$here"/*.mjs "$here/../../node/drive.mjs" "$here/../../node/server.mjs" .
cp "$here/../../node/traffic.mjs" visitors.mjs
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --loglevel error --ignore-scripts express@5 fastify@5 >/dev/null
# by hand, so that the sample is made by this memhog and nothing else is built
mkdir -p node_modules/memhog
cp "$memhog/package.json" node_modules/memhog/
"$memhog/node_modules/.bin/esbuild" "$memhog/src/node/index.ts" --bundle --platform=node --format=esm --target=node20 \
  --log-level=warning --outfile=node_modules/memhog/dist/node/index.js
node=$(node -p process.versions.node)

# begin APP WORKERS [OPTION OF NODE]: starts the shop; what it writes goes behind what is in the log
begin() {
  port=$(node -e 's = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
  SHOP_LEDGER=$work/ledger nice -n 10 node ${3-} server.mjs "$1" "$port" "$2" >>log 2>&1 </dev/null &
  server=$!
  tries=0
  until node -e 'require("net").connect(+process.argv[1], "127.0.0.1").on("connect", () => process.exit(0)).on("error", () => process.exit(1))' "$port"; do
    tries=$((tries + 1))
    if [ $tries -gt 50 ] || ! kill -0 "$server" 2>/dev/null; then
      echo "make.sh: $1 did not start:" >&2
      tail -n 5 log >&2
      exit 1
    fi
    sleep 0.2
  done
  sleep 1 # for the second worker
}

# finish LOG: writes the log and its truth
finish() {
  node --expose-gc truth.mjs "$out/$1.truth.json" ledger
  sed -e "s|file://$work|file:///srv/shop|g; s|$work|/srv/shop|g" log | gzip -9n >"$out/$1.gz"
  echo "$1: $(wc -l <log) lines, $(wc -c <"$out/$1.gz") bytes" >&2
  rm -f log ledger
}

name() {
  echo "$1$2-$(node -p "require('./node_modules/$2/package.json').version")-node-$node.log"
}

# make PREFIX APP REQUESTS SEED WORKERS CLIENTS [OPTION OF NODE]
make() {
  begin "$2" "$5" ${7-}
  nice -n 10 node drive.mjs "$port" "$3" "$4" "$6" 0
  stop
  finish "$(name "$1" "$2")"
}

# trace APP: each leak traced, and some innocents, by a server of its own
trace() {
  seed=90
  for route in /account/:uuid /orders/new /search /profile/:id /audit /quote /images/:id/scaled /login \
    /export.csv /pages/:id /tree /; do
    seed=$((seed + 1))
    export MEMHOG_TRACE="GET $route" MEMHOG_TRACE_CALLS=80 SHOP_FAVOUR="$route"
    begin "$1" 1
    nice -n 10 node drive.mjs "$port" 260 $seed 1 0
    stop
  done
  unset MEMHOG_TRACE MEMHOG_TRACE_CALLS SHOP_FAVOUR
  finish "$(name trace- "$1")"
}

for kind in ${*:-express fastify every often trace-express trace-fastify}; do
  case $kind in
    express) make "" express 5000 81 2 4 ;;
    fastify) make "" fastify 5000 82 2 4 ;;
    every) MEMHOG_PROBE_BUDGET=1 make every- express 5000 83 2 1 ;;
    often) make often- fastify 5000 84 2 2 --heap-growing-percent=10 ;;
    trace-*) trace "${kind#trace-}" ;;
    *)
      echo "make.sh: no kind is called $kind" >&2
      exit 2
      ;;
  esac
done
