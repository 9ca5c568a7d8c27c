"""Signs of an attack are told to those who keep the accounts: on their page, and by one mail."""

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error
from django.test import Client

from projects.accounts.attacks import MANY
from projects.models import SignIn
from supervision.desk.reminders import lines_for
from supervision.desk.waiting import accounts
from tests.admin.conftest import CLOCK
from tests.public.months import adopted

pytestmark = pytest.mark.django_db
DAY = CLOCK.date()
TOMORROW = CLOCK + dt.timedelta(days=1)


def guess(name: str, times: int, address: str = "192.0.2.7") -> None:
    for _ in range(times):
        Client().post("/admin/login/", {"username": name, "password": "wrong"}, REMOTE_ADDR=address)


def told(at) -> dict[str, list[str]]:
    """What the mails of a day say of it, by account."""
    said = {person.username: lines for person, lines in lines_for(at).items()}
    found = {who: [line for line in lines if "登录日志" in line] for who, lines in said.items()}
    return {who: lines for who, lines in found.items() if lines}


def shown(day=DAY) -> list[tuple[str, int, str]]:
    asked = accounts(day, kept=False, audited=True)
    found = [check for check in asked if check.words.startswith("昨天以来")]
    return [(check.words, check.count, check.note) for check in found]


def test_a_lock_is_told_once_to_who_keeps_the_accounts(world, sign_in):
    adopted()
    guess("owner", 7)
    guess("owner", 5, "192.0.2.8")
    guess("nobody's", 6)
    assert shown() == [("昨天以来账号被锁定", 2, str(world.owner))]
    page = sign_in(world.administrator).get("/admin/").content.decode()
    assert "昨天以来账号被锁定" in page and "kind__exact=locked" in page
    assert "账号被锁定" not in sign_in(world.owner).get("/admin/").content.decode()
    assert told(CLOCK) == {}
    assert told(TOMORROW).keys() == {"administrator", "root"}
    [line] = told(TOMORROW)["administrator"]
    assert line.startswith(f"昨天账号被锁定2（{world.owner}），请查看登录日志。")
    assert told(TOMORROW + dt.timedelta(days=1)) == {} and shown(DAY + dt.timedelta(days=2)) == []


def test_a_mistyped_password_is_no_attack(world):
    adopted()
    guess("owner", 2)
    assert shown() == [] and told(TOMORROW) == {}


def test_who_tries_again_and_again_what_is_not_theirs(world, sign_in):
    path = f"/admin/supervision/report/{world.report.pk}/change/"
    client = sign_in(world.stranger)
    for _ in range(MANY - 1):
        client.get(path)
    assert shown() == []
    client.get(path)
    words = "昨天以来账号反复打开不属于它的内容"
    assert shown() == [(words, 1, str(world.stranger))]
    assert SignIn.objects.filter(kind=SignIn.Kind.DENIED, username="stranger").count() == MANY


def test_many_forged_forms(world):
    for _ in range(MANY):
        Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x", "password": "y"})
    assert shown() == [("昨天以来伪造的表单", MANY, "")]


def test_a_refusal_that_cannot_be_written_is_answered_all_the_same(world, sign_in, monkeypatch):
    def full(*given, **named):
        raise Error("disk full")

    client = sign_in(world.stranger)
    monkeypatch.setattr(SignIn.objects, "create", full)
    assert client.get("/admin/nothing/there/").status_code == 404


@pytest.fixture
def lines(caplog):
    return lambda: [json.loads(r.getMessage()) for r in caplog.records if r.name == "security"]


def refused(lines) -> list[tuple[str, str]]:
    return [(each["account"], each["said"]) for each in lines() if each["event"] == "file refused"]


def test_evidence_that_is_refused_stands_in_the_security_log(world, sign_in, lines):
    path = f"/admin/supervision/report/{world.report.pk}/fill/"
    file = SimpleUploadedFile("照片.jpg", b"MZ\x90\x00 no photo")
    sign_in(world.owner).post(path, {"version": "0", "evidence": file, "action": "draft"})
    [(account, said)] = refused(lines)
    assert account == "owner" and said.startswith("“照片.jpg”")


def test_a_sheet_or_list_that_is_refused_stands_there_too(world, sign_in, lines):
    broken = SimpleUploadedFile("人员.xlsx", b"PK\x03\x04 broken")
    sign_in(world.administrator).post("/admin/projects/user/import/", {"import_file": broken})
    notice = SimpleUploadedFile("清单.docx", b"PK\x03\x04 broken")
    sign_in(world.officer).post(
        "/admin/drafting/drafting/start/", {"origin": "adopted", "file": notice}
    )
    found = refused(lines)
    assert [account for account, _ in found] == ["administrator", "officer"]
    assert found[0][1].startswith("“人员.xlsx”") and found[1][1].startswith("“清单.docx”")


def test_a_file_that_is_taken_leaves_no_line(world, sign_in, lines):
    path = f"/admin/supervision/report/{world.report.pk}/fill/"
    sign_in(world.owner).post(path, {"version": "0", "action": "draft"})
    assert lines() == []
