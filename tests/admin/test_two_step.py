"""两步验证: set up by the person, asked for at every sign-in, demanded by role, taken away."""

import json
import re
import time

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from projects.accounts import two_step
from projects.actions import two_step as actions
from projects.models import Event, SignIn
from tests.factories import PASSWORD, moment

pytestmark = pytest.mark.django_db
HERE, LOGIN, CODE = "/admin/two-step/", "/admin/login/", "/admin/login/code/"
AT = moment("2023-10-05 10:00")


class Phone:
    """What shows the codes; each is good once, so every next one is of the next half minute."""

    def __init__(self, device: TOTPDevice):
        self.device, self.ahead = device, 0

    def code(self) -> str:
        self.device.refresh_from_db()
        totp = TOTP(self.device.bin_key, drift=self.device.drift)
        totp.time = time.time() + 30 * self.ahead
        self.ahead += 1
        return f"{totp.token():06d}"


def text(response) -> str:
    return response.content.decode()


def set_up(client, person) -> tuple[Phone, list[str]]:
    """Switch it on as a person does; the phone and the recovery codes."""
    client.post(f"{HERE}begin/")
    phone = Phone(two_step.begun(person))
    shown = text(client.post(f"{HERE}set-up/", {"code": phone.code()}))
    return phone, re.findall(r"<li><code>([a-z2-7]{8})</code>", shown)


def forgive(person) -> None:
    """The wait after wrong codes is over."""
    for kind in (TOTPDevice, StaticDevice):
        kind.objects.filter(user=person).update(throttling_failure_timestamp=None)


def password(client, person, **more):
    data = {"username": person.username, "password": PASSWORD, "next": "/admin/", **more}
    return client.post(LOGIN, data)


def test_it_is_switched_on_by_a_code_and_shows_the_recovery_codes_once(sign_in, world):
    client = sign_in(world.owner)
    assert "现在没有开启" in text(client.get(HERE))
    assert client.post(f"{HERE}begin/").url == f"{HERE}set-up/"
    page = text(client.get(f"{HERE}set-up/"))
    assert f"{HERE}set-up/code.svg" in page
    picture = client.get(f"{HERE}set-up/code.svg")
    assert picture["Content-Type"] == "image/svg+xml" and b"<path" in picture.content
    assert "no-store" in picture["Cache-Control"]
    wrong = client.post(f"{HERE}set-up/", {"code": "000000"})
    assert wrong.status_code == 400 and "验证码不对" in text(wrong)
    forgive(world.owner)
    done = text(client.post(f"{HERE}set-up/", {"code": Phone(two_step.begun(world.owner)).code()}))
    assert len(re.findall(r"<li><code>[a-z2-7]{8}</code>", done)) == 10
    assert client.get(f"{HERE}set-up/").status_code == 302
    assert client.get(f"{HERE}set-up/code.svg").status_code == 404
    assert "还有<strong>10个</strong>恢复码" in text(client.get(HERE))


def test_the_key_shown_is_the_one_in_the_picture_s_address(sign_in, world):
    client = sign_in(world.owner)
    client.post(f"{HERE}begin/")
    shown = re.sub(r"<[^>]+>|\s", "", text(client.get(f"{HERE}set-up/")).split("密钥填：")[1])
    address = two_step.begun(world.owner).config_url
    assert shown.startswith(re.search(r"secret=([A-Z2-7]+)", address)[1])
    assert "%E6%B0%91%E7%94%9F" in address  # 民生…: the issuer, as the phone shows it


def test_signing_in_asks_for_the_code_and_nobody_is_signed_in_before(sign_in, world):
    phone, _ = set_up(sign_in(world.owner), world.owner)
    client, before = Client(), SignIn.objects.count()
    asked = password(client, world.owner)
    assert "两步验证" in text(asked) and 'name="code"' in text(asked)
    assert client.get("/admin/").status_code == 302
    assert SignIn.objects.count() == before
    forgive(world.owner)
    entered = client.post(CODE, {"code": phone.code(), "next": "/admin/supervision/report/"})
    assert entered.url == "/admin/supervision/report/"
    assert client.get("/admin/").status_code == 200
    assert SignIn.objects.first().kind == "in"


def test_a_code_is_good_once(sign_in, world):
    phone, _ = set_up(sign_in(world.owner), world.owner)
    code = phone.code()
    for status in (302, 400):
        client = Client()
        password(client, world.owner)
        assert client.post(CODE, {"code": code}).status_code == status


def test_a_recovery_code_serves_once_whatever_way_it_is_typed(sign_in, world):
    _, codes = set_up(sign_in(world.owner), world.owner)
    typed = f" {codes[0][:4]}-{codes[0][4:]} ".upper()
    for status in (302, 400):
        client = Client()
        password(client, world.owner)
        assert client.post(CODE, {"code": typed}).status_code == status
    assert two_step.codes_left(world.owner) == 9


def test_wrong_codes_are_waited_for_logged_and_lock_out(sign_in, world):
    phone, _ = set_up(sign_in(world.owner), world.owner)
    client = Client()
    password(client, world.owner)
    assert client.post(CODE, {"code": "123456"}).status_code == 400
    entry = SignIn.objects.first()
    assert (entry.kind, entry.username) == ("code", "owner")
    early = client.post(CODE, {"code": phone.code()})
    assert early.status_code == 429 and "再试" in text(early)
    for _ in range(4):
        forgive(world.owner)
        locked = client.post(CODE, {"code": "123456"})
    assert "账号暂时锁定" in text(locked)
    forgive(world.owner)
    assert "账号暂时锁定" in text(client.post(CODE, {"code": phone.code()}))
    assert "账号暂时锁定" in text(password(Client(), world.owner))
    assert client.get("/admin/").status_code == 302


def test_the_password_again_does_not_forgive_wrong_codes(sign_in, world):
    set_up(sign_in(world.owner), world.owner)
    for _ in range(5):
        client = Client()
        forgive(world.owner)
        password(client, world.owner)
        answer = client.post(CODE, {"code": "123456"})
    assert "账号暂时锁定" in text(answer)


@pytest.mark.parametrize("code", ["", "12345", "１２３４５６", "'; drop", "0" * 4000, "\0"])
def test_strange_codes_are_simply_wrong(sign_in, world, code):
    set_up(sign_in(world.owner), world.owner)
    client = Client()
    password(client, world.owner)
    assert client.post(CODE, {"code": code}).status_code == 400


def test_a_code_without_the_password_opens_nothing(sign_in, world):
    phone, _ = set_up(sign_in(world.owner), world.owner)
    client = Client()
    assert client.post(CODE, {"code": phone.code()}).url == f"{LOGIN}?ended=late"
    assert client.get(CODE).url == LOGIN
    assert client.get("/admin/").status_code == 302


def test_an_account_shut_between_password_and_code_stays_out(sign_in, world):
    phone, _ = set_up(sign_in(world.owner), world.owner)
    client = Client()
    password(client, world.owner)
    world.owner.is_active = False
    world.owner.save()
    client.post(CODE, {"code": phone.code()})
    assert client.get("/admin/").status_code == 302


def test_the_password_is_good_for_five_minutes(sign_in, world, monkeypatch):
    phone, _ = set_up(sign_in(world.owner), world.owner)
    client = Client()
    password(client, world.owner)
    later = time.time() + 301
    monkeypatch.setattr("projects.admin.signing.views.moment", lambda: later)
    assert client.post(CODE, {"code": phone.code()}).url == f"{LOGIN}?ended=late"
    assert "超过了5分钟" in text(client.get(f"{LOGIN}?ended=late"))


def test_switching_it_on_signs_out_the_other_sessions(sign_in, world):
    first, second = sign_in(world.owner), sign_in(world.owner)
    set_up(first, world.owner)
    assert first.get("/admin/").status_code == 200
    assert second.get("/admin/").status_code == 302


def test_it_is_switched_off_by_password_and_code(sign_in, world):
    client = sign_in(world.owner)
    _, codes = set_up(client, world.owner)
    for given in (
        {"password": PASSWORD, "code": "000000"},
        {"password": "wrong", "code": codes[0]},
    ):
        forgive(world.owner)
        assert client.post(f"{HERE}off/", given).status_code == 400
        assert two_step.device_of(world.owner)
    assert SignIn.objects.first().kind == "failed"
    client.post(f"{HERE}off/", {"password": PASSWORD, "code": codes[0]})
    assert two_step.device_of(world.owner) is None
    assert password(Client(), world.owner).url == "/admin/"


def test_new_recovery_codes_take_the_place_of_the_old(sign_in, world):
    client = sign_in(world.owner)
    phone, old = set_up(client, world.owner)
    shown = text(client.post(f"{HERE}codes/", {"code": phone.code()}))
    fresh = re.findall(r"<li><code>([a-z2-7]{8})</code>", shown)
    assert len(fresh) == 10 and not set(fresh) & set(old)
    assert not StaticToken.objects.filter(token__in=old).exists()


def test_the_ledger_hears_of_it_and_never_of_a_secret(sign_in, world):
    client = sign_in(world.owner)
    _, codes = set_up(client, world.owner)
    key = two_step.device_of(world.owner).key
    client.post(f"{HERE}codes/", {"code": codes[0]})
    client.post(f"{HERE}off/", {"password": PASSWORD, "code": StaticToken.objects.first().token})
    bodies = list(Event.objects.order_by("number").values_list("action", "body"))
    assert [action for action, _ in bodies] == ["开启两步验证", "更换恢复码", "关闭两步验证"]
    for _, body in bodies:
        assert json.loads(body)["note"] == "owner　演示owner"
        assert key not in body and not any(code in body for code in codes)


def test_a_role_that_demands_it_leads_to_the_set_up_and_to_nothing_else(sign_in, world):
    officer, owner = sign_in(world.officer), sign_in(world.owner)
    role = Group.objects.get(name="督查")
    actions.demand(role=role, second_step=True, by=world.administrator, at=AT)
    for address in ("/admin/", "/admin/supervision/report/", "/admin/office/", "/admin/roles/"):
        assert officer.get(address).url == HERE
        assert officer.post(address).url == HERE
    assert "请先开启两步验证" in text(officer.get(HERE))
    assert owner.get("/admin/").status_code == 200
    set_up(officer, world.officer)
    assert officer.get("/admin/").status_code == 200


def test_the_administrator_says_which_roles_demand_it(sign_in, world):
    admin, role = sign_in(world.administrator), Group.objects.get(name="督查")
    page = text(admin.get("/admin/roles/"))
    assert "督查" in page and "checked" not in page
    admin.post("/admin/roles/", {"second_step": [role.pk]})
    assert "checked" in text(admin.get("/admin/roles/"))
    events = [(e.action, json.loads(e.body)["note"]) for e in Event.objects.all()]
    assert events == [("修改角色要求", "督查：须使用两步验证")]
    admin.post("/admin/roles/", {})
    assert json.loads(Event.objects.first().body)["note"] == "督查：不再要求两步验证"
    assert Event.objects.count() == 2


def test_the_administrator_takes_it_away_and_that_is_recorded(sign_in, world):
    owner, admin = sign_in(world.owner), sign_in(world.administrator)
    here = f"/admin/projects/user/{world.owner.pk}/two-step/"
    assert "不用重设" in text(admin.get(here))
    set_up(owner, world.owner)
    assert "已经核实" in text(admin.get(here))
    person = text(admin.get(f"/admin/projects/user/{world.owner.pk}/change/"))
    assert here in person and "已开启" in person
    admin.post(here)
    assert two_step.device_of(world.owner) is None
    assert owner.get("/admin/").status_code == 302
    event = Event.objects.first()
    assert (event.action, event.actor) == ("重设两步验证", world.administrator)


def test_nobody_sees_the_library_s_own_screens(sign_in, world):
    for app, model in (("otp_totp", "totpdevice"), ("otp_static", "staticdevice")):
        assert sign_in(world.root).get(f"/admin/{app}/{model}/").status_code == 404


def test_the_last_administrator_is_let_in_from_the_command_line(sign_in, world, capsys):
    set_up(sign_in(world.administrator), world.administrator)
    call_command("reset_two_step", "administrator")
    assert "已重设administrator的两步验证" in capsys.readouterr().out
    assert Event.objects.first().action == "重设两步验证"
    for username in ("administrator", "nobody"):
        with pytest.raises(CommandError, match=r"没有开启|没有账号"):
            call_command("reset_two_step", username)
