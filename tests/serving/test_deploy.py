"""The files of deploy/ are checked by the programs that will read them."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest

from projects import uploads
from tests.serving import servers
from tests.serving.servers import DEPLOY

UNITS = ["portal.service", "portal-office.service", "portal-backup.service", "portal-backup.timer"]
UNITS += ["portal-stamp.service", "portal-stamp.timer"]
UNITS += ["portal-reminders.service", "portal-reminders.timer"]
UNITS += ["portal-forget.service", "portal-forget.timer", "portal-worker.service"]
with_nginx = pytest.mark.skipif(not servers.NGINX, reason="no nginx (Debian: nginx-light)")
with_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze")


def certificate(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    command += ["-subj", "/CN=portal"]
    command += ["-keyout", folder / "key.pem", "-out", folder / "fullchain.pem"]
    subprocess.run(command, check=True, capture_output=True)


@with_nginx
def test_nginx_accepts_the_portals_site(tmp_path):
    certificate(tmp_path)
    site = (DEPLOY / "nginx.conf").read_text().replace("/etc/ssl/portal", str(tmp_path))
    checked = servers.tested(tmp_path, site)
    assert (checked.returncode, checked.stderr) == (0, "")


def shaken_hands(port: int, host: str | None, ciphers: str) -> str:
    """The cipher of TLS 1.2 that a client of these alone is given; "" where there is none."""
    client = ssl.create_default_context()
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    client.maximum_version = ssl.TLSVersion.TLSv1_2
    client.set_ciphers(ciphers)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as plain:
        try:
            with client.wrap_socket(plain, server_hostname=host) as wire:
                return wire.cipher()[0]
        except ssl.SSLError:
            return ""


@with_nginx
@pytest.mark.parametrize("host", ["www.example.gov.cn", "www.example.com", None])
def test_tls_is_forward_secret_and_sealed_for_ours_and_any_other_host(tmp_path, host):
    certificate(tmp_path)
    port = servers.free_port()
    with servers.running(tmp_path, site_at(tmp_path, port), port):
        assert "ECDHE-RSA-AES" in shaken_hands(port, host, "ALL")
        assert "CHACHA20" in shaken_hands(port, host, "ECDHE+CHACHA20")
        for weak in ("kRSA", "ECDHE+AES:!AESGCM:!AESCCM"):
            assert shaken_hands(port, host, weak) == ""


def site_at(folder: Path, port: int) -> str:
    """The portal's site on a port of this machine's own."""
    site = (DEPLOY / "nginx.conf").read_text().replace("/etc/ssl/portal", str(folder))
    site = site.replace("/opt/livelihood-portal/deploy", str(DEPLOY))
    site = "".join(line for line in site.splitlines(True) if "listen [::]:" not in line)
    site = site.replace("listen 443", f"listen 127.0.0.1:{port}")
    return site.replace("listen 80", f"listen 127.0.0.1:{servers.free_port()}")


@contextmanager
def behind(name: str):
    """A server that tells its name, what it was asked for and by whom; gives its port."""

    class Teller(BaseHTTPRequestHandler):
        def do_GET(self):
            told = [name, self.path, self.headers["Host"], self.headers["X-Forwarded-Proto"]]
            self.send_response(200)
            self.send_header("X-Asked", quote(quote(self.path)))
            self.end_headers()
            self.wfile.write(" ".join([*told, self.headers["X-Forwarded-For"]]).encode())

        def log_message(self, *given):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Teller)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@with_nginx
def test_public_pages_and_the_offices_go_to_their_own_processes(tmp_path):
    certificate(tmp_path)
    port = servers.free_port()
    site = site_at(tmp_path, port)
    trusting = ssl.create_default_context(cafile=tmp_path / "fullchain.pem")
    trusting.check_hostname = False

    def asked(path: str, host: str = "www.example.gov.cn") -> str:
        request = urllib.request.Request(f"https://127.0.0.1:{port}{path}")
        request.add_header("Host", host)
        request.add_header("X-Forwarded-For", "203.0.113.9")
        with urllib.request.urlopen(request, timeout=10, context=trusting) as answer:
            return answer.read().decode()

    with behind("public") as public, behind("office") as office:
        assert site.count("127.0.0.1:8000") == site.count("127.0.0.1:8001") == 1
        site = site.replace(":8000", f":{public}").replace(":8001", f":{office}")
        with servers.running(tmp_path, site, port):
            told = "www.example.gov.cn https 127.0.0.1"
            for path in ("/", "/2023/12/feedback/", "/healthz", "/static/../2023/"):
                assert asked(path) == f"public {path} {told}"
            longest = "/?q=" + "%E5" * 2600  # of what nginx takes as one address
            assert asked(longest).startswith(f"public {longest}")
            for path in ("/admin", "/admin/", "/admin/office/yearend/archive/?year=2023"):
                assert asked(path) == f"office {path} {told}"
            with pytest.raises(OSError):  # closed without an answer
                asked("/", host="www.example.com")


@contextmanager
def silent():
    """A server that takes connections and says nothing; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@with_nginx
def test_what_nginx_itself_has_to_say_is_chinese_and_says_when_to_come_again(tmp_path):
    certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=tmp_path / "fullchain.pem")
    trusting.check_hostname = False
    port = servers.free_port()

    def asked(path: str, data: bytes | None = None):
        request = urllib.request.Request(f"https://127.0.0.1:{port}{path}", data)
        request.add_header("Host", "www.example.gov.cn")
        with pytest.raises(urllib.error.HTTPError) as told:
            urllib.request.urlopen(request, timeout=10, context=trusting)
        answer = told.value
        assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (
            "30",
            "no-store",
        )
        assert answer.headers["Server"] == "nginx"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        return answer.code, answer.read().decode()

    with silent() as office:
        site = site_at(tmp_path, port).replace(":8000", f":{servers.free_port()}")
        site = site.replace(":8001", f":{office}").replace("600s", "1s")
        with servers.running(tmp_path, site, port):
            code, text = asked("/2023/")
            assert code == 502 and "网站正在重新启动" in text and "过半分钟" in text
            code, text = asked("/admin/")
            assert code == 504 and "可能已经保存，也可能没有" in text
            code, text = asked("/2023/12/feedback/", b"x" * 2_000_000)
            assert code == 413 and "没有处理，也没有保存" in text


@with_nginx
def test_static_files_carry_the_headers_of_pages(tmp_path):
    certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=tmp_path / "fullchain.pem")
    trusting.check_hostname = False
    port, shown = servers.free_port(), tmp_path / "shown"
    shown.mkdir()
    (shown / "a.css").write_text("a{}")
    site = site_at(tmp_path, port).replace("/opt/livelihood-portal/var/static", str(shown))
    assert str(shown) in site
    with servers.running(tmp_path, site, port):
        request = urllib.request.Request(f"https://127.0.0.1:{port}/static/a.css")
        request.add_header("Host", "www.example.gov.cn")
        with urllib.request.urlopen(request, timeout=10, context=trusting) as answer:
            assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


@with_nginx
def test_a_message_of_two_lengths_is_refused_and_nothing_of_it_reaches_the_portal(tmp_path):
    """What one server takes for the end and another does not would smuggle a second request."""
    certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=tmp_path / "fullchain.pem")
    trusting.check_hostname = False
    port = servers.free_port()
    body = b"0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: www.example.gov.cn\r\n\r\n"
    sent = b"POST /2023/ HTTP/1.1\r\nHost: www.example.gov.cn\r\n"
    both = b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % len(body)
    twice = b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(body)
    odd = b"Transfer-Encoding: xchunked\r\nContent-Length: %d\r\n\r\n" % len(body)
    with behind("public") as public:
        site = site_at(tmp_path, port).replace(":8000", f":{public}")
        with servers.running(tmp_path, site, port):
            for lengths in (both, twice, odd):
                with (
                    socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
                    trusting.wrap_socket(plain) as wire,
                ):
                    wire.sendall(sent + lengths + body)
                    told = b""
                    while piece := wire.recv(65536):
                        told += piece
                assert re.match(rb"HTTP/1.1 (400|501) ", told) and b"smuggled" not in told


def test_nginx_takes_what_the_form_takes():
    site = (DEPLOY / "nginx.conf").read_text()
    office = site[site.index("location /admin {") :]
    megabytes = int(re.search(r"client_max_body_size (\d+)m", office)[1])
    assert megabytes * uploads.MEGABYTE > uploads.MOST_REQUEST


def test_who_searches_too_fast_waits_before_he_is_refused():
    site = (DEPLOY / "nginx.conf").read_text()
    search = re.search(r"location = /search/ \{(.*?)\}", site, re.DOTALL)[1]
    assert "limit_req zone=portal_search burst=50;" in search  # without nodelay: they wait
    assert "limit_req zone=portal_all burst=200 nodelay;" in search  # a location's replaces outer


@with_nginx
@pytest.mark.parametrize(
    ("asker", "refused"),
    [("2001:db8:1:2:{:x}::1", True), ("2001:db8::{:x}", True), ("2001:db8:1:{:x}::1", False),
     ("203.0.113.7", True), ("203.0.113.{}", False)],
)  # fmt: skip
def test_the_addresses_of_one_network_are_one_asker(tmp_path, asker, refused):
    certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=tmp_path / "fullchain.pem")
    trusting.check_hostname = False
    port, told = servers.free_port(), []
    with behind("office") as office:
        site = site_at(tmp_path, port).replace(":8001", f":{office}")
        site = f"set_real_ip_from 127.0.0.1; real_ip_header X-Asker;\n{site}"
        with servers.running(tmp_path, site, port):
            for number in range(1, 71):
                wire = http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=trusting)
                asking = {"Host": "www.example.gov.cn", "X-Asker": asker.format(number)}
                wire.request("GET", "/admin/login/", headers=asking)
                told.append(wire.getresponse().status)
                wire.close()
    assert {*told} == ({200, 429} if refused else {200})
    assert told[:60] == [200] * 60


def test_a_backup_that_fails_keeps_no_head_in():
    assert "stamp_ledger" not in (DEPLOY / "portal-backup.service").read_text()
    assert servers.command_of("portal-stamp.service") == ["manage.py", "stamp_ledger"]


def test_each_process_listens_where_nginx_looks_for_it():
    site = (DEPLOY / "nginx.conf").read_text()
    for upstream, unit in {"portal": "portal", "portal_office": "portal-office"}.items():
        words = servers.command_of(f"{unit}.service")
        host, port = (words[words.index(option) + 1] for option in ("--host", "--port"))
        assert f"upstream {upstream} {{\n    server {host}:{port};" in site


@pytest.mark.parametrize("unit", ["portal.service", "portal-office.service"])
def test_idle_connections_keep_nobody_out(unit):
    """nginx holds connections open for its next request, 32 for each of its workers."""
    env = {**os.environ, "PORTAL_ENV_FILE": os.devnull, "SECRET_KEY": "idle" * 8}
    with servers.granian(env, "bench.bare:application", unit) as port, ExitStack() as stack:
        for _ in range(32 * 16):
            idle = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            stack.callback(idle.close)
            idle.request("GET", "/")
            assert idle.getresponse().read() == b"ok"


@with_nginx
def test_a_mistake_in_the_site_is_found(tmp_path):
    assert servers.tested(tmp_path, "server { lisen 80; }").returncode != 0


@with_systemd
@pytest.mark.parametrize("name", UNITS)
def test_systemd_accepts_the_units(name, tmp_path):
    for each in UNITS:
        text = (DEPLOY / each).read_text()
        for program in ("granian", "python"):
            text = text.replace(f"/opt/livelihood-portal/.venv/bin/{program}", "/bin/true")
        (tmp_path / each).write_text(text.replace("/opt/livelihood-portal/deploy", str(DEPLOY)))
    checked = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / name], capture_output=True, text=True
    )
    about_ours = [line for line in checked.stderr.splitlines() if "portal" in line]
    assert (checked.returncode, about_ours) == (0, [])


@with_systemd
@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_the_units_are_fenced(name):
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=30", DEPLOY / name]
    checked = subprocess.run(command, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout[-300:]
    text = (DEPLOY / name).read_text()
    assert "MemoryMax=" in text and "TasksMax=" in text
    # The readers of files from outside limit themselves by setrlimit.
    assert "@resources" not in text


@with_systemd
def test_a_mistake_in_a_unit_is_found(tmp_path):
    (tmp_path / "x.service").write_text("[Service]\nExecStart=/no/such/program\n")
    command = ["systemd-analyze", "verify", tmp_path / "x.service"]
    assert subprocess.run(command, capture_output=True).returncode != 0


@pytest.mark.parametrize("name", ["backup.sh", "restore.sh"])
def test_the_scripts_are_sound_shell(name):
    subprocess.run(["sh", "-n", DEPLOY / name], check=True)


def read(address: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, b""


@with_nginx
def test_an_export_shows_pages_with_queries_and_nothing_outside_itself(tmp_path):
    files = {
        "index.html": b"home",
        "2023/index.html": b"all",
        "feed/index.xml": b"<feed/>",
        "_asked/page=2/2023/index.html": b"second",
        "_asked/month=2023-09/2023/status.csv": b"september",
        "2023/status.csv": b"latest",
        "2023/embed/index.html": b"strip",
        "2023/promises.ics": b"BEGIN:VCALENDAR",
        ".livelihood-export.json": b"{}",
        "../secret": b"secret",
    }
    root = tmp_path / "root"
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    tmp_path.chmod(0o755)
    port = servers.free_port()
    site = (DEPLOY / "export.conf").read_text()
    site = site.replace("listen 80", f"listen 127.0.0.1:{port}")
    site = site.replace("/srv/livelihood-portal", str(root))
    with servers.running(tmp_path, site, port):
        shown = {
            "/": (200, b"home"),
            "/2023/": (200, b"all"),
            "/2023/?page=2": (200, b"second"),
            "/2023/?page=9": (200, b"all"),
            "/feed/": (200, b"<feed/>"),
            "/2023/status.csv?month=2023-09": (200, b"september"),
            "/2023/status.csv": (200, b"latest"),
            "/2023/embed/": (200, b"strip"),
            "/2022/embed/": (404, b""),
            "/2023/promises.ics": (200, b"BEGIN:VCALENDAR"),
            "/2022/": (404, b""),
            "/.livelihood-export.json": (404, b""),
            "/secret?../..": (404, b""),
            "/secret?..": (404, b""),
            "/?../../secret": (200, b"home"),
        }
        for path, wanted in shown.items():
            assert read(f"http://127.0.0.1:{port}{path}") == wanted, path
