"""nginx for a test or a measurement: its own folder, its own port, nothing of the machine's."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
WHOLE = """
{user}
worker_processes {workers};
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


def written(folder: Path, site: str, workers: int = 1) -> Path:
    """A whole configuration around one site's."""
    path = folder / "nginx.conf"
    user = "user root;" if os.getuid() == 0 else ""
    path.write_text(WHOLE.format(folder=folder, site=site, workers=workers, user=user))
    return path


def tested(folder: Path, site: str) -> subprocess.CompletedProcess:
    command = [NGINX, "-t", "-q", "-p", folder, "-e", "stderr", "-c", written(folder, site)]
    return subprocess.run(command, capture_output=True, text=True)


@contextmanager
def running(folder: Path, site: str, port: int, workers: int = 1):
    command = [NGINX, "-p", folder, "-e", "stderr", "-c", written(folder, site, workers)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield
    finally:
        server.terminate()
        server.wait(10)


def wait_for(port: int, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
