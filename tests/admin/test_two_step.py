"""两步验证: set up by the person, asked for at every sign-in, demanded by role, taken away."""

import json
import re
import time

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from projects.accounts import two_step
from projects.models import Event, RoleRule, SignIn
from supervision.roles import install_roles
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
HERE, LOGIN, CODE = "/admin/two-step/", "/admin/login/", "/admin/login/code/"


@pytest.fixture(autouse=True)
def demands_hold(settings):
    settings.SECOND_STEP_DEMANDED = True


class Phone:
    """What shows the codes; each is good once, so every next one is of the next half minute."""

    def __init__(self, secret: str):
        self.secret, self.counter = secret, int(time.time()) // 30 - 1

    def code(self) -> str:
        self.counter += 1
        return format_hotp_value(hotp_value(self.secret, self.counter))


def text(response) -> str:
    return response.content.decode()


def begin(client) -> Phone:
    """Give the password and get as far as the QR code."""
    client.post(f"{HERE}password/", {"password": PASSWORD, "next": f"{HERE}set-up/"})
    page = text(client.get(f"{HERE}set-up/"))
    shown = re.search(r'<code class="two-step-key">(.+?)</code>', page)[1]
    return Phone(re.sub(r"<[^>]+>|\s", "", shown))


def listed(response) -> list[str]:
    return re.findall(r"<li><code>(\d{8})</code>", text(response))


def set_up(client, person) -> tuple[Phone, list[str]]:
    """Switch it on as a person does; the phone and the recovery codes."""
    phone = begin(client)
    return phone, listed(client.post(f"{HERE}set-up/", {"code": phone.code()}, follow=True))


def phone_of(person) -> Authenticator | None:
    return Authenticator.objects.filter(user=person, type="totp").first()


def forgive(person) -> None:
    """The wait after wrong codes is over."""
    phone = phone_of(person)
    phone.data["wait_until"] = 0
    phone.save()


def password(client, person, **more):
    data = {"username": person.username, "password": PASSWORD, "next": "/admin/", **more}
    return client.post(LOGIN, data)


def test_it_is_switched_on_by_password_and_code_and_shows_the_recovery_codes_once(sign_in, world):
    client = sign_in(world.owner)
    assert "现在没有开启" in text(client.get(HERE))
    asked = f"{HERE}password/?next=%2Fadmin%2Ftwo-step%2Fset-up%2F"
    assert client.get(f"{HERE}set-up/").url == asked
    wrong = client.post(f"{HERE}password/", {"password": "wrong", "next": f"{HERE}set-up/"})
    assert wrong.status_code == 400 and "密码" in text(wrong)
    assert client.get(f"{HERE}set-up/").status_code == 302
    assert client.get(f"{HERE}set-up/code.svg").status_code == 404
    phone = begin(client)
    picture = client.get(f"{HERE}set-up/code.svg")
    assert picture["Content-Type"] == "image/svg+xml" and b"<path" in picture.content
    assert "no-store" in picture["Cache-Control"]
    wrong = client.post(f"{HERE}set-up/", {"code": "000000"})
    assert wrong.status_code == 400 and "验证码" in text(wrong)
    done = client.post(f"{HERE}set-up/", {"code": phone.code()}, follow=True)
    assert len(listed(done)) == 10
    assert client.get(f"{HERE}set-up/").url == f"{HERE}off/"
    assert client.get(f"{HERE}set-up/code.svg").status_code == 404
    again = client.get(f"{HERE}codes/")
    assert "已经显示过" in text(again) and not listed(again)
    assert "还有<strong>10个</strong>恢复码" in text(client.get(HERE))


def test_the_picture_s_address_names_the_portal_and_the_person(sign_in, world):
    address = get_adapter().build_totp_url(world.owner, "ABC")
    assert address.startswith("otpauth://totp/owner?secret=ABC")
    assert "%E6%B0%91%E7%94%9F" in address  # 民生…: the issuer, as the phone shows it


def test_signing_in_asks_for_the_code_and_nobody_is_signed_in_before(sign_in, world):
    phone, _ = set_up(sign_in(world.owner), world.owner)
    client, before = Client(), SignIn.objects.count()
    assert password(client, world.owner, next="/admin/supervision/report/").url == CODE
    asked = text(client.get(CODE))
    assert "两步验证" in asked and 'name="code"' in asked
    assert client.get("/admin/").status_code == 302
    assert SignIn.objects.count() == before
    assert client.post(CODE, {"code": phone.code()}).url == "/admin/supervision/report/"
    assert client.get("/admin/").status_code == 200
    assert SignIn.objects.first().kind == "in"


def test_a_session_planted_before_is_worth_nothing_from_the_password_on(sign_in, world):
    phone, _ = set_up(sign_in(world.owner), world.owner)
    thief, victim = Client(), Client()
    password(thief, world.stranger, password="wrong")
    thief.get(CODE)
    session = thief.session
    session["planted"] = True
    session.save()
    victim.cookies["sessionid"] = thief.cookies["sessionid"] = session.session_key
    assert password(victim, world.owner).url == CODE
    assert "planted" not in victim.session
    assert thief.post(CODE, {"code": phone.code()}).url == f"{LOGIN}?ended=late"
    assert thief.get("/admin/").status_code == 302


@pytest.mark.parametrize("address", [LOGIN, CODE])
def test_no_other_site_signs_anybody_in(world, address):
    who = {"username": "owner", "password": PASSWORD, "code": "123456"}
    client = Client(enforce_csrf_checks=True)
    assert client.post(address, who).status_code == 403
    assert client.get("/admin/").status_code == 302


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
    held = Authenticator.objects.get(user=world.owner, type="recovery_codes")
    assert len(held.wrap().get_unused_codes()) == 9


def test_wrong_codes_are_waited_for_logged_and_lock_out(sign_in, world):
    phone, _ = set_up(sign_in(world.owner), world.owner)
    client = Client()
    password(client, world.owner)
    assert client.post(CODE, {"code": "123456"}).status_code == 400
    entry = SignIn.objects.first()
    assert (entry.kind, entry.username) == ("code", "owner")
    early = Client()
    password(early, world.owner)
    waits = early.post(CODE, {"code": phone.code()}, REMOTE_ADDR="10.0.0.9")
    assert waits.status_code == 400 and "再试" in text(waits)
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
    code, later = phone.code(), time.time() + 301
    monkeypatch.setattr("allauth.account.internal.stagekit.time.time", lambda: later)
    assert client.post(CODE, {"code": code}).url == f"{LOGIN}?ended=late"
    assert "超过了5分钟" in text(client.get(f"{LOGIN}?ended=late"))


def test_switching_it_on_signs_out_the_other_sessions(sign_in, world):
    first, second = sign_in(world.owner), sign_in(world.owner)
    set_up(first, world.owner)
    assert first.get("/admin/").status_code == 200
    assert second.get("/admin/").status_code == 302


def test_it_is_switched_off_by_password_and_code(sign_in, world):
    client = sign_in(world.owner)
    _, codes = set_up(client, world.owner)
    fresh = Client()
    fresh.cookies = client.cookies
    session = fresh.session
    session["account_authentication_methods"] = []
    session.save()
    assert fresh.post(f"{HERE}off/", {"code": codes[0]}).url.startswith(f"{HERE}password/")
    fresh.post(f"{HERE}password/", {"password": "wrong"})
    assert SignIn.objects.first().kind == "failed"
    fresh.post(f"{HERE}password/", {"password": PASSWORD})
    assert 'role="alert"' not in text(fresh.get(f"{HERE}off/"))
    assert fresh.post(f"{HERE}off/", {"code": "000000"}).status_code == 400
    assert phone_of(world.owner) and SignIn.objects.first().kind == "code"
    forgive(world.owner)
    assert "两步验证已关闭" in text(fresh.post(f"{HERE}off/", {"code": codes[0]}, follow=True))
    assert not Authenticator.objects.filter(user=world.owner).exists()
    assert password(Client(), world.owner).url == "/admin/"


def test_new_recovery_codes_take_the_place_of_the_old(sign_in, world):
    client = sign_in(world.owner)
    phone, old = set_up(client, world.owner)
    assert client.post(f"{HERE}codes/new/", {"code": "000000"}).status_code == 400
    forgive(world.owner)
    fresh = listed(client.post(f"{HERE}codes/new/", {"code": phone.code()}, follow=True))
    assert len(fresh) == 10 and not set(fresh) & set(old)
    assert two_step.check(world.owner, old[0]) is None


def test_the_ledger_hears_of_it_and_never_of_a_secret(sign_in, world):
    client = sign_in(world.owner)
    phone, codes = set_up(client, world.owner)
    fresh = listed(client.post(f"{HERE}codes/new/", {"code": codes[0]}, follow=True))
    client.post(f"{HERE}off/", {"code": fresh[0]})
    bodies = list(Event.objects.order_by("number").values_list("action", "body"))
    assert [action for action, _ in bodies] == ["开启两步验证", "更换恢复码", "关闭两步验证"]
    for _, body in bodies:
        assert json.loads(body)["note"] == "owner　演示owner"
        assert phone.secret not in body and not any(code in body for code in codes + fresh)


def test_a_role_that_demands_it_leads_to_the_set_up_and_to_nothing_else(sign_in, world):
    officer, owner = sign_in(world.officer), sign_in(world.owner)
    for address in ("/admin/", "/admin/supervision/report/", "/admin/office/", "/admin/roles/"):
        assert officer.get(address).url == HERE
        assert officer.post(address).url == HERE
    assert "请先开启两步验证" in text(officer.get(HERE))
    assert owner.get("/admin/").status_code == 200
    set_up(officer, world.officer)
    assert officer.get("/admin/").status_code == 200


def test_the_office_and_administrators_must_until_the_administrator_says_otherwise(sign_in, world):
    set_up(admin := sign_in(world.administrator), world.administrator)
    role = Group.objects.get(name="督查")
    others = ("系统管理员", "区领导", "安全管理员", "审计管理员")
    others = [*Group.objects.filter(name__in=others).values_list("pk", flat=True)]
    assert set(RoleRule.objects.filter(second_step=True).values_list("role__name", flat=True)) == {
        "督查", "系统管理员", "区领导", "安全管理员", "审计管理员",
    }  # fmt: skip
    page = text(admin.get("/admin/roles/"))
    assert "督查" in page and page.count(" checked>") == 5 and "演示" not in page.split("<h2>")[1]
    admin.post("/admin/roles/", {"second_step": others})
    assert json.loads(Event.objects.first().body)["note"] == "督查：不再要求两步验证"
    admin.post("/admin/roles/", {"second_step": [role.pk, *others]})
    assert json.loads(Event.objects.first().body)["note"] == "督查：须使用两步验证"
    install_roles()
    assert role.rule.second_step


def test_a_first_password_is_changed_before_the_second_step_is_set_up(sign_in, world):
    world.officer.first_password = True
    world.officer.save()
    client, change = sign_in(world.officer), "/admin/password_change/"
    assert client.get(HERE).url == client.get("/admin/").url == change
    new = {"new_password1": "my very own passphrase", "new_password2": "my very own passphrase"}
    client.post(change, {"old_password": PASSWORD, **new})
    assert client.get("/admin/").url == HERE


def test_who_may_do_everything_must_too(sign_in, world):
    assert sign_in(world.root).get("/admin/").url == HERE


def test_in_the_demonstration_nobody_must(sign_in, world, settings):
    settings.SECOND_STEP_DEMANDED = False
    assert sign_in(world.officer).get("/admin/").status_code == 200
    assert "不强制" in text(sign_in(world.administrator).get("/admin/roles/"))


def test_the_administrator_takes_it_away_and_that_is_recorded(sign_in, world):
    owner, admin = sign_in(world.owner), sign_in(world.administrator)
    set_up(admin, world.administrator)
    here = f"/admin/projects/user/{world.owner.pk}/two-step/"
    assert "不用重设" in text(admin.get(here))
    set_up(owner, world.owner)
    assert "已经核实" in text(admin.get(here))
    person = text(admin.get(f"/admin/projects/user/{world.owner.pk}/change/"))
    assert here in person and "已开启" in person
    admin.post(here)
    assert phone_of(world.owner) is None
    assert owner.get("/admin/").status_code == 302
    event = Event.objects.first()
    assert (event.action, event.actor) == ("重设两步验证", world.administrator)


def test_nobody_sees_the_library_s_own_screens(sign_in, world, settings):
    settings.SECOND_STEP_DEMANDED = False
    for app, model in (("mfa", "authenticator"), ("socialaccount", "socialapp"), ("auth", "group")):
        assert sign_in(world.root).get(f"/admin/{app}/{model}/").status_code == 404


def test_the_last_administrator_is_let_in_from_the_command_line(sign_in, world, capsys):
    set_up(sign_in(world.administrator), world.administrator)
    call_command("reset_two_step", "administrator")
    assert "已重设administrator的两步验证" in capsys.readouterr().out
    assert Event.objects.first().action == "重设两步验证"
    for username in ("administrator", "nobody"):
        with pytest.raises(CommandError, match=r"没有开启|没有账号"):
            call_command("reset_two_step", username)
