"""Servers for a test or a measurement: nginx and granian, nothing of the machine's touched."""

import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DEPLOY = ROOT / "deploy"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
WHOLE = """
{user}
worker_processes 1;
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def written(folder: Path, site: str) -> Path:
    """A whole configuration around one site's."""
    path = folder / "nginx.conf"
    user = "user root;" if os.getuid() == 0 else ""
    path.write_text(WHOLE.format(folder=folder, site=site, user=user))
    return path


def tested(folder: Path, site: str) -> subprocess.CompletedProcess:
    command = [NGINX, "-t", "-q", "-p", folder, "-e", "stderr", "-c", written(folder, site)]
    return subprocess.run(command, capture_output=True, text=True)


@contextmanager
def running(folder: Path, site: str, port: int):
    command = [NGINX, "-p", folder, "-e", "stderr", "-c", written(folder, site)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield
    finally:
        server.terminate()
        server.wait(10)


def command_of(unit: str) -> list[str]:
    """The words a unit of deploy/ starts its program with, the program's path left out."""
    text = (DEPLOY / unit).read_text().replace("\\\n", " ")
    _, *words = shlex.split(text.partition("ExecStart=")[2].partition("\n")[0])
    return words


@contextmanager
def granian(env: dict, application: str | None = None, unit: str = "portal.service"):
    """A server as a unit of deploy/ starts it, but of one process; gives its port."""
    *options, own = command_of(unit)
    port = free_port()
    command = [sys.executable, "-m", "granian", *options, "--port", str(port), "--workers", "1"]
    server = subprocess.Popen([*command, application or own], cwd=ROOT, env=env)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def wait_for(port: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
