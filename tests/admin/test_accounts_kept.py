"""What becomes of accounts, roles and posts stands in the ledger; who takes data out, too."""

import json

import pytest
from django.contrib.auth.models import Group

from projects.models import Event, SignIn, User
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
POSTS = {"posts-TOTAL_FORMS": "0", "posts-INITIAL_FORMS": "0"}


def said() -> list[tuple[str, str]]:
    events = Event.objects.order_by("number")
    return [(event.action, json.loads(event.body)["note"]) for event in events]


def change(client, person, **given):
    data = {"username": person.username, "name": person.name, **POSTS, **given}
    answer = client.post(f"/admin/projects/user/{person.pk}/change/", data)
    assert answer.status_code == 302, answer.content.decode()


def test_a_role_given_is_recorded_with_what_was_before(sign_in, world):
    admin, role = sign_in(world.administrator), Group.objects.get(name="督查")
    held = world.owner.groups.get()
    change(admin, world.owner, is_active="on", groups=[held.pk, role.pk])
    assert said() == [("修改账号", "owner　角色：经办人→督查、经办人")]
    assert Event.objects.get().actor == world.administrator


def test_an_account_shut_and_opened_again_is_recorded(sign_in, world):
    admin, held = sign_in(world.administrator), world.owner.groups.get()
    change(admin, world.owner, groups=[held.pk])
    change(admin, world.owner, is_active="on", groups=[held.pk])
    assert said() == [("修改账号", "owner　在用：是→否"), ("修改账号", "owner　在用：否→是")]


def test_a_new_account_is_recorded_and_its_password_is_not(sign_in, world):
    secret = "a passphrase nobody reads"
    data = {"username": "new", "name": "演示新人", "password1": secret, "password2": secret}
    assert sign_in(world.administrator).post("/admin/projects/user/add/", data).status_code == 302
    ((action, note),) = said()
    assert action == "登记账号" and note.startswith("new")
    assert secret not in Event.objects.get().body
    assert User.objects.get(username="new").check_password(secret)


def test_person_role_and_post_are_entered_in_one_step(sign_in, world):
    secret, role = "a passphrase nobody reads", Group.objects.get(name="经办人")
    data = {
        "username": "new", "name": "演示新人", "password1": secret, "password2": secret,
        "groups": [role.pk], "unit": world.unit.pk, "post": "clerk", "since": "2023-10-01",
    }  # fmt: skip
    assert sign_in(world.administrator).post("/admin/projects/user/add/", data).status_code == 302
    person = User.objects.get(username="new")
    assert person.groups.get() == role and person.posts.get().unit == world.unit
    assert [action for action, _ in said()] == ["任职登记", "登记账号"]
    person.first_password = False
    person.save()
    assert world.project.title in sign_in(person).get("/admin/").content.decode()


@pytest.mark.parametrize("given", [{"unit": "unit"}, {"post": "clerk"}])
def test_half_a_post_is_refused_in_words(sign_in, world, given):
    secret = "a passphrase nobody reads"
    given = {name: world.unit.pk if name == "unit" else value for name, value in given.items()}
    data = {"username": "new", "name": "演示新人", "password1": secret, "password2": secret}
    answer = sign_in(world.administrator).post("/admin/projects/user/add/", data | given)
    assert answer.status_code == 200 and "还要选" in answer.content.decode()
    assert not User.objects.filter(username="new").exists() and said() == []


def test_a_password_of_the_administrator_s_is_for_one_use(sign_in, world, client):
    secret, own = "a passphrase nobody reads", "my very own passphrase"
    here = f"/admin/projects/user/{world.owner.pk}/password/"
    data = {"password1": secret, "password2": secret}
    assert sign_in(world.administrator).post(here, data).status_code == 302
    client.post("/admin/login/", {"username": "owner", "password": secret})
    change = "/admin/password_change/"
    for address in ("/admin/", "/admin/supervision/report/", "/admin/two-step/"):
        assert client.get(address).url == change and client.post(address).url == change
    assert "请先换一个自己的密码" in client.get(change).content.decode()
    same = {"old_password": secret, "new_password1": secret, "new_password2": secret}
    refused = client.post(change, same)
    assert refused.status_code == 400 and "不能和原来的密码一样" in refused.content.decode()
    assert client.get("/admin/").url == change
    client.post(change, same | {"new_password1": own, "new_password2": own})
    assert client.get("/admin/").status_code == 200
    assert "请先换" not in client.get(change).content.decode()


def test_duties_that_are_kept_apart_do_not_meet_in_one_account(sign_in, world):
    admin = sign_in(world.administrator)
    both = [Group.objects.get(name=name).pk for name in ("督查", "系统管理员")]
    here = f"/admin/projects/user/{world.officer.pk}/change/"
    data = {
        "username": "officer",
        "name": "演示officer",
        "is_active": "on",
        "groups": both,
        **POSTS,
    }
    answer = admin.post(here, data)
    assert answer.status_code == 200
    assert "督查和系统管理员不能由同一个人担任" in answer.content.decode()
    assert world.officer.groups.get().name == "督查" and said() == []
    secret = "a passphrase nobody reads"
    data = {"username": "new", "name": "演示新人", "password1": secret, "password2": secret}
    answer = admin.post("/admin/projects/user/add/", data | {"groups": both})
    assert "不能由同一个人担任" in answer.content.decode()
    assert not User.objects.filter(username="new").exists()


def test_an_account_without_a_role_is_told_so_and_whom_to_ask(sign_in, world):
    page = sign_in(make_user("new")).get("/admin/").content.decode()
    assert "您的账号还没有角色" in page and "请联系系统管理员" in page
    assert "/admin/password_change/" in page and "/admin/two-step/" in page
    for person in (world.owner, world.officer, world.administrator, world.root):
        assert "还没有角色" not in sign_in(person).get("/admin/").content.decode()


def test_one_s_own_sign_ins_are_seen_and_ended(sign_in, world, client):
    here, elsewhere, other = sign_in(world.owner), sign_in(world.owner), sign_in(world.stranger)
    who = {"username": "owner", "password": PASSWORD}
    client.post("/admin/login/", who, REMOTE_ADDR="10.0.0.7", HTTP_USER_AGENT="Browser <b>9</b>")
    page = here.get("/admin/sessions/").content.decode()
    assert page.count("（本次）") == 1 and page.count('data-label="来源地址"') == 3
    assert "10.0.0.7" in page and "Browser &lt;b&gt;9" in page
    asked = here.post("/admin/sessions/")
    assert asked.url.startswith("/admin/two-step/password/?")  # it was not typed just now
    assert elsewhere.get("/admin/").status_code == 200
    again = {"password": PASSWORD, "next": "/admin/sessions/"}
    assert here.post(asked.url, again).status_code == 302
    assert "已在其他2处退出登录" in here.post("/admin/sessions/", follow=True).content.decode()
    assert elsewhere.get("/admin/").status_code == client.get("/admin/").status_code == 302
    assert here.get("/admin/").status_code == other.get("/admin/").status_code == 200


def test_a_password_set_for_somebody_is_recorded_by_name_alone(sign_in, world):
    secret = "a passphrase nobody reads"
    here = f"/admin/projects/user/{world.owner.pk}/password/"
    data = {"password1": secret, "password2": secret}
    assert sign_in(world.administrator).post(here, data).status_code == 302
    ((action, note),) = said()
    assert (action, note.split("　")[0]) == ("修改账号", "owner") and "密码" in note
    assert secret not in Event.objects.get().body


@pytest.mark.parametrize("weak", ["short", "1234567890", "password12", "administrator1"])
def test_a_weak_password_is_refused_in_words(sign_in, world, weak):
    data = {"username": "administrator1", "name": "演示新人", "password1": weak, "password2": weak}
    answer = sign_in(world.administrator).post("/admin/projects/user/add/", data)
    assert answer.status_code == 200 and "密码" in answer.content.decode()
    assert not User.objects.filter(username="administrator1").exists() and said() == []


def test_nobody_widens_their_own_permissions(sign_in, world):
    role = Group.objects.get(name="督查")
    change(sign_in(world.administrator), world.administrator, groups=[role.pk], is_active="")
    world.administrator.refresh_from_db()
    assert world.administrator.is_active
    assert [group.name for group in world.administrator.groups.all()] == ["系统管理员"]


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("officer", "projects/project"), ("officer", "projects/target"),
        ("officer", "projects/assignment"), ("administrator", "projects/leadunit"),
        ("administrator", "projects/event"), ("owner", "supervision/report"),
        ("officer", "supervision/card"),
    ],
)  # fmt: skip
def test_every_export_is_recorded_with_who_and_what(sign_in, world, who, address):
    client, person = sign_in(getattr(world, who)), getattr(world, who)
    answer = client.post(f"/admin/{address}/export/", {"resource": "0", "format": "1"})
    assert answer["Content-Disposition"]
    event = Event.objects.get()
    assert (event.action, event.actor) == ("导出", person)


@pytest.mark.parametrize(("asked", "rows"), [("", 2), ("?q=nothing", 0)])
def test_an_export_is_recorded_with_the_rows_that_left(sign_in, world, asked, rows):
    client = sign_in(world.officer)
    answer = client.post(
        f"/admin/projects/project/export/{asked}", {"resource": "0", "format": "1"}
    )
    assert answer["Content-Disposition"]
    assert f"，{rows}行" in Event.objects.get().body


def test_the_access_log_has_sign_ins_failures_and_sign_outs(client, world):
    for password in ("wrong", PASSWORD):
        client.post("/admin/login/", {"username": "owner", "password": password})
    client.post("/admin/logout/")
    kinds = list(SignIn.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["failed", "in", "out"]
    assert SignIn.objects.filter(username="owner", address="127.0.0.1").count() == 3
    assert said() == []


def test_the_lock_out_is_of_the_account_at_the_address(client, world):
    def attempt(username, password, address):
        data = {"username": username, "password": password}
        return client.post("/admin/login/", data, REMOTE_ADDR=address).content.decode()

    for _ in range(5):
        shown = attempt("owner", "wrong", "10.0.0.1")
    assert "账号暂时锁定" in shown
    assert "账号暂时锁定" in attempt("owner", PASSWORD, "10.0.0.1")
    assert "账号暂时锁定" not in attempt("stranger", "wrong", "10.0.0.1")
    assert attempt("owner", PASSWORD, "10.0.0.2") == ""  # signed in, and led on
