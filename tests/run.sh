#!/usr/bin/env bash
# Every test on SQLite and on PostgreSQL. What cannot run is said loudly; under CI it fails.
set -u
BIN=${BIN:-.venv/bin}
export PORTAL_ENV_FILE=/dev/null
missing=()
failed=0

wanted="browser or not browser"
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$chromium" ]; then
  missing+=("browser tests: no Chromium (Debian: apt install chromium fonts-noto-cjk)")
  wanted="not browser"
fi
export CHROMIUM="$chromium"

command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] ||
  missing+=("deploy/nginx.conf and deploy/export.conf: no nginx (Debian: apt install nginx-light openssl)")
command -v systemd-analyze >/dev/null ||
  missing+=("deploy/*.service: no systemd-analyze (Debian: apt install systemd)")
command -v soffice >/dev/null ||
  missing+=("workbooks saved again by LibreOffice: no soffice (Debian: apt install --no-install-recommends libreoffice-calc)")

[ -e /usr/lib/libreoffice/program/swriter ] ||
  missing+=("Word files rendered by LibreOffice: no writer (Debian: apt install --no-install-recommends libreoffice-writer)")

parts=()
run() { # name, what it runs, arguments
  echo "== $1"
  local began=$SECONDS part=$1 marked=$2
  shift 2
  "$BIN/python" -m pytest -n 2 --dist worksteal -m "$marked" "$@" || failed=1
  parts+=("$part $((SECONDS - began)) s")
}

run "SQLite" "$wanted" "$@"

if [ -n "${TEST_DATABASE_URL:-}" ]; then
  DATABASE_URL=$TEST_DATABASE_URL run "PostgreSQL" "($wanted) and not once" "$@"
else
  server=$(tests/postgres.sh start)
  if [ -n "$server" ]; then
    DATABASE_URL=$server run "PostgreSQL" "($wanted) and not once" "$@"
    tests/postgres.sh stop
  else
    missing+=("the suite on PostgreSQL: no server (Debian: apt install postgresql, or set TEST_DATABASE_URL)")
  fi
fi

if [ ${#missing[@]} -gt 0 ]; then
  echo
  echo "############ NOT RUN ############"
  printf '  %s\n' "${missing[@]}"
  [ -n "${CI:-}" ] && failed=1
fi
printf -v said '%s, ' "${parts[@]}"
echo "== took ${said}together $SECONDS s"
exit $failed
