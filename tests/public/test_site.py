import re

import pytest
from django.db import OperationalError, connection
from django.template.loader import render_to_string
from django.test import override_settings


@pytest.mark.django_db
def test_healthz_answers_ok_and_is_never_kept(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_healthz_says_when_the_database_is_away(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "no-store" in answer["Cache-Control"]


def refuse(*args, **kwargs):
    raise OperationalError("database away")


def test_a_page_without_its_database_is_a_chinese_503(client, programme, monkeypatch):
    monkeypatch.setattr("supervision.public.lists.list_page", refuse)
    answer = client.get("/2023/")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "数据暂时读取不到" in answer.content.decode()


@pytest.mark.parametrize("name", ["404.html", "500.html", "503.html", "csrf.html"])
def test_error_pages_need_neither_request_nor_database(name):
    page = render_to_string(name)
    assert 'lang="zh-CN"' in page
    assert "<h1>" in page


@pytest.mark.django_db
@override_settings(
    SITE_FOOTER={"主办单位": "演示管委会", "ICP备案号": ""},
    SITE_ERROR_REPORT_URL="https://example.gov.cn/zc",
)
def test_the_footer_shows_only_what_is_set(client):
    page = client.get("/").content.decode()
    assert "演示管委会" in page
    assert "ICP备案号" not in page
    assert "https://example.gov.cn/zc" in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/nowhere/"])
def test_pages_have_language_title_description_and_a_way_past_the_header(client, path):
    page = client.get(path).content.decode()
    for part in ('lang="zh-CN"', "<title>", 'name="description"', 'href="#main"', 'id="main"'):
        assert part in page
    for inline in ("style=", "<script", "onclick"):
        assert inline not in page


@pytest.mark.django_db
def test_without_styles_shapes_are_no_larger_than_words(client, september):
    page = client.get("/").content.decode() + client.get("/2023/12/").content.decode()
    drawn = re.findall(r"<svg[^>]*>", page)
    assert drawn and all("height=" in each or "<svg viewBox" in each for each in drawn)
