#!/usr/bin/env bash
# Every test on SQLite and on PostgreSQL. What cannot run is said loudly; under CI it fails.
set -u
BIN=${BIN:-.venv/bin}
export PORTAL_ENV_FILE=/dev/null
missing=()
failed=0

chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
browser=()
if [ -z "$chromium" ]; then
  missing+=("browser tests: no Chromium (Debian: apt install chromium fonts-noto-cjk)")
  browser=(-m "not browser")
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

run() {
  echo "== $1"
  shift
  "$BIN/python" -m pytest -n 2 "${browser[@]}" "$@" || failed=1
}

run "SQLite" "$@"

if [ -n "${TEST_DATABASE_URL:-}" ]; then
  DATABASE_URL=$TEST_DATABASE_URL run "PostgreSQL" "$@"
else
  server=$(tests/postgres.sh start)
  if [ -n "$server" ]; then
    DATABASE_URL=$server run "PostgreSQL" "$@"
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
exit $failed
