#!/usr/bin/env bash
# record.sh 1.0: keeps the demonstration's database, as this version makes it, beside this script.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export PORTAL_ENV_FILE=/dev/null SECRET_KEY=recorded-and-long-enough-to-be-taken DEMO_CLOCK=2023-11-07T10:00:00+08:00
export DATABASE_URL="sqlite:///$folder/demo.sqlite3" MEDIA_ROOT="$folder/media"
"$BIN/python" manage.py load_demo --migrate >/dev/null
"$BIN/python" -m tests.upgrade.state record "tests/upgrade/$1.tar.xz"
