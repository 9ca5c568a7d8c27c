"""Two hosts of web processes behind one nginx, with one database and one folder of files."""

import os
import re
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.admin import files
from tests.serving import servers
from tests.serving.servers import ROOT
from tests.serving.test_backup import run
from tests.serving.test_deploy import certificate, site_at

pytestmark = pytest.mark.skipif(not servers.NGINX, reason="no nginx (Debian: nginx-light)")
HOST = "www.example.gov.cn"
TOKEN = "t" * 32
UNITS = {"portal.service": 8000, "portal-office.service": 8001}
MAKE = """
import time
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from config.sessions import SessionStore
from tests.admin.conftest import make_world
from tests.factories import named_in_an_event
with transaction.atomic():
    world = make_world()
    named_in_an_event()
session = SessionStore()
session.update({SESSION_KEY: str(world.owner.pk), "began": time.time(),
    HASH_SESSION_KEY: world.owner.get_session_auth_hash(),
    BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend"})
session.save()
print(session.session_key, world.report.pk)
"""
RENAME = """
import django
django.setup()
from django.db import transaction
from projects.models import Project
from tests.factories import named_in_an_event
with transaction.atomic():
    project = Project.everything.get(number=1)
    project.title = "演示改过的名称"
    project.save()
    named_in_an_event()
"""


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *given):
        return None


class Site:
    """The site as seen through nginx, and each host seen alone, past it."""

    def __init__(self, front: int, hosts: list[dict[str, int]], session: str, report: str):
        self.front, self.hosts, self.report = front, hosts, report
        self.cookie = f"__Secure-sessionid={session}; __Secure-csrftoken={TOKEN}"
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        self.opener = urllib.request.build_opener(
            Stay, urllib.request.HTTPSHandler(context=trusting)
        )

    def ask(self, path: str, host: int | None = None, cookie="", data=None, kind="", address=""):
        """Status and text, from nginx or from one host's own process."""
        unit = "portal-office.service" if path.startswith("/admin") else "portal.service"
        base = f"https://127.0.0.1:{self.front}"
        if host is not None:
            base = f"http://127.0.0.1:{self.hosts[host][unit]}"
        asked = urllib.request.Request(base + path, data)
        asked.add_header("Host", HOST)
        asked.add_header("Origin", f"https://{HOST}")
        asked.add_header("X-Forwarded-Proto", "https")
        asked.add_header("X-Forwarded-For", address or "203.0.113.1")
        if cookie:
            asked.add_header("Cookie", cookie)
        if kind:
            asked.add_header("Content-Type", kind)
        try:
            with self.opener.open(asked, timeout=60) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")


@pytest.fixture
def database(transactional_db, tmp_path):
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/shared.sqlite3"
        return
    server, name = urlsplit(os.environ["DATABASE_URL"]), f"hosts_{os.getpid()}"
    run(server.geturl(), f"CREATE DATABASE {name}")
    yield server._replace(path=f"/{name}").geturl()
    run(server.geturl(), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def site(database, tmp_path):
    env = {
        **os.environ,
        "PORTAL_ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "one for all hosts, and long enough for one",
        "DATABASE_URL": database,
        "MEDIA_ROOT": str(tmp_path / "shared"),
        "ALLOWED_HOSTS": HOST,
        "HTTPS": "true",
        "TRUSTED_PROXIES": "1",
        "DEMO_CLOCK": "2023-10-05T10:00:00+08:00",
    }
    manage = [sys.executable, "manage.py"]
    for command in (["migrate", "-v", "0"], ["collectstatic", "--noinput", "-v", "0"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=env, check=True)
    made = subprocess.run(
        [sys.executable, "-c", MAKE], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    with ExitStack() as stack:
        hosts = [
            {unit: stack.enter_context(servers.granian(env, unit=unit)) for unit in UNITS}
            for _ in range(2)
        ]
        front = servers.free_port()
        certificate(tmp_path)
        text = site_at(tmp_path, front)
        for unit, port in UNITS.items():
            both = "\n".join(f"server 127.0.0.1:{host[unit]};" for host in hosts)
            text = text.replace(f"server 127.0.0.1:{port};", both)
        stack.enter_context(servers.running(tmp_path, text, front))
        yield env, Site(front, hosts, *made.stdout.split())


def test_two_hosts_are_one_portal(site):
    env, site = site
    fill = f"/admin/supervision/report/{site.report}/fill/"

    # Sessions, and what is typed and attached: begun on one, gone on with on the other.
    assert site.ask("/admin/", 0)[0] == 302
    for host in (0, 1, None):
        assert site.ask(fill, host, site.cookie)[0] == 200
    body, kind = form({"version": "0", "progress": "甲机填的", "save": "1"}, files.PDF)
    assert site.ask(fill, 0, site.cookie, body, kind)[0] == 302
    status, text = site.ask(fill, 1, site.cookie)
    assert status == 200 and "甲机填的" in text
    [evidence] = set(re.findall(r"/admin/supervision/evidence/\d+/file/", text)) or [""]
    for host in (0, 1):
        assert site.ask(evidence, host, site.cookie) == (200, files.PDF.decode())

    # Two people at once: the second, on the other host, is told and nothing is overwritten.
    body, kind = form({"version": "0", "progress": "乙机填的", "save": "1"})
    assert site.ask(fill, 1, site.cookie, body, kind)[0] == 409
    assert "甲机填的" in site.ask(fill, 0, site.cookie)[1]

    # Kept pages: what is published on one shows on both within two seconds.
    for host in (0, 1):
        assert "教室照明" in site.ask("/2023/1/", host)[1]
    subprocess.run([sys.executable, "-c", RENAME], cwd=ROOT, env=env, check=True)
    time.sleep(2.1)
    for host in (0, 1):
        assert "演示改过的名称" in site.ask("/2023/1/", host)[1]

    # Guesses are counted for both together: the fifth is one too many, on whichever it falls.
    for guess in range(4):
        assert guessed(site, guess % 2) == 200
    assert guessed(site, 0) == guessed(site, 1) == 429


def form(fields: dict, content: bytes = b"") -> tuple[bytes, str]:
    parts = [
        f'--mark\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in {**fields, "csrfmiddlewaretoken": TOKEN}.items()
    ]
    if content:
        head = 'Content-Disposition: form-data; name="evidence"; filename="a.pdf"'
        parts += [f"--mark\r\n{head}\r\nContent-Type: application/pdf\r\n\r\n".encode()]
        parts += [content + b"\r\n"]
    return b"".join([*parts, b"--mark--\r\n"]), "multipart/form-data; boundary=mark"


def guessed(site: Site, host: int) -> int:
    fields = {"username": "owner", "password": "wrong", "csrfmiddlewaretoken": TOKEN}
    data, cookie = urllib.parse.urlencode(fields).encode(), f"__Secure-csrftoken={TOKEN}"
    return site.ask("/admin/login/", host, cookie, data, address="203.0.113.7")[0]
