"""Pages from the cache beside a bare Django view and nginx; pages built anew at 100,000 projects.

The same bytes from an application that does nothing else say what the server itself can give.

Run as `python -m bench.serving [seconds]`. Every ratio is of one run on one machine; the cache and
the bare view are started as deploy/portal.service starts the portal, each server as one process,
for the load wants the other processor. They are measured in turns and the best of each counts, as
a machine is rarely ours alone.
"""

import os
import re
import subprocess
import sys
import tempfile
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import load
from bench.database import ROOT, set_up
from bench.pages import PROJECT
from tests.serving import servers

TURNS = 3
LEAST_OVER_BARE, LEAST_OVER_NGINX, MOST_GROWTH, MOST_QUERIES = 10, 0.8, 1.3, 15
GZIP = "Accept-Encoding: gzip"


@contextmanager
def nginx(folder: Path, page: bytes):
    """nginx with the same page in a file, compressed beforehand; gives its port."""
    port = servers.free_port()
    folder.chmod(0o755)
    (folder / "index.html.gz").write_bytes(page)
    (folder / "index.html").write_bytes(b"not compressed")
    site = f"server {{ listen 127.0.0.1:{port}; root {folder}; gzip_static on; sendfile on; }}"
    with servers.running(folder, site, port):
        yield port


def fetched(port: int) -> tuple[bytes, str]:
    """The home page's compressed bytes and ETag."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        return answer.read(), answer.headers["ETag"]


def beside_others(seconds: int) -> bool:
    """Print requests a second of the cache, of the others, and the ratios; whether they hold."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        env = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3"}
        env |= {"PORTAL_ENV_FILE": os.devnull, "SECRET_KEY": "bench" * 7}
        fill = [sys.executable, "-c", "from bench.serving import fill; fill()"]
        subprocess.run(fill, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        portal = stack.enter_context(servers.granian(env))
        page, etag = fetched(portal)
        env["BENCH_PAGE"] = str(folder / "page")
        (folder / "page").write_bytes(page)
        asked = {
            "kept page": (portal, GZIP),
            "304": (portal, GZIP, f"If-None-Match: {etag}"),
            "bare view": (stack.enter_context(servers.granian(env, "bench.bare:application")),),
            "nothing": (
                stack.enter_context(servers.granian(env, "bench.nothing:application")),
                GZIP,
            ),
        }
        if servers.NGINX:
            asked["nginx"] = (stack.enter_context(nginx(folder, page)), GZIP)
        rates = dict.fromkeys(asked, 0.0)
        for _ in range(TURNS):
            for each, (port, *headers) in asked.items():
                rates[each] = max(rates[each], load.rate(port, "/", seconds, *headers))
    return compared(rates, len(page))


def fill() -> None:
    """The demonstration, with its style sheets collected."""
    set_up(os.environ["DATABASE_URL"])
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_demo")


def compared(rates: dict[str, float], size: int) -> bool:
    for each, rate in rates.items():
        print(f"serving: {each:<10} {rate:>9,.0f} requests/s")
    print(f"serving: home page of {size:,} bytes compressed, one process each, by {load.NAME}")
    over_bare = rates["kept page"] / rates["bare view"]
    print(f"serving: kept page / bare view {over_bare:.1f} (wanted: at least {LEAST_OVER_BARE})")
    ceiling = rates["nothing"] / rates["bare view"]
    print(
        f"serving: the same bytes from no application / bare view {ceiling:.1f} (the most possible)"
    )
    if "nginx" not in rates:
        print("serving: NOT RUN: no nginx on this machine (Debian: apt install nginx-light)")
        return over_bare >= LEAST_OVER_BARE
    over_nginx = rates["kept page"] / rates["nginx"]
    print(f"serving: kept page / nginx {over_nginx:.2f} (wanted: at least {LEAST_OVER_NGINX})")
    return over_bare >= LEAST_OVER_BARE and over_nginx >= LEAST_OVER_NGINX


def built(count: int) -> dict[str, tuple[int, float]]:
    """Queries and milliseconds of pages built anew, by address."""
    command = [sys.executable, "-m", "bench.pages", str(count)]
    out = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {
        page: (int(queries), float(milliseconds))
        for page, queries, milliseconds in re.findall(r"(\S+) (\d+) ([\d.]+)\n", out)
    }


def at_100_000() -> bool:
    """Print what pages cost at 22, 60 and 100,000 projects; whether home and project hold.

    The home page lists 50 projects of more, or all 22: what it costs beside those of 60 is told
    apart from what it costs beside those of 22, which has less than half its rows.
    """
    small, full, large = built(22), built(60), built(100_000)
    print("serving: built anew: queries, ms of the processor (22 · 60 · 100,000 projects)")
    for page in large:
        costs = " · ".join(
            f"{size[page][0]:>2} {size[page][1]:6.1f}" for size in (small, full, large)
        )
        print(f"serving:   {page:<24} {costs}")
    home, rows = (large["/"][1] / fewer["/"][1] for fewer in (full, small))
    project = large[PROJECT][1] / small[PROJECT][1]
    print(f"serving: a project: 100,000 projects / 22: {project:.2f} (wanted: {MOST_GROWTH})")
    print(f"serving: home, 50 rows: 100,000 projects / 60: {home:.2f} (wanted: {MOST_GROWTH})")
    print(f"serving: home: 50 rows of 100,000 projects / all 22 rows of 22: {rows:.2f}")
    queries = max(count for size in (small, full, large) for count, _ in size.values())
    print(f"serving: no page asks more than {queries} queries (wanted: at most {MOST_QUERIES})")
    return max(home, project) <= MOST_GROWTH and queries <= MOST_QUERIES


if __name__ == "__main__":
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    held = [beside_others(seconds), at_100_000()]
    sys.exit(not all(held))
