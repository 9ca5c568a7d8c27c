"""No English on a Chinese page: what the libraries leave untranslated is in our own catalogue."""

import re

import pytest
from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext, ngettext

from tests.admin.test_reach import PAGES, keys  # noqa: F401

pytestmark = pytest.mark.django_db

UNSEEN = re.compile(r"<(script|style|svg|pre|code|head)\b.*?</\1>", re.S)
TEXT = re.compile(r">([^<]*)<")
SPOKEN = re.compile(r'(?:aria-label|title|placeholder|alt)="([^"]*)"')
# Names of formats and of our own command, and what the test itself typed.
KNOWN = re.compile(
    r"Cookie|WPS|LibreOffice|JPEG|PNG|HEIC|PDF|OFD|jpg|docx|xlsx|csv|CSV|MB"
    r"|replay_card|https?:|rsaquo|lsaquo|nbsp|amp|quot|gt|lt|middot"
    r"|SHA-256|(facts|verdict|policy)\.json|\.pdf|Excel|Word|JSON|json"
    r"|owner|colleague|stranger|officer|administrator|root|sha256|[0-9a-f]{12,}"
    r"|projects\.\w+|supervision\.\w+|unit-\d+|person\d+|\b(jy|mz)\b"
)
INLINE = re.compile(r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\bsrc=)[^>]*>\s*\S')
PADDED = re.compile(r"\b\d+\.\d*000\b")
ENGLISH = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,})*")


def english(page: str) -> set[str]:
    shown = UNSEEN.sub("", page)
    said = [*TEXT.findall(shown), *SPOKEN.findall(shown)]
    return {found for text in said for found in ENGLISH.findall(KNOWN.sub(" ", text))}


def read(client, keys):  # noqa: F811
    """The pages that the person is shown, each with its address; files and scripts are none."""
    for address in PAGES:
        answer = client.get(address.format(**keys))
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield address, answer.content.decode()


@pytest.mark.parametrize("who", ["owner", "officer", "administrator", "root"])
def test_no_page_speaks_english(sign_in, world, keys, who):  # noqa: F811
    pages = read(sign_in(getattr(world, who)), keys)
    left = {address: words for address, page in pages if (words := english(page))}
    assert left == {}


@pytest.mark.parametrize("who", ["owner", "officer"])
def test_no_page_pads_a_number_with_zeros(sign_in, world, keys, who):  # noqa: F811
    pages = read(sign_in(getattr(world, who)), keys)
    assert {address: found for address, page in pages if (found := PADDED.findall(page))} == {}


def test_no_page_has_inline_style_or_script(sign_in, world, keys):  # noqa: F811
    for address, page in read(sign_in(world.root), keys):
        assert not INLINE.search(page), address


def test_every_address_is_under_the_strict_policy(client, world):
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_catalogue_is_compiled_from_its_source():
    assert gettext("Error:") == "有错误："
    short = "This password is too short. It must contain at least %d character"
    assert "至少要有" in ngettext(short + ".", short + "s.", 2)
    folder = settings.LOCALE_PATHS[0] / "zh_Hans" / "LC_MESSAGES"
    source = (folder / "django.po").read_text()
    compiled = (folder / "django.mo").read_bytes()
    for sentence in re.findall(r'^msgstr(?:\[0\])? "(.+)"$', source, re.M):
        assert sentence.encode() in compiled


def test_the_frame_is_ours():
    assert admin.site.site_header == "民生实事督查平台"
