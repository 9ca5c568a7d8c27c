#!/bin/sh
# backup.sh FOLDER: writes FOLDER/<UTC time>/ with the database, the evidence files and their
# checksums, whole or not at all; nothing is stopped. Wants the portal's settings in the
# environment: DATABASE_URL and, where set, MEDIA_ROOT. With BACKUPS_KEPT_DAYS set, older backups
# in FOLDER are deleted once the new one stands. With BACKUP_RECIPIENTS set (public keys of age, by
# commas), the database and the files are sealed for them.
set -eu
umask 077
here=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$here/.venv/bin/python}
database=${DATABASE_URL:-sqlite:///$here/var/portal.sqlite3}
media=${MEDIA_ROOT:-$here/var/media}
. "$here/deploy/postgres_environment.sh"
folder=$1
name=$(date -u +%Y-%m-%dT%H%M%SZ)
new="$folder/.$name"
mkdir -p "$new"
trap 'rm -rf "$new"' EXIT

# Files before the database and again after it: what a row names was there at one time or the
# other, though files come and go meanwhile. Uploads that wait for a confirmation
# are not kept, nor is what a job made and can make again.
mkdir -p "$media"
files() { # tar says 1 of a file that changed or went while it was read: the next round has it
  tar "$@" --ignore-failed-read -f "$new/media.tar" -C "$media" --exclude=./imports --exclude=./jobs \
    --warning=no-file-changed --warning=no-file-removed . || [ $? -eq 1 ]
}
files --create
case $database in
postgres*)
  postgres_environment "$database"
  pg_dump --format=custom --no-owner --no-privileges --file="$new/database.dump"
  ;;
*)
  "$python" - "${database#sqlite:///}" "$new/database.sqlite3" <<'PYTHON'
import sqlite3
import sys

source = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
with sqlite3.connect(sys.argv[2]) as copy:
    source.backup(copy)
PYTHON
  ;;
esac
files --update
gzip "$new/media.tar"
if [ -n "${BACKUP_RECIPIENTS:-}" ]; then
  "$python" "$here/deploy/sealed.py" seal "$new"/database.* "$new/media.tar.gz"
fi
"$python" "$here/deploy/version.py" >"$new/VERSION"
(cd "$new" && sha256sum -- * >SHA256SUMS)
sync
mv "$new" "$folder/$name"
trap - EXIT
if [ -n "${BACKUPS_KEPT_DAYS:-}" ]; then
  find "$folder" -mindepth 1 -maxdepth 1 -type d -name '2*Z' -mtime "+$BACKUPS_KEPT_DAYS" \
    -exec rm -rf {} +
fi
echo "$folder/$name"
