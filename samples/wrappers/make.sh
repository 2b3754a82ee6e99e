#!/bin/sh
# Make the samples of this folder: lines of a uWSGI log, sent through the real rsyslog and the real journalctl. See README.md.
# Needs Debian's rsyslog, bsdutils (logger), systemd-journal-remote and python3. Listens on loopback only; stops what it starts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${SAMPLES_OUT:-$here}
lines=600

remote=/usr/lib/systemd/systemd-journal-remote
for program in rsyslogd logger journalctl python3 "$remote"; do
  if ! command -v "$program" >/dev/null; then
    echo "make.sh: needs $program: apt-get install rsyslog bsdutils systemd-journal-remote python3" >&2
    exit 2
  fi
done

work=$(mktemp -d)
started=
stop() {
  for pid in $started; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  started=
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# wait_for WHAT COMMAND...: until the command succeeds, for at most 30 seconds
wait_for() {
  what=$1
  shift
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ]; then
      echo "make.sh: still no $what" >&2
      exit 1
    fi
    sleep 0.1
  done
}
until_there() {
  wait_for "$1" test -e "$1"
}
has_last_line() {
  tail -n 1 "$work/bare.log" | cut -c1-200 >"$work/last"
  grep -qF -f "$work/last" "$1" 2>/dev/null
}

keep() {
  gzip -9n <"$work/$1" >"$out/$1.gz"
  echo "$1: $(wc -l <"$work/$1") lines, $(wc -c <"$out/$1.gz") bytes" >&2
}

# Empty lines are not sent by logger, and a control character would be escaped: neither stands in these lines.
zcat "$here/../uwsgi/recycled.log.gz" | grep . | head -n $lines >"$work/bare.log"
keep bare.log

rsyslog=$(rsyslogd -v | sed -n '1s/rsyslogd  *\([0-9.]*\).*/\1/p')
capture=$work/rsyslog-$rsyslog-octet-counted.log
python3 "$here/capture.py" "$capture" &
started=$!
until_there "$capture.port"
port=$(cat "$capture.port")
cat >"$work/conf" <<CONF
global(workDirectory="$work" localHostname="shop")
module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket="$work/socket")
action(type="omfile" file="$work/rsyslog-$rsyslog-traditional.log" template="RSYSLOG_TraditionalFileFormat")
action(type="omfile" file="$work/rsyslog-$rsyslog-file-format.log" template="RSYSLOG_FileFormat")
action(type="omfile" file="$work/rsyslog-$rsyslog-protocol-23.log" template="RSYSLOG_SyslogProtocol23Format")
action(type="omfwd" target="127.0.0.1" port="$port" protocol="tcp" TCP_Framing="octet-counted"
  template="RSYSLOG_SyslogProtocol23Format")
CONF
rsyslogd -n -f "$work/conf" -i "$work/pid" &
started="$started $!"
until_there "$work/socket"
logger --socket "$work/socket" --size 8192 --tag uwsgi --id=4711 --file "$work/bare.log"
for name in traditional file-format protocol-23 octet-counted; do
  wait_for "end of $name" has_last_line "$work/rsyslog-$rsyslog-$name.log"
done
stop
for name in traditional file-format protocol-23 octet-counted; do keep "rsyslog-$rsyslog-$name.log"; done

systemd=$(journalctl --version | sed -n '1s/systemd \([0-9]*\).*/\1/p')
python3 "$here/journal.py" "$work/bare.log" >"$work/export"
"$remote" -o "$work/shop.journal" "$work/export" >/dev/null 2>&1
for form in short short-iso short-precise json; do
  TZ=UTC journalctl --all --no-pager --quiet --file "$work/shop.journal" -o $form >"$work/journalctl-$systemd-$form.log"
  keep "journalctl-$systemd-$form.log"
done
