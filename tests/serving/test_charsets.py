"""Requests in UTF-8 are taken; any other charset is refused before it can do harm."""

import io

import pytest

from supervision.models import Feedback
from supervision.public.message import new_token
from tests.serving.asking import ask

FORM = "/2023/12/feedback/"
NAMED = [
    *(f"charset={name}" for name in ("rot13", "base64", "zip", "idna", "punycode", "undefined")),
    *(f"charset={name}" for name in ("utf-7", "utf-16", "gbk", "nothing", '"UTF-7"')),
    "charset*=utf-8''gbk",
    "x*=nothing''y",
    "x*=idna''%ff",
]


@pytest.fixture(autouse=True)
def speaking(programme, lights):
    programme.feedback = True
    programme.save()


def send(site, fields: dict, kind: str, path: str = FORM, query: str = ""):
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    whole = f"{body}--x--\r\n".encode()
    given = {
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(whole)),
        "wsgi.input": io.BytesIO(whole),
    }
    return ask(site, path, query, "POST", **given)


@pytest.mark.parametrize("named", NAMED)
def test_another_charset_is_refused_wherever_it_is_named(site, named):
    kind = f"multipart/form-data; boundary=x; {named}"
    assert send(site, {"text": "light"}, kind).status == 400
    for path in ("/admin/login/", "/feedback/"):
        assert ask(site, path, "next=b&code=c", CONTENT_TYPE=f"text/plain; {named}").status == 400
    assert not Feedback.everything.exists()


def test_a_kept_page_knows_no_charset_but_its_own(site):
    """It is built from its key alone, whatever else a request says."""
    said = ask(site, "/search/", "q=a", CONTENT_TYPE="text/plain; charset=utf-7")
    assert said.status == 200 and said.body == ask(site, "/search/", "q=a").body


@pytest.mark.parametrize("named", ["charset=utf-8", 'charset="UTF8"', "x=y"])
def test_what_everyone_sends_is_taken(site, lights, named):
    fields = {"kind": "problem", "text": "灯", "token": new_token(lights)}
    assert send(site, fields, f"multipart/form-data; boundary=x; {named}").status == 303
    assert Feedback.everything.get().text == "灯"


def test_too_many_parameters_are_refused_whatever_charset_is_named(site):
    query = "a=&" * 2500
    for kind in ("", "text/plain; charset=utf-8"):
        assert ask(site, "/search/", query, CONTENT_TYPE=kind).status == 200
