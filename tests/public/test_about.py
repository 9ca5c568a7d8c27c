"""/about/: how cards come about, corrections, checking, accessibility."""

import pytest
from django.test import override_settings

from projects.ledger.chain import record
from projects.models import LedgerHead
from supervision.models import CardPolicy
from supervision.published.wording import Grading
from supervision.rules import PRESETS, Policy
from supervision.rules.findings import described
from tests.factories import make_officer, moment
from tests.public.months import make_card, make_month, quantity

pytestmark = pytest.mark.django_db


def text_of(client, **kw):
    answer = client.get("/about/", **kw)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_stands_before_anything_is_published(client):
    page = text_of(client)
    assert "规则还没有启用" in page and "怎样自己核对" in page


def test_the_example_is_worked_out_by_the_rules_in_force(client, september):
    page = text_of(client)
    assert "现行规则：三色 第1版" in page
    for done, gap, word in (
        ("51", "9", "按序时推进"),
        ("50", "10", "进度偏慢"),
        ("29", "31", "进度滞后"),
    ):
        row = page[page.index(f"{done}处，完成") :]
        row = row[: row.index("</tr>")]
        assert f"60−{done}＝{gap}个百分点" in row and word in row


def test_a_threshold_that_is_not_taken_in_never_reads_as_if_it_were(client, september):
    page = text_of(client)
    assert "低10个百分点及以上为黄牌（进度偏慢），超过30个百分点为红牌（进度滞后）" in page
    assert "“按序时推进”就是跟上了计划，或者差不到10个百分点；" in page
    legend = client.get("/2023/").content.decode()
    assert "落后10个百分点及以上为黄牌（进度偏慢），落后超过30个百分点为红牌（进度滞后）" in legend
    assert "30个百分点以上" not in page


def test_another_policy_gives_other_thresholds(client, programme, lights):
    make_card(make_month(programme), lights, quantity(), policy="阶梯")
    assert CardPolicy.objects.get().name == "阶梯"
    page = text_of(client)
    assert "略有滞后" in page and "5个百分点及以上为蓝牌（略有滞后）" in page
    assert "连续亮牌" in page


@pytest.mark.parametrize("preset", PRESETS)
def test_it_says_every_rule_with_its_numbers_and_words(client, programme, lights, preset):
    body = PRESETS[preset].to_json()
    body["progress_words"]["ahead_points"] = "7.5"
    policy = Policy.from_json(body)
    CardPolicy.objects.create(
        name=preset, version=1, body=policy.text, valid_from="2023-01",
        adopted_at=moment("2023-01-31 09:00"), adopted_by=make_officer(),
    )  # fmt: skip
    make_card(make_month(programme), lights, quantity(), policy=preset)
    page = text_of(client)
    for rule in described(policy, Grading.of(policy.text, "full").title):
        assert rule.text in page and (rule.name in page or not rule.text)
    assert "比计划快7.5个百分点及以上" in page


@pytest.mark.parametrize(("display", "said"), [("words", True), ("bar", False)])
def test_it_obeys_what_the_public_may_see_of_cards(client, programme, september, display, said):
    programme.card_display = display
    programme.save()
    page = text_of(client)
    for colour in ("蓝牌", "黄牌", "红牌"):
        assert colour not in page
    assert ("举个例子" in page) is said


def test_the_last_public_link_of_the_ledger_is_printed(client):
    record(action="演示", by=None, at=moment("2023-10-12 10:00"))
    head = LedgerHead.objects.get()
    record(action="演示", by=None, at=moment("2023-10-12 11:00"), public=False)
    page = text_of(client)
    assert f"第{head.number}号" in page and head.hash in page and "verify_ledger" in page


@override_settings(SITE_ERROR_REPORT_URL="https://example.gov.cn/zc")
def test_errors_are_reported_where_the_settings_say(client):
    assert "https://example.gov.cn/zc" in text_of(client)


def test_every_page_leads_there(client, september):
    for url in ("/", "/2023/12/", "/2023/12/cards/2023-09/"):
        assert 'href="/about/"' in client.get(url).content.decode()


@pytest.mark.parametrize("voice", [True, False])
def test_it_says_how_to_report_an_error_with_or_without_messages(client, programme, voice):
    programme.feedback = voice
    programme.save()
    page = text_of(client)
    assert 'id="errors">找错' in page and "拨打12345" in page
    assert ("选“找错”" in page) is voice
    assert ('href="/feedback/"' in page) is voice


def test_the_colours_are_explained_in_the_text_and_not_again_below(client, september):
    assert text_of(client).count("badge red") == 2  # what it means, and the example


def test_the_words_of_the_pages_are_explained_and_linked_where_they_stand(client, september):
    page = text_of(client)
    for word in ("序时", "销牌", "口径", "节点", "待定", "市级任务", "未到计划时间", "提前完成"):
        assert f"<dt>{word}</dt>" in page
    for path in ("/2023/", "/2023/12/", "/2023/board/"):
        assert 'href="/about/#words">这些词是什么意思' in client.get(path).content.decode()


def test_where_only_bars_are_shown_no_card_is_explained(client, programme, september):
    programme.card_display = "bar"
    programme.save()
    page = text_of(client)
    assert "销牌" not in page and "<dt>待定</dt>" in page
