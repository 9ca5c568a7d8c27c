"""人员 from a sheet: accounts with role and post, a first password each, given out once."""

import pytest
from django.contrib.auth import authenticate

from projects.ledger import verification
from projects.models import Event, UnitMember, User
from projects.spreadsheets.reading import read
from tests.factories import make_officer, make_unit, make_user
from tests.sheets.test_bringing_in import confirm, said, upload, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]
HEAD = ["姓名", "账号", "角色", "单位", "联系电话"]


@pytest.fixture
def admin(client):
    person = make_user("keeper", role="系统管理员")
    client.force_login(person)
    return client


@pytest.fixture
def unit():
    return make_unit("演示教育局")


def test_people_are_opened_with_role_post_and_a_password_for_one_use(admin, unit):
    sheet = workbook(
        HEAD,
        ["王一", "wang", "经办人", "演示教育局", "0537-1"],
        ["李二", "", "分管负责人", "演示教育局", ""],
        ["赵三", "zhao", "督查", "", ""],
    )
    answer = confirm(admin, "user", upload(admin, "user", sheet))
    assert "初始密码" in answer.headers["Content-Disposition"] or answer.status_code == 200
    rows = read(answer.content, "初始密码.xlsx")[0]["rows"]
    passwords = {row[1][1]: row[1][4] for row in rows[-3:]}
    assert set(passwords) == {"wang", "李二", "zhao"} and len(set(passwords.values())) == 3
    for username, password in passwords.items():
        assert User.objects.get(username=username).check_password(password)
    person = User.objects.get(username="wang")
    assert (person.first_password, person.is_staff, person.phone) == (True, True, "0537-1")
    posts = UnitMember.objects.values_list("person__username", "post")
    assert dict(posts) == {"wang": "clerk", "李二": "leader"}
    event = Event.objects.get(action="导入人员")
    assert "wang" in event.body and not any(each in event.body for each in passwords.values())
    assert authenticate is not None


def test_no_password_is_made_for_a_preview(admin, unit, monkeypatch):
    made, real = [], User.set_password
    monkeypatch.setattr(User, "set_password", lambda *given: made.append(given) or real(*given))
    answer = upload(admin, "user", workbook(HEAD, ["王一", "", "经办人", "演示教育局", ""]))
    assert "新增1行" in said(answer) and made == []
    confirm(admin, "user", answer)
    assert len(made) == 1


def test_the_same_sheet_again_changes_nothing(admin, unit):
    sheet = workbook(HEAD, ["王一", "wang", "经办人", "演示教育局", ""])
    confirm(admin, "user", upload(admin, "user", sheet))
    before = User.objects.get(username="wang").password
    answer = upload(admin, "user", sheet)
    assert "未动1行" in said(answer)
    confirm(admin, "user", answer)
    assert User.objects.get(username="wang").password == before
    assert UnitMember.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["王一", "", "经办人", "", ""], "经办人要写单位"),
        (["王一", "", "局长", "演示教育局", ""], "不在可填的词里"),
        (["王一", "", "经办人", "没有的局", ""], "没有登记过"),
        (["", "wang", "督查", "", ""], "没有填写"),
        (["别人", "keeper", "督查", "", ""], "请另写一个账号"),
        (["演示keeper", "keeper", "督查", "", ""], "不能由同一个人担任"),
        (["王 一", "王 一", "督查", "", ""], "第2行"),
    ],
)
def test_what_cannot_be_is_refused_at_its_cell(admin, unit, row, why):
    answer = upload(admin, "user", workbook(HEAD, row))
    assert answer.status_code == 400
    assert why in said(answer)
    assert User.objects.count() == 1


def test_a_leader_of_the_district_needs_no_unit_and_holds_nothing_else(admin, unit):
    assert upload(admin, "user", workbook(HEAD, ["王一", "", "区领导", "", ""])).status_code == 200
    both = [["王一", "wy", "区领导", "", ""], ["王一", "wy", "督查", "", ""]]
    answer = upload(admin, "user", workbook(HEAD, *both))
    assert answer.status_code == 400 and "不能由同一个人担任" in said(answer)


def test_a_namesake_is_told_apart_by_an_account(admin, unit):
    rows = [["王一", "", "经办人", "演示教育局", ""], ["王一", "", "经办人", "演示教育局", ""]]
    assert "用“账号”列区分" in said(upload(admin, "user", workbook(HEAD, *rows)))


def test_only_who_keeps_accounts_brings_people_in(client):
    client.force_login(make_officer())
    assert client.get("/admin/projects/user/import/").status_code == 404


@pytest.mark.parametrize(
    ("first", "then"), [("分管负责人", "经办人"), ("经办人", "督查"), ("经办人", "分管负责人")]
)
def test_a_known_person_s_further_role_is_recorded_with_who_gave_it(admin, unit, first, then):
    for role in (first, then):
        sheet = workbook(HEAD, ["王一", "wang", role, "演示教育局", ""])
        confirm(admin, "user", upload(admin, "user", sheet))
        assert User.objects.get(username="wang").groups.filter(name=role).exists()
        assert list(verification.rows()) == []
    event = Event.objects.order_by("number").last()
    assert (event.action, event.actor.username) == ("导入人员", "keeper")
    assert "wang" in event.body
