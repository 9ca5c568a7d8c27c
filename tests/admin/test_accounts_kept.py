"""What becomes of accounts, roles and posts stands in the ledger; who takes data out, too."""

import json

import pytest
from django.contrib.auth.models import Group

from projects.models import Event, SignIn, User
from tests.factories import PASSWORD

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
    assert said() == [("修改账号", "owner　角色：经办人→经办人、督查")]
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
