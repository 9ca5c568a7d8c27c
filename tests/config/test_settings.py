"""Settings explain their own mending, and hold what the databases need."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config.environment import connecting

KEY = "".join(chr(ord("A") + each) for each in range(58))  # long, of many signs
ROOT = Path(__file__).resolve().parent.parent.parent


def start(*options: str, **variables) -> subprocess.CompletedProcess:
    """Django started with these variables and no others of this machine's."""
    env = {"PATH": os.environ["PATH"], "PORTAL_ENV_FILE": os.devnull, "SECRET_KEY": KEY}
    return subprocess.run(
        [sys.executable, "manage.py", "check", *options],
        cwd=ROOT,
        env=env | variables,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"DEMO_CLOCK": "昨天"}, "2023-11-07T10:00:00+08:00"),
        ({"DEMO_CLOCK": "2023-11-07T10:00:00"}, "不是带时区的时刻"),
        ({"PAPER_TEMPLATES": "/nowhere/papers"}, "放公文模板的文件夹"),
        ({"LEDGER_STAMP": "/nowhere/heads.txt"}, "文件夹要已经有"),
        ({"LEDGER_STAMP": "http://stamp.example"}, "https://网址"),
        ({"LEDGER_TSA": "tsa.example", "LEDGER_STAMP": "/tmp/x"}, "时间戳服务（RFC 3161）的网址"),
        ({"LEDGER_TSA": "https://tsa.example", "LEDGER_STAMP": "/tmp/x"}, "根证书文件"),
        ({"LEDGER_TSA": "https://tsa.example", "LEDGER_TSA_ROOT": __file__}, "存到哪里"),
        ({"CLAMAV": "clamd"}, "/run/clamav/clamd.ctl"),
        ({"BREACHED_PASSWORDS": "/nowhere/list.txt"}, "已泄露密码清单的文件"),
        ({"EMBED_SITES": "www.example.gov.cn"}, "https://域名"),
        ({"EMBED_SITES": "https://a.gov.cn,*"}, "EMBED_SITES"),
        ({"EMBED_SITES": "https://a.gov.cn; script-src *"}, "EMBED_SITES"),
        ({"DATABASE_URL": "oracle-9i"}, "postgres://用户:口令@主机:5432/库名"),
        ({"DATABASE_REPLICA_URL": "replica.example"}, "DATABASE_REPLICA_URL"),
        ({"DATABASE_REPLICA_URL": "postgres://a@b/c"}, "DATABASE_URL 也要是 PostgreSQL"),
        ({"DATABASE_OWNER_URL": "sqlite:///x"}, "DATABASE_OWNER_URL"),
        (
            {"DATABASE_URL": "postgres://a@b/c", "DATABASE_OWNER_URL": "postgres://o@b/other"},
            "要是同一个库",
        ),
    ],
)
def test_a_wrong_variable_stops_the_start_and_says_how_to_mend_it(variables, said):
    done = start(**variables)
    assert done.returncode != 0
    assert said in done.stderr


@pytest.mark.parametrize(
    ("address", "sslmode"),
    [
        ("postgres://a:b@db.example/x", "require"),
        ("postgres://a:b@10.0.0.7:5433/x", "require"),
        ("postgres://a:b@db.example/x?sslmode=verify-full", "verify-full"),
        ("postgres://a:b@db.example/x?sslmode=disable", "disable"),
        ("postgres://a:b@127.0.0.1/x", None),
        ("postgres://a:b@[::1]/x", None),
        ("postgres://a:b@localhost/x", None),
        ("postgres:///x", None),
    ],
)
def test_a_database_elsewhere_is_spoken_to_in_tls_unless_the_address_says_otherwise(
    address, sslmode
):
    options = connecting(address)["OPTIONS"]
    assert options.get("sslmode") == sslmode
    assert "statement_timeout" in options["options"]


WRONG = {
    "HTTPS": ("maybe", "是", "2"),
    "DEBUG": ("perhaps",),
    "SECOND_STEP_DEMANDED": ("?",),
    "SEPARATED_ADMINISTRATORS": ("three",),
    "TRUSTED_PROXIES": ("-1", "one", "11"),
    "PAGE_CACHE_MB": ("-1", "64MB"),
    "SESSION_IDLE_MINUTES": ("0", "-5", "30.5"),
    "SESSION_HOURS": ("0", "1000"),
    "SIGN_INS_KEPT_DAYS": ("30",),
    "FEEDBACK_PER_HOUR": ("0", "１"),
    "FEEDBACK_KEEP_CONTACT_DAYS": ("0",),
    "HSTS_SUBDOMAINS": ("some",),
    "WECOM_URL": (
        "file:///etc/passwd",
        "qyapi.example",
        "https://qyapi.example/send?key=abcdef",
        "https://user@qyapi.example/send",
    ),
    "ALLOWED_HOSTS": (
        "https://www.example.gov.cn", "www.example.gov.cn:8000", "*", "a b", ",", ".", "a..b",
    ),
    "SECRET_KEY": ("x", "short", " " * 60),
    "SITE_ERROR_REPORT_URL": (
        "javascript:alert(1)",
        "www.example.gov.cn/zc",
        "https://",
        "https://a.gov.cn/\" onclick=x",
        "https://a.gov.cn/\nx",
    ),
    "SITE_URL": ("https://:", "https://a:0", "https://a:99999", "https://a..b", "https://[x]"),
    "EMAIL_FROM": ("not an address", "a@b.cn\nBcc: c@d.cn", "督查\n<a@b.cn>", "a@b.cn,c@d.cn", " "),
    "EMAIL_URL": ("garbage", "smtp+tls://u:p@h:notaport", "smtp+tls://", "ftp://u:p@h:25"),
    "MEDIA_ROOT": ("/etc/passwd", "/etc/passwd/media", "/", " ", str(ROOT), str(ROOT / "var")),
    "LEDGER_STAMP": ("https://", "https://:443", "/tmp", "mailto:a@b\nc", "mailto:a b@c"),
    "CLAMAV": ("localhost:99999", "localhost:0", "/tmp", __file__),
    "BREACHED_PASSWORDS": (__file__, os.devnull, "/tmp"),
    "LEDGER_TSA": ("https://", "http://:80"),
    "LEDGER_TSA_ROOT": (__file__, "/tmp", "/nowhere.pem"),
    "DEMO_CLOCK": ("0001-01-01T00:00:00+08:00", "9999-12-31T23:00:00+08:00"),
    "DATABASE_URL": ("postgres://u:p@h:abc/db", "postgres://u:p@h:99999/db", "postgres://u:p@h"),
}  # fmt: skip


def read(**variables) -> dict:
    """The settings of these variables, without the start of all else."""
    alone = {"PATH": os.environ["PATH"], "PORTAL_ENV_FILE": os.devnull, "SECRET_KEY": KEY}
    with mock.patch.dict(os.environ, alone | variables, clear=True):
        return runpy.run_path(str(ROOT / "config/settings.py"))


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_wrong_value_is_no_value_in_silence(name, value):
    with pytest.raises(ImproperlyConfigured) as told:
        read(**{name: value})
    said = str(told.value)
    assert name in said and "请" in said and "p@h" not in said
    assert told.value.__context__ is None  # which would be shown in English before it


def test_right_values_are_taken():
    right = {"HTTPS": "off", "TRUSTED_PROXIES": "1", "ALLOWED_HOSTS": "www.example.gov.cn,[::1]"}
    assert start(**right, SESSION_IDLE_MINUTES="20", PAGE_CACHE_MB="0").returncode == 0


RIGHT = {
    "ALLOWED_HOSTS": ("a.cn, b.cn", ".a.cn,", "[::1] , 10.0.0.7", ""),
    "SITE_ERROR_REPORT_URL": ("https://a.gov.cn/zc?site_code=1&url=/", "mailto:a@b.gov.cn", ""),
    "SITE_URL": ("https://a.gov.cn:8443/", "http://[::1]:8000"),
    "EMAIL_FROM": ("督查 <a@b.gov.cn>", '"督查" <a-b.c+d@b.gov.cn>', "portal@localhost", ""),
    "EMAIL_URL": ("smtp+tls://u:p%40@h.cn:587", "smtp://h", "consolemail://", ""),
    "MEDIA_ROOT": ("/tmp", "/nowhere/media", "media", ""),
    "LEDGER_STAMP": ("/tmp/heads.txt, mailto:a@b.gov.cn , https://a.cn:8443/x?y=z",),
    "CLAMAV": ("/nowhere/clamd.ctl", "clamd.example:3310"),
    "DEMO_CLOCK": ("1900-01-01T00:00:00+08:00", "2099-12-31T23:00:00+08:00"),
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in RIGHT.items() for value in values]
)
def test_a_right_value_is_taken(name, value):
    read(**{name: value})


def test_names_of_hosts_may_have_blanks_between_them():
    assert read(ALLOWED_HOSTS="a.cn, b.cn")["ALLOWED_HOSTS"] == ["a.cn", "b.cn"]


def test_files_that_are_what_they_should_be_are_taken(tmp_path):
    listed, root = tmp_path / "list.txt", tmp_path / "root.pem"
    listed.write_text(f"{'0' * 40}:3\n{'A' * 40}:1\n")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=root"]
    command += ["-keyout", os.devnull, "-out", root]
    subprocess.run(command, check=True, capture_output=True)
    assert read(BREACHED_PASSWORDS=str(listed), LEDGER_TSA_ROOT=str(root))


def test_the_demonstration_starts_as_it_ships():
    done = start(PORTAL_ENV_FILE=str(ROOT / "config/demo.env"), SECRET_KEY="")
    assert done.returncode == 0, done.stderr


def test_django_s_own_check_of_a_site_in_earnest_finds_nothing():
    done = start("--deploy", "--fail-level", "WARNING", HTTPS="true", SECRET_KEY=KEY)
    assert done.returncode == 0, done.stderr


def test_behind_tls_cookies_say_so_by_their_names():
    said = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)"
    for https, names in (
        ("true", "__Secure-sessionid __Secure-csrftoken"),
        ("", "sessionid csrftoken"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", said],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"], "PORTAL_ENV_FILE": os.devnull, "SECRET_KEY": KEY,
                "DJANGO_SETTINGS_MODULE": "config.settings", "HTTPS": https,
            },
            capture_output=True,
            text=True,
        )  # fmt: skip
        assert done.stdout.strip() == names


def test_the_database_waits_and_keeps_what_it_acknowledged():
    options = settings.DATABASES["default"]["OPTIONS"]
    if connection.vendor == "sqlite":
        assert options["transaction_mode"] == "IMMEDIATE" and options["timeout"] == 20
        assert "journal_mode=WAL" in options["init_command"]
    else:
        assert options["connect_timeout"] == 5
        assert "statement_timeout" in options["options"]


def test_sqlite_in_use_waits_for_the_disk():
    text = (ROOT / "config/environment.py").read_text()
    assert "PRAGMA synchronous=FULL" in text


def test_import_export_is_closed_unless_permitted():
    assert settings.IMPORT_EXPORT_IMPORT_PERMISSION_CODE == "change"
    assert settings.IMPORT_EXPORT_EXPORT_PERMISSION_CODE == "view"


def test_the_demonstration_alone_sets_the_clock():
    done = subprocess.run(
        ["grep", "-rl", "DEMO_CLOCK=", "--include=*.env", "--include=Makefile", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["./config/demo.env"]
