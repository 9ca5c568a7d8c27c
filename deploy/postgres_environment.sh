# Read by the scripts beside it: the parts of a PostgreSQL address as libpq takes them from the
# environment, so that no password stands in the arguments of a program, where anyone may see it.
postgres_environment() { # ADDRESS
  eval "$(ADDRESS=$1 "$python" - <<'PYTHON'
import os
import shlex
from urllib.parse import parse_qs, unquote, urlsplit

url = urlsplit(os.environ["ADDRESS"])
found = {
    "PGHOST": url.hostname or "",
    "PGPORT": str(url.port or ""),
    "PGUSER": unquote(url.username or ""),
    "PGPASSWORD": unquote(url.password or ""),
    "PGDATABASE": unquote(url.path.lstrip("/")),
}
found |= {f"PG{name.upper()}": values[0] for name, values in parse_qs(url.query).items()}
for name, value in found.items():
    print(f"export {name}={shlex.quote(value)}" if value else f"unset {name}")
PYTHON
)"
}
