"""公众号文章: the bulletin once more, in a form that the 公众号 editor keeps."""

import re
from html import unescape

import pytest
from django.urls import reverse

from projects.models import Event
from supervision.documents import drawing
from supervision.models import Period
from tests.factories import make_officer, make_project
from tests.public.months import (
    SIGNED,
    count_cards,
    make_card,
    make_release,
    quantity,
    stages,
)
from tests.public.test_bulletins import correct  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def month(programme, lights, september):
    make_card(september, make_project(programme, number=6, title="无障碍"), quantity(value="149"))
    make_card(september, make_project(programme, number=22, title="文化中心"), stages())
    make_release(september, lights, "改为周末和夜间施工。")
    return count_cards(september)


@pytest.fixture
def office(client):
    client.force_login(make_officer("officer"))
    return client


def page_of(client, month) -> str:
    answer = client.get(reverse("admin:supervision_period_article", args=[month.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def file_of(client, month, query: str = "") -> str:
    return client.get(
        reverse("admin:supervision_period_article_file", args=[month.pk]) + query
    ).content.decode()


def test_it_says_what_the_bulletin_says_with_its_pictures(office, month):
    article = file_of(office, month)
    text = unescape(re.sub(r"<[^>]+>", "", article))
    for said in ("已完成90口", "改为周末和夜间施工。", "签发：演示签发人", "一、总体情况"):
        assert said in text
    assert '<img src="http://testserver/2023/12/2023-09.png"' in article
    assert '<img src="http://testserver/2023/2023-09.png"' in article
    assert "演示数据" in text and "2023年9月30日" in text


def test_nothing_in_it_that_the_editor_would_throw_away(office, month):
    body = file_of(office, month).split("<body")[1]
    assert not re.search(r"<(style|script|link|a|div|svg|form|iframe)\b", body)
    assert not re.search(r'\s(class|id|on\w+)="', body)
    assert "position:" not in body and "var(" not in body and "url(" not in body


def test_a_card_s_words_are_not_broken_on_a_phone(office, month):
    body = file_of(office, month).split("<body")[1]
    assert re.search(r'white-space:nowrap;">黄牌', body)
    assert "word-break:keep-all" in body
    assert "牵头单位：教育（演示）。" in body


def test_only_the_file_has_inline_styles_and_may_show_them(office, month):
    page = office.get(reverse("admin:supervision_period_article", args=[month.pk]))
    file = office.get(reverse("admin:supervision_period_article_file", args=[month.pk]))
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    policy = file["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy and "script-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    outside = re.sub(r"<textarea.*?</textarea>", "", page.content.decode(), flags=re.DOTALL)
    assert " style=" not in outside


def test_what_is_copied_is_the_file_s_own_body(office, month):
    page = page_of(office, month)
    copied = unescape(
        re.search(r'<textarea id="article"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]
    )
    assert copied.strip() and copied.strip() in file_of(office, month)
    assert "4件" in re.search(r'id="article-digest"[^>]*>(.*?)<', page, re.DOTALL)[1]


def test_taking_the_file_along_is_recorded(office, month):
    answer = office.get(
        reverse("admin:supervision_period_article_file", args=[month.pk]) + "?save=1"
    )
    assert "article.html" in answer["Content-Disposition"]
    event = Event.objects.latest("number")
    assert event.action == "导出" and "公众号" in event.body


def test_pictures_that_would_say_something_else_are_left_out(office, month, correct):  # noqa: F811
    correct(month, "80", "2023-10-20 09:00")
    article = file_of(office, month)
    assert "2023/12/2023-09.png" not in article and "2023/2023-09.png" not in article
    assert "2023/22/2023-09.png" in article and "公布以后的更正" in article


def test_without_a_font_the_article_stands_without_pictures(office, month, monkeypatch):
    monkeypatch.setattr(drawing, "has_chinese", lambda: False)
    assert "<img" not in file_of(office, month)
    assert "没有图片" in page_of(office, month)


def test_before_publication_and_for_others_there_is_none(client, office, month):
    Period.everything.filter(pk=month.pk).update(published_at=None, signer="", basis="")
    for name in ("supervision_period_article", "supervision_period_article_file"):
        assert office.get(reverse(f"admin:{name}", args=[month.pk])).status_code == 404
    Period.everything.filter(pk=month.pk).update(published_at=month.published_at, **SIGNED)
    client.logout()
    assert (
        client.get(reverse("admin:supervision_period_article", args=[month.pk])).status_code == 302
    )
