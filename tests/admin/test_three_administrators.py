"""Accounts, roles and the audit in three hands."""

from itertools import combinations

import pytest
from django.contrib.auth.models import Group

from projects.models import Event, RoleRule, User
from supervision import roles
from tests.admin.test_accounts_kept import POSTS, change
from tests.admin.test_two_step import set_up
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SECRET = "a passphrase nobody reads"


@pytest.fixture
def three(settings, world):
    settings.SEPARATED_ADMINISTRATORS = True
    roles.lay_down()
    assert not list(roles.differing())
    world.security, world.auditor = make_user("security"), make_user("auditor")
    world.security.groups.add(Group.objects.get(name="安全管理员"))
    world.auditor.groups.add(Group.objects.get(name="审计管理员"))
    return world


def person_page(person) -> str:
    return f"/admin/projects/user/{person.pk}/"


def test_who_opens_accounts_gives_no_role_and_takes_no_second_step_away(sign_in, client, three):
    set_up(sign_in(three.officer), three.officer)
    admin = sign_in(three.administrator)
    officer = Group.objects.get(name="督查")
    typed = {"username": "new", "name": "演示新人", "password1": SECRET, "password2": SECRET}
    admin.post("/admin/projects/user/add/", typed | {"groups": [officer.pk]})
    assert not User.objects.get(username="new").groups.exists()
    before = [*three.owner.groups.all()]
    change(admin, three.owner, is_active="on", groups=[officer.pk])
    assert [*three.owner.groups.all()] == before
    assert admin.post(f"{person_page(three.officer)}two-step/").status_code == 404
    page = admin.get(f"{person_page(three.officer)}change/").content.decode()
    assert "重设密码" in page and "本人手机和恢复码" not in page
    for closed in ("/admin/roles/", "/admin/projects/event/", "/admin/projects/signin/"):
        assert admin.get(closed).status_code in (403, 404), closed


def test_who_gives_roles_sets_no_password_and_changes_nothing_else(sign_in, three):
    security, held = sign_in(three.security), Group.objects.get(name="经办人")
    new = make_user("new")
    assert "账号没有角色" in security.get("/admin/").content.decode()
    data = {"username": "other", "name": "别人", "groups": [held.pk], **POSTS}
    assert security.post(f"{person_page(new)}change/", data).status_code == 302
    new.refresh_from_db()
    assert new.groups.get() == held and (new.username, new.is_active) == ("new", True)
    typed = {"password1": SECRET, "password2": SECRET}
    assert security.get(f"{person_page(new)}password/").status_code == 404
    assert security.post(f"{person_page(new)}password/", typed).status_code == 404
    assert security.get("/admin/projects/user/add/").status_code in (403, 404)
    own = security.get(f"{person_page(three.security)}change/").content.decode()
    assert 'name="groups"' not in own and security.get("/admin/roles/").status_code == 200
    set_up(sign_in(three.officer), three.officer)
    assert sign_in(three.security).post(f"{person_page(three.officer)}two-step/").status_code == 302
    assert Event.objects.order_by("-number")[0].actor == three.security


def test_who_reads_the_audit_does_nothing_else(sign_in, three):
    auditor = sign_in(three.auditor)
    page = auditor.get("/admin/").content.decode()
    assert "操作留痕" in page and "登录日志" in page and "两步验证和角色" not in page
    for open_page in ("/admin/projects/event/", "/admin/projects/signin/"):
        assert auditor.get(open_page).status_code == 200
    for closed in ("/admin/projects/user/", "/admin/roles/", "/admin/supervision/report/"):
        assert auditor.get(closed).status_code in (403, 404), closed


def test_no_two_of_the_three_meet_in_one_account(three):
    apart = ("系统管理员", "安全管理员", "审计管理员", "督查")
    for pair in combinations(apart, 2):
        assert RoleRule.clash(Group.objects.filter(name__in=pair)), pair


def test_with_one_administrator_all_stays_in_one_hand(sign_in, world):
    admin = sign_in(world.administrator)
    for page in ("/admin/roles/", "/admin/projects/event/", "/admin/projects/signin/"):
        assert admin.get(page).status_code == 200
