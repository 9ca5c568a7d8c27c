#!/usr/bin/env bash
# A throw-away PostgreSQL on a free port of this machine: `start` prints its address, `stop`
# ends it and removes its files; `halt` breaks it off at once and `again` starts it where it was.
# Prints nothing where no server is installed.
# Tests roll back: to autovacuum every table is empty for ever, and plans made for one row then
# take seconds a query. Without it the planner keeps its guess for a table it has not seen.
set -u
home=${PORTAL_TEST_POSTGRES:-/tmp/portal-test-postgres}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb 2>/dev/null || echo /none/initdb)")
[ -x "$bin/initdb" ] || exit 0

as() { # the server refuses to run as root
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

run() {
  as "$bin/pg_ctl" -D "$home/data" -w -l "$home/server.log" \
    -o "-p $(cat "$home/port") -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home -c fsync=${FSYNC:-off} -c autovacuum=off" \
    start >>"$home/log" 2>&1
}

case "$1" in
start)
  rm -rf "$home" && mkdir -p "$home"
  [ "$(id -u)" = 0 ] && chown postgres "$home"
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' >"$home/port"
  as "$bin/initdb" -D "$home/data" -U portal --auth=trust -E UTF8 --locale=C.UTF-8 >"$home/log" 2>&1 && run || { cat "$home/log" >&2; exit 1; }
  echo "postgres://portal@127.0.0.1:$(cat "$home/port")/postgres"
  ;;
halt) as "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1 ;;
again) run ;;
stop)
  as "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$home"
  ;;
esac
