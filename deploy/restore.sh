#!/bin/sh
# restore.sh BACKUP: puts a backup into the empty database and the empty evidence folder that
# DATABASE_URL and MEDIA_ROOT name, says which version it is of, migrates it to today's, and has
# the ledger verified. Never writes over anything. Where DATABASE_OWNER_URL is set, the tables
# become its role's. A sealed backup is opened by the key in the file that BACKUP_IDENTITY names.
set -eu
umask 077
here=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$here/.venv/bin/python}
database=${DATABASE_URL:-sqlite:///$here/var/portal.sqlite3}
media=${MEDIA_ROOT:-$here/var/media}
. "$here/deploy/postgres_environment.sh"
backup=$(cd "$1" && pwd)

(cd "$backup" && sha256sum --check --quiet --strict SHA256SUMS)
from=$backup
if [ -e "$backup/media.tar.gz.age" ]; then
  from=$(mktemp -d)
  trap 'rm -rf "$from"' EXIT
  "$python" "$here/deploy/sealed.py" open "$backup" "$from"
fi
mkdir -p "$media"
if [ -n "$(ls -A "$media")" ]; then
  echo "restore: $media is not empty" >&2
  exit 1
fi
case $database in
postgres*)
  postgres_environment "${DATABASE_OWNER_URL:-$database}"
  tables=$(psql -Atc "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
  if [ "$tables" != 0 ]; then
    echo "restore: the database is not empty" >&2
    exit 1
  fi
  pg_restore --dbname="$PGDATABASE" --no-owner --no-privileges --exit-on-error \
    --single-transaction "$from/database.dump"
  ;;
*)
  file=${database#sqlite:///}
  for each in "$file" "$file-wal" "$file-shm"; do
    if [ -e "$each" ]; then
      echo "restore: $each is there already" >&2
      exit 1
    fi
  done
  cp "$from/database.sqlite3" "$file"
  ;;
esac
tar -xzf "$from/media.tar.gz" -C "$media"
cd "$here"
echo "备份的版本：$(cat "$backup/VERSION" 2>/dev/null || echo 没有记载，早于1.0)"
echo "现在的版本：$("$python" deploy/version.py)"
"$python" manage.py migrate -v 0
"$python" manage.py verify_ledger
