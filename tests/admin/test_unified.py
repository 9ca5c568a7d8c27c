"""统一身份认证: an OpenID Connect provider opens accounts that name its identifier, no others."""

import html
import json
import re
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from config.environment import env, unified_sign_in
from projects.models import SignIn, User
from tests.admin.test_sessions import carried
from tests.admin.test_two_step import password, set_up
from tests.admin.typed import fill_url, full_sheet
from tests.factories import PASSWORD
from tests.serving.servers import free_port, wait_for

pytestmark = pytest.mark.django_db
LOGIN, START, BACK = "/admin/login/", "/admin/login/unified/", "/admin/login/unified/back/"
CLAIMS = {
    "gov-owner": {"email": "owner@example.com"},
    "gov-careful": {"amr": ["pwd", "mfa"]},
    "gov-nobody": {
        "email": "owner@example.com",
        "email_verified": True,
        "preferred_username": "owner",
    },
}


@pytest.fixture(scope="module")
def provider():
    """A provider in a process of its own; who asks tells it as whom to answer."""
    port = free_port()
    people = [json.dumps({"sub": sub, **claims}) for sub, claims in CLAIMS.items()]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    command += [part for each in people for part in ("--user-claims", each)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(10)


@pytest.fixture
def unified(provider, settings, world):
    app = {
        "provider_id": "oidc", "name": "oidc", "client_id": "portal",
        "secret": "secret",        "settings": {"server_url": provider, "uid_field": "sub"},
    }  # fmt: skip
    settings.OIDC_NAME = "演示统一身份认证"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
    }
    User.objects.filter(pk=world.owner.pk).update(unified_id="gov-owner", email="owner@example.com")
    return app


def start(client, **data) -> str:
    """Ask for it on the sign-in page; the provider's address that it leads to."""
    page = client.post(START, {"next": "/admin/supervision/report/", **data}).content.decode()
    return html.unescape(re.search(r'content="0;url=([^"]+)"', page)[1])


def answer(there: str, sub: str) -> str:
    """What the provider sends the browser back to."""
    given = requests.post(there, data={"sub": sub}, allow_redirects=False, timeout=5)
    return given.headers["Location"]


def come(client, sub: str, **data):
    return client.get(answer(start(client, **data), sub))


def signed_in(client) -> bool:
    return client.get("/admin/").status_code == 200


def last() -> tuple[str, str]:
    return SignIn.objects.values_list("kind", "username").first()


def test_the_sign_in_page_offers_it_where_it_is_set(unified):
    page = Client().get(LOGIN).content.decode()
    assert "用演示统一身份认证登录" in page and 'name="password"' in page


def test_where_it_is_not_set_there_is_no_button_and_no_route(world):
    client = Client()
    assert "统一身份认证" not in client.get(LOGIN).content.decode()
    for address in (START, BACK):
        assert client.get(address).status_code in (404, 405)
    assert client.post(START).status_code == 404 and client.get(BACK).status_code == 404


def test_it_signs_in_the_account_that_names_its_identifier(unified, world):
    client = Client()
    assert come(client, "gov-owner").url == "/admin/supervision/report/"
    assert signed_in(client) and last() == ("in", "owner")
    assert not SocialAccount.objects.exists()


def test_no_token_of_the_provider_s_is_kept(unified, world):
    client = Client()
    come(client, "gov-owner")
    assert not SocialToken.objects.exists()
    kept = repr(dict(client.session.items()))
    assert "access_token" not in kept and "id_token" not in kept


def test_it_asks_for_no_more_than_the_identifier_with_proof_of_whose_request_it_is(unified):
    query = parse_qs(urlsplit(start(Client())).query)
    assert query["code_challenge_method"] == ["S256"] and query["state"] and query["code_challenge"]
    assert query["redirect_uri"] == [f"http://testserver{BACK}"]


def test_it_makes_no_account_and_goes_by_no_e_mail_or_user_name(unified, world):
    before = User.objects.count()
    client = Client()
    led = come(client, "gov-nobody")
    assert led.url == f"{LOGIN}?ended=unknown"
    assert "没有对应的在用账号" in client.get(led.url).content.decode()
    assert not signed_in(client) and User.objects.count() == before
    assert last() == ("failed", "gov-nobody")


@pytest.mark.parametrize("lost", ["is_active", "is_staff"])
def test_a_shut_account_stays_shut(unified, world, lost):
    User.objects.filter(pk=world.owner.pk).update(**{lost: False})
    client = Client()
    assert come(client, "gov-owner").url == f"{LOGIN}?ended=unknown"
    assert not signed_in(client)


def test_a_locked_account_stays_locked(unified, world):
    for _ in range(5):
        Client().post(LOGIN, {"username": "owner", "password": "wrong"})
    client = Client()
    assert "账号暂时锁定" in come(client, "gov-owner").content.decode()
    assert not signed_in(client)


def test_a_second_step_set_up_here_is_asked_for_whatever_the_provider_did(unified, world, sign_in):
    phone, _ = set_up(sign_in(world.owner), world.owner)
    client = Client()
    assert come(client, "gov-owner").url == "/admin/login/code/"
    assert not signed_in(client)
    entered = client.post("/admin/login/code/", {"code": phone.code()})
    assert entered.url == "/admin/supervision/report/" and signed_in(client)


def test_a_role_s_demand_holds_unless_the_office_trusts_the_provider_s(unified, world, settings):
    settings.SECOND_STEP_DEMANDED = True
    User.objects.filter(pk=world.officer.pk).update(unified_id="gov-careful")
    client = Client()
    come(client, "gov-careful")
    assert client.get("/admin/").url == "/admin/two-step/"
    settings.OIDC_SECOND_STEP = ["mfa", "otp"]
    client = Client()
    come(client, "gov-careful")
    assert signed_in(client)


def test_that_trust_ends_with_the_session(unified, world, settings):
    settings.SECOND_STEP_DEMANDED, settings.OIDC_SECOND_STEP = True, ["mfa"]
    User.objects.filter(pk=world.officer.pk).update(unified_id="gov-careful")
    client = Client()
    come(client, "gov-careful")
    client.post("/admin/logout/")
    password(client, world.officer)
    assert client.get("/admin/").url == "/admin/two-step/"


def test_a_first_password_does_not_stand_in_its_way(unified, world):
    User.objects.filter(pk=world.owner.pk).update(first_password=True)
    client = Client()
    come(client, "gov-owner")
    assert signed_in(client)


def test_an_answer_to_somebody_else_s_request_signs_nobody_in(unified, world):
    """The thief's own answer, sent to the victim: no signing in as the thief."""
    there = answer(start(Client()), "gov-owner")
    victim = Client()
    assert victim.get(there).url == f"{LOGIN}?ended=provider"
    start(victim)
    assert victim.get(there).url == f"{LOGIN}?ended=provider"
    assert not signed_in(victim)


def test_an_answer_is_good_once(unified, world):
    client = Client()
    there = answer(start(client), "gov-owner")
    client.get(there)
    client.post("/admin/logout/")
    assert client.get(there).url == f"{LOGIN}?ended=provider"
    assert not signed_in(client)


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x&code=x", "?error=access_denied&state=x", "?state=%00"]
)
def test_strange_answers_lead_back_in_words(unified, world, query):
    client = Client()
    assert client.get(f"{BACK}{query}").url == f"{LOGIN}?ended=provider"
    assert "没有完成登录" in client.get(f"{LOGIN}?ended=provider").content.decode()


def test_a_provider_that_is_away_is_said_so(unified, settings, world):
    unified["settings"]["server_url"] = "http://localhost:9"
    led = Client().post(START)
    assert led.url == f"{LOGIN}?ended=provider"


def test_a_provider_that_does_not_send_the_identifier_lets_nobody_in(unified, world):
    unified["settings"]["uid_field"] = "employee_number"
    client = Client()
    assert come(client, "gov-owner").url == f"{LOGIN}?ended=provider"
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("said", "lets_in"),
    [
        ({}, True),
        ({"aud": "another-site"}, False),
        ({"aud": None}, False),
        ({"iss": "https://example.com"}, False),
        ({"exp": 1700000000}, False),
    ],
)
def test_a_token_for_another_or_from_another_or_of_yesterday_lets_nobody_in(
    unified, world, monkeypatch, said, lets_in
):
    ask = OAuth2Client.get_access_token

    def told_otherwise(*given, **kw):
        answer = ask(*given, **kw)
        claims = jwt.decode(answer["id_token"], options={"verify_signature": False}) | said
        claims = {name: value for name, value in claims.items() if value is not None}
        return answer | {"id_token": jwt.encode(claims, "k" * 32)}

    monkeypatch.setattr(OAuth2Client, "get_access_token", told_otherwise)
    client = Client()
    led = come(client, "gov-owner")
    assert signed_in(client) == lets_in
    assert lets_in or led.url == f"{LOGIN}?ended=provider"


def test_metadata_that_name_another_issuer_let_nobody_in(unified, world, monkeypatch):
    """As if whoever answers at the address passed another's tokens on as their own."""
    there, issuer = start(client := Client()), "https://another.example.com"
    ask, config = OAuth2Client.get_access_token, OpenIDConnectOAuth2Adapter.openid_config

    def from_another(*given, **kw):
        answer = ask(*given, **kw)
        claims = jwt.decode(answer["id_token"], options={"verify_signature": False})
        return answer | {"id_token": jwt.encode(claims | {"iss": issuer}, "k" * 32)}

    monkeypatch.setattr(OAuth2Client, "get_access_token", from_another)
    metadata = property(lambda self: config.fget(self) | {"issuer": issuer})
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", metadata)
    led = client.get(answer(there, "gov-owner"))
    assert led.url == f"{LOGIN}?ended=provider" and not signed_in(client)


def test_a_session_planted_before_is_worth_nothing_after(unified, world):
    client = Client()
    there = start(client)
    planted = client.cookies["sessionid"].value
    client.get(answer(there, "gov-owner"))
    assert client.cookies["sessionid"].value != planted
    other = Client()
    other.cookies["sessionid"] = planted
    assert not signed_in(other)


def test_it_leads_to_no_other_site_and_starts_by_form_alone(unified, world):
    client = Client()
    assert come(client, "gov-owner", next="https://example.com/").url == "/admin/"
    assert Client().get(START).status_code == 405
    assert Client(enforce_csrf_checks=True).post(START).status_code == 403


def test_nobody_ties_an_account_to_a_provider_by_themselves(unified, world, sign_in):
    client = sign_in(world.stranger)
    come(client, "gov-owner", process="connect")
    assert not SocialAccount.objects.exists()
    assert client.get("/admin/password_change/").context["user"] == world.owner


def test_what_was_typed_into_an_ended_session_comes_along(unified, world, sign_in):
    client = sign_in(world.owner)
    session = client.session
    session.flush()
    client.cookies["sessionid"] = "gone"
    late = client.post(fill_url(world.report), full_sheet(world)).content.decode()
    led = come(client, "gov-owner", kept=carried(late))
    assert led.url == "/admin/login/kept/"
    assert "继续提交" in client.get(led.url).content.decode()
    assert client.get(led.url).url == "/admin/"


def test_the_settings_explain_themselves(monkeypatch):
    for given, words in (
        ({"OIDC_SERVER_URL": "http://example.com"}, "https://"),
        ({"OIDC_SERVER_URL": "https://example.com"}, "OIDC_CLIENT_ID"),
        (
            {"OIDC_SERVER_URL": "https://example.com", "OIDC_CLIENT_ID": "a",
             "OIDC_CLIENT_SECRET": "b", "OIDC_ID_CLAIM": "email"},
            "邮箱",
        ),
    ):  # fmt: skip
        with monkeypatch.context() as set_to, pytest.raises(ImproperlyConfigured, match=words):
            for name, value in given.items():
                set_to.setitem(env.ENVIRON, name, value)
            unified_sign_in()
    assert unified_sign_in() == {}


def test_the_password_still_opens_the_account(unified, world):
    client = Client()
    assert client.post(LOGIN, {"username": "owner", "password": PASSWORD}).url == "/admin/"
