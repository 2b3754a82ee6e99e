# Read by every make.sh: a folder for the run ($work) and one server ($server), which is stopped when the script ends,
# however it ends. STOP_SIGNAL: what it is stopped with (TERM).
work=$(mktemp -d)
server=
stop() {
  if [ -n "$server" ]; then
    kill -"${STOP_SIGNAL:-TERM}" "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
  fi
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
