"""What every page tells the browser, what the office's cookies are good for, what scripts leave."""

from pathlib import Path

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_user

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/nowhere/", "/admin/login/"])
def test_every_page_tells_the_browser_what_it_may(client, path):
    answer = client.get(path)
    told = answer["Content-Security-Policy"].split("; ")
    assert told == sorted(told)  # each process says it in the same order
    for part in ("default-src", "base-uri", "frame-ancestors"):
        assert f"{part} 'none'" in told
    assert "script-src 'self'" in told
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_cookies_are_the_office_s_alone_and_no_script_s():
    make_user("owner")
    client = Client()
    client.post("/admin/login/", {"username": "owner", "password": PASSWORD})
    client.get("/admin/password_change/")
    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["path"] == "/admin/" and cookie["httponly"] and cookie["samesite"] == "Lax"


def test_scripts_put_text_alone_into_pages_and_keep_nothing():
    """But for what a unit has typed and not saved: its own tab holds that until it is."""
    scripts = {each.name: each.read_text() for each in (ROOT / "static").rglob("*.js")}
    assert scripts
    for unsafe in (
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
        "localStorage", "sessionStorage", "indexedDB", "document.cookie", "postMessage",
        '"message"',
    ):  # fmt: skip
        found = {name for name, script in scripts.items() if unsafe in script}
        assert found == ({"keeping.js"} if unsafe == "sessionStorage" else set()), unsafe
