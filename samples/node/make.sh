#!/bin/sh
# Make the samples of this folder from real Node servers: sh make.sh [NAME...] (all without a name). See README.md.
# Needs Node, memhog built (npm run build) and the npm registry. Listens on loopback only; stops what it starts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
memhog=$(cd "$here/../.." && pwd)
out=${SAMPLES_OUT:-$here}
names=${*:-express fastify koa pino winston lazy}

if [ ! -f "$memhog/dist/node/index.js" ]; then
  echo "make.sh: needs dist/node/index.js: npm run build" >&2
  exit 2
fi
. "$here/../work.sh"

cd "$work"
cp "$here"/*.mjs .
echo '{ "private": true, "type": "module" }' >package.json
npm install --no-audit --no-fund --loglevel error --ignore-scripts \
  express@5 fastify@5 koa@3 @koa/router@15 pino@10 pino-http@11 winston@3 >/dev/null
# by hand, so that the sample is made by this memhog and nothing is built again
mkdir -p node_modules/memhog
cp -r "$memhog/package.json" "$memhog/dist" node_modules/memhog/

# make LOG APP PACKAGE REQUESTS SEED WORKERS CLIENTS PAUSE [OPTION OF NODE]
make() {
  version=$(node -p "require('./node_modules/$3/package.json').version")
  log=$1-$3-$version.log
  port=$(node -e 's = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
  SHOP_LEDGER=$work/ledger.$1.$2 nice -n 10 node ${9-} server.mjs "$2" "$port" "$6" >"$work/$log" 2>&1 </dev/null &
  server=$!
  tries=0
  until node -e 'require("net").connect(+process.argv[1], "127.0.0.1").on("connect", () => process.exit(0)).on("error", () => process.exit(1))' "$port"; do
    tries=$((tries + 1))
    if [ $tries -gt 50 ] || ! kill -0 "$server" 2>/dev/null; then
      echo "make.sh: $1 did not start:" >&2
      tail -n 5 "$work/$log" >&2
      exit 1
    fi
    sleep 0.2
  done
  sleep 1 # for the second worker
  nice -n 10 node drive.mjs "$port" "$4" "$5" "$7" "$8"
  stop
  node truth.mjs "$out/$log.truth.json" "$work/ledger.$1.$2".*
  # what would name this machine
  sed -e "s|\"hostname\":\"[^\"]*\"|\"hostname\":\"shop\"|" "$work/$log" | gzip -9n >"$out/$log.gz"
  echo "$log: $(wc -l <"$work/$log") lines, $(wc -c <"$out/$log.gz") bytes" >&2
}

# V8 collects when the heap has grown by a tenth, not by its half or more: see README.md
often=--heap-growing-percent=10
for wanted in $names; do
  case $wanted in
    express) make shop express express 30000 21 2 4 0 $often ;;
    fastify) make shop fastify fastify 30000 40 2 4 0 $often ;;
    koa) make shop koa koa 20000 23 1 3 0 $often ;;
    pino) make shop pino pino 25000 24 2 4 20 $often ;;
    winston) make shop winston winston 30000 40 2 4 20 $often ;;
    lazy) make lazy express express 30000 26 2 4 0 ;;
    *)
      echo "make.sh: no sample is called $wanted (express fastify koa pino winston lazy)" >&2
      exit 2
      ;;
  esac
done
