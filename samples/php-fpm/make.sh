#!/bin/sh
# Make the sample of this folder from a real PHP-FPM: sh make.sh. See README.md. Needs Debian's php8.2-fpm, and Node to
# drive it. Listens on loopback only; stops what it starts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${SAMPLES_OUT:-$here}
fpm=${PHP_FPM:-php-fpm8.2}

if ! command -v "$fpm" >/dev/null; then
  echo "make.sh: needs $fpm: apt-get install php8.2-fpm" >&2
  exit 2
fi
. "$here/../work.sh"
chmod 755 "$work"
cd "$work"
cp "$here"/*.mjs "$here"/index.php "$here"/../node/traffic.mjs .
version=$("$fpm" -v | sed -n 's/^PHP \([0-9.]*\).*/\1/p')
log=shop-php-fpm-$version.log
port=$(node -e 's = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
# the error log, with the children's lives, and the access log in one stream, as in PHP's container images
cat >fpm.conf <<CONF
[global]
error_log = $work/$log
daemonize = no
[www]
user = www-data
group = www-data
listen = 127.0.0.1:$port
pm = static
pm.max_children = 3
pm.max_requests = 4000
access.log = $work/$log
access.format = "%R - %u %t \"%m %{REQUEST_URI}e\" %s %f %{milli}d %{kilo}M %C%% pid=%p"
CONF
nice -n 10 "$fpm" --fpm-config "$work/fpm.conf" --nodaemonize </dev/null >/dev/null 2>&1 &
server=$!
tries=0
until grep -q 'ready to handle connections' "$log" 2>/dev/null; do
  tries=$((tries + 1))
  if [ $tries -gt 50 ] || ! kill -0 "$server" 2>/dev/null; then
    echo "make.sh: $fpm did not start" >&2
    exit 1
  fi
  sleep 0.2
done
nice -n 10 node fastcgi.mjs "$port" 20000 41 3 "$work/index.php" "$out/$log.truth.json"
stop
sed -e "s|$work|/srv/shop|g" -e "s|127\.0\.0\.1:$port|127.0.0.1:9000|" "$log" | gzip -9n >"$out/$log.gz"
echo "$log: $(wc -l <"$log") lines, $(wc -c <"$out/$log.gz") bytes" >&2
