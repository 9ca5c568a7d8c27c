"""The strict policy, and what the libraries leave untranslated in our own catalogue."""

import re

import pytest
from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext, ngettext

pytestmark = pytest.mark.django_db


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
