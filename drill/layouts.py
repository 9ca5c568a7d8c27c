"""The portal as `make run` starts it and as deploy/ does, each in a folder of its own.

Nothing of the machine's own services is touched: free ports, a throw-away PostgreSQL with fsync
on, nginx with deploy/nginx.conf. What systemd does for a dead service `Kept` does here.
"""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tests.serving import servers
from tests.serving.servers import DEPLOY, ROOT
from tests.serving.test_deploy import certificate, site_at

HOST = "www.example.gov.cn"
UNITS = {"portal.service": 8000, "portal-office.service": 8001}
WORKER = "portal-worker.service"
POSTGRES = ROOT / "tests/postgres.sh"
STARTS_WITHIN = 60
BY_HAND = 0.5  # seconds until whoever runs `make run` starts it again


class Kept:
    """A program that is started again when it ends, its whole group gone, as systemd does."""

    def __init__(self, command: list, env: dict, log: Path, restart_after: float):
        self.command, self.env, self.log, self.restart_after = command, env, log, restart_after
        self.over = threading.Event()
        self.starts = 0
        self.start()
        threading.Thread(target=self.keep, daemon=True).start()

    def start(self) -> None:
        self.starts += 1
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def keep(self) -> None:
        while not self.over.is_set():
            self.process.wait()
            if self.over.is_set():
                return
            self.end_group()
            self.over.wait(self.restart_after)
            if not self.over.is_set():
                self.start()

    def end_group(self, seconds: float = 40) -> None:
        """What is left of the group is asked to end, and ended."""
        end = time.monotonic() + seconds
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
            while time.monotonic() < end and running_in(self.process.pid):
                time.sleep(0.05)
            os.killpg(self.process.pid, signal.SIGKILL)

    def workers(self) -> list[int]:
        """The processes that serve; the main one only looks after them."""
        return children(self.process.pid)

    def processes(self) -> list[int]:
        """All of its group, the main one too."""
        return found_by("--pgroup", str(self.process.pid))

    def stop(self) -> None:
        self.over.set()
        self.end_group()
        self.process.wait()


def running_in(group: int) -> bool:
    """Whether any process of a group still runs; those that ended and wait for init do not."""
    command = ["pgrep", "--pgroup", str(group), "--runstates", "D,R,S,T"]
    return subprocess.run(command, capture_output=True).returncode == 0


def children(pid: int) -> list[int]:
    return found_by("-P", str(pid))


def found_by(*words: str) -> list[int]:
    done = subprocess.run(["pgrep", *words], capture_output=True, text=True)
    return [int(each) for each in done.stdout.split()]


@contextmanager
def standing(processes: list[int]) -> Iterator[None]:
    """All of them stopped where they are, their connections open, for the length of a with."""
    try:
        for each in processes:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGSTOP)
        yield
    finally:
        for each in processes:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGCONT)


class Layout:
    """A portal with the demonstration in it, and everybody's sessions."""

    name = ""

    def __init__(self, folder: Path, **env: str):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        self.services: list[Kept] = []
        self.stack = ExitStack()
        self.env = {
            **os.environ,
            "PORTAL_ENV_FILE": os.devnull,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "drill" * 10,
            "DEMO_CLOCK": "2023-11-07T10:00:00+08:00",
            "MEDIA_ROOT": str(folder / "media"),
            "FEEDBACK_PER_HOUR": "100000",
            "FEEDBACK_PER_DAY": "100000",
            "FEEDBACK_ALL_PER_HOUR": "1000000",
            **env,
        }

    def __enter__(self) -> "Layout":
        try:
            self.database()
            self.fill()
            people = json.loads(self.run("-m", "drill.record", "people"))
            self.sessions = people["sessions"]
            self.reports = {int(number): key for number, key in people["reports"].items()}
            self.serve()
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *error) -> None:
        self.stop()

    def run(self, *command: str, given: str = "", env: dict | None = None) -> str:
        """What a Python command of the portal says, in its settings."""
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=env or self.env, input=given,
            capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{command}: {done.stdout}{done.stderr}")
        return done.stdout

    def check(self, acknowledged: dict) -> dict:
        found = self.run("-m", "drill.record", "check", given=json.dumps(acknowledged))
        return json.loads(found.splitlines()[-1])

    def fill(self) -> None:
        """The demonstration, with its style sheets collected; made once for a whole drill."""
        kept = Path(os.environ.get("DRILL_KEPT", self.folder / "kept")) / self.name.replace(
            " ", "-"
        )
        if not kept.is_dir():
            self.run("manage.py", "collectstatic", "--noinput", "-v", "0")
            self.run("manage.py", "load_demo", "--migrate")
            kept.parent.mkdir(exist_ok=True)
            shutil.copytree(self.env["MEDIA_ROOT"], kept / "media")
            self.save(kept)
            return
        shutil.copytree(kept / "media", self.env["MEDIA_ROOT"])
        self.take_in(kept)

    def wait(self, seconds: float = STARTS_WITHIN) -> None:
        """Until every service answers."""
        end = time.monotonic() + seconds
        for port in self.ports:
            while not self.healthy(port):
                if time.monotonic() > end:
                    raise RuntimeError(f"{self.name}: no answer on {port} in {seconds} s")
                time.sleep(0.05)

    def healthy(self, port: int) -> bool:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/healthz")
        asked.add_header("Host", self.host)
        asked.add_header("X-Forwarded-Proto", "https")
        try:
            with urllib.request.urlopen(asked, timeout=2) as answer:
                return answer.read() == b"ok"
        except OSError:
            return False

    def service(self, command: list, name: str, restart_after: float) -> None:
        log = self.folder / f"{name}.log"
        self.services.append(Kept(command, self.env, log, restart_after))

    def stop_services(self) -> None:
        for service in self.services:
            service.stop()
        self.services.clear()

    def stop(self) -> None:
        self.stop_services()
        self.stack.close()


class Small(Layout):
    """As `make run` serves: SQLite and one server, started again by whoever runs it."""

    name = "make run"

    def database(self) -> None:
        self.file = self.home() / "portal.sqlite3"
        self.env["DATABASE_URL"] = f"sqlite:///{self.file}"

    def home(self) -> Path:
        return self.folder

    def save(self, kept: Path) -> None:
        shutil.copy(self.file, kept / "portal.sqlite3")

    def take_in(self, kept: Path) -> None:
        shutil.copy(kept / "portal.sqlite3", self.file)

    def serve(self) -> None:
        self.ports = self.ports if hasattr(self, "ports") else [servers.free_port()]
        [port] = self.ports
        self.host = f"127.0.0.1:{port}"
        self.address, self.tls = ("127.0.0.1", port), False
        server = [sys.executable, "-m", "granian", *make_run(port)]
        self.service([sys.executable, DEPLOY / "with_worker.py", *server], "portal", BY_HAND)


def make_run(port: int) -> list[str]:
    """The words that the Makefile's `run` starts granian with."""
    text = (ROOT / "Makefile").read_text().replace("\\\n", " ")
    [line] = re.findall(r"\$\(BIN\)/granian (.*)", text)
    return shlex.split(line.replace("$(PORT)", str(port)))


class Deployed(Layout):
    """As deploy/ has it: two services behind nginx with TLS, the worker, PostgreSQL with fsync."""

    name = "deploy"

    def database(self) -> None:
        self.server = self.home()
        self.env["PORTAL_TEST_POSTGRES"] = str(self.server)
        self.env["FSYNC"] = "on"
        self.env["DATABASE_URL"] = self.postgres("start")
        if not self.env["DATABASE_URL"]:
            raise RuntimeError("no PostgreSQL on this machine (Debian: postgresql)")
        self.stack.callback(self.postgres, "stop")

    def home(self) -> Path:
        return self.folder / "postgres"

    def postgres(self, command: str) -> str:
        done = subprocess.run([POSTGRES, command], env=self.env, capture_output=True, text=True)
        if done.returncode and command in ("start", "again"):
            raise RuntimeError(done.stderr + (self.server / "server.log").read_text()[-2000:])
        return done.stdout.strip()

    def save(self, kept: Path) -> None:
        command = ["pg_dump", "-Fc", "--no-owner", "-f", kept / "dump", self.env["DATABASE_URL"]]
        subprocess.run(command, check=True)

    def take_in(self, kept: Path) -> None:
        command = ["pg_restore", "--no-owner", "-d", self.env["DATABASE_URL"], kept / "dump"]
        subprocess.run(command, check=True)

    def postmaster(self) -> int:
        return int((self.server / "data/postmaster.pid").read_text().split()[0])

    def serve(self) -> None:
        self.env |= {"HTTPS": "true", "TRUSTED_PROXIES": "1", "ALLOWED_HOSTS": HOST}
        self.env["SITE_URL"] = f"https://{HOST}"
        self.host, self.tls = HOST, True
        self.ports = [servers.free_port() for _ in UNITS]
        site = site_at(self.folder, front := servers.free_port())
        for (unit, said), port in zip(UNITS.items(), self.ports, strict=True):
            site = site.replace(f"127.0.0.1:{said}", f"127.0.0.1:{port}")
            self.unit(unit, "-m", "granian", *servers.command_of(unit), "--port", str(port))
        self.unit(WORKER, *servers.command_of(WORKER))
        certificate(self.folder)
        self.stack.enter_context(servers.running(self.folder, site, front))
        self.address = ("127.0.0.1", front)

    def unit(self, unit: str, *words: str) -> None:
        """A program that is started again as long after its end as its unit says."""
        pause = float(re.search(r"RestartSec=(\d+)", (DEPLOY / unit).read_text())[1])
        self.service([sys.executable, *words], unit.removesuffix(".service"), pause)
