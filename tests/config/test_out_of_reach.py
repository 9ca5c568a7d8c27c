"""What nobody outside gets at: the program's own files, lines of the log, headers of a mail."""

import logging

import pytest
from django.core.mail import BadHeaderError

from projects.ledger.heads import deliver

LINE = '{"number": 1, "hash": "x"}'


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/.git/HEAD", "/.git/config", "/.env", "/manage.py", "/config/settings.py",
        "/var/portal.sqlite3", "/static/../.git/HEAD", "/static/%2e%2e/.env", "/constraints.txt",
        "/.venv/pyvenv.cfg", "/deploy/backup.sh",
    ],
)  # fmt: skip
def test_what_lies_beside_the_program_is_not_there(client, path):
    assert client.get(path).status_code in (301, 404)
    assert client.get(path, follow=True).status_code == 404


@pytest.mark.django_db
def test_no_line_of_the_log_is_forged_by_an_address(client, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.request").addHandler(caplog.handler)
    client.get("/2023/%0D%0A2023-11-07%20admin%20signed%20in/")
    client.post("/admin/login/", {"username": "a\nadmin signed in", "password": "x"})
    logging.getLogger("django.request").removeHandler(caplog.handler)
    said = [record.getMessage() for record in caplog.records]
    assert any("Not Found" in line for line in said)
    assert not [line for line in said if "\nadmin signed in" in line or "\n2023-11-07" in line]


def test_a_line_break_ends_no_header_of_a_mail(mailoutbox):
    for to in ("office@example.gov.cn\nBcc: all@example.com", "a@b\r\nX: y"):
        with pytest.raises((BadHeaderError, ValueError)):
            deliver(LINE, f"mailto:{to}")
    assert mailoutbox == []
