"""“为什么是这张牌”: for the office and the unit that got it, then and now."""

import json

import pytest

from supervision.actions import policies
from supervision.models import Card
from supervision.rules import PRESETS, Facts, Policy, evaluate
from tests.admin.closed import close_september, corrected, report_september
from tests.factories import moment
from tests.overriding import confirm, propose

pytestmark = pytest.mark.django_db
CARD = "/admin/supervision/card/2023/1/2023-09/"
FILES = [f"{CARD}{name}.json" for name in ("facts", "verdict", "policy")]


def text_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.fixture
def closed(world, sign_in, settings):
    close_september(world, sign_in, settings, rooms_value="60")
    return world


WHO = {"owner": 200, "colleague": 200, "stranger": 404, "officer": 200, "root": 200,
       "administrator": 404}  # fmt: skip


def test_the_office_and_the_leading_unit_read_it_and_nobody_else(closed, sign_in):
    for who, status in WHO.items():
        client = sign_in(getattr(closed, who))
        for url in (CARD, *FILES):
            assert client.get(url).status_code == status, (who, url)


def test_the_anonymous_are_asked_to_sign_in(closed, client):
    for url in (CARD, *FILES):
        assert client.get(url).status_code == 302


def test_not_yours_reads_exactly_like_not_there(closed, sign_in):
    client = sign_in(closed.stranger)
    yours, nothing = client.get(CARD), client.get(CARD.replace("/1/", "/99/"))
    assert (yours.status_code, yours.content) == (nothing.status_code, nothing.content)


def test_it_says_the_plain_thing_first_and_then_exactly(closed, sign_in):
    page = text_of(sign_in(closed.owner), CARD)
    assert page.index("教室：承诺100个，已完成60个，比计划少20个；其余各项正常") < page.index(
        "逐条规则"
    )
    for part in (
        "（60 − 0）÷（100 − 0）＝60%", "（80 − 0）÷（100 − 0）＝80%", "20个百分点",
        "再落后10个百分点到红牌督办的线", "追回10个百分点到蓝牌的线", "没有触及",
        "第1次报送", "演示officer，2023年10月5日 10:00", "三色 第1版", "序时计划第1版",
        "口径第1版", "到10月31日", "manage.py replay_card facts.json --policy policy.json",
    ):  # fmt: skip
        assert part in page, part
    assert Card.everything.get(project=closed.project).digest in page


def test_the_files_replay_to_the_stored_card(closed, sign_in):
    client = sign_in(closed.owner)
    facts, verdict, policy = (json.loads(client.get(url).content) for url in FILES)
    again = evaluate(Facts.from_json(facts), Policy.from_json(policy))
    assert again.to_json() == verdict
    assert verdict["digest"] == Card.everything.get(project=closed.project).digest
    assert "forecast" in verdict["targets"][0]


def test_a_trial_card_says_that_it_is_one(world, sign_in):
    report_september(world, sign_in, rooms_value="60")
    page = text_of(sign_in(world.owner), CARD)
    assert "拟亮牌" in page and "不存档" in page and "还没有定稿的牌" in page


def test_before_the_month_is_over_there_is_no_card_for_anyone(world, sign_in, settings):
    report_september(world, sign_in, rooms_value="60")
    settings.DEMO_CLOCK = moment("2023-09-30 23:00")
    for who in (world.owner, world.officer):
        for url in (CARD, *FILES):
            answer = sign_in(who).get(url)
            assert answer.status_code == 404
            assert "还没有结束，没有牌" in answer.content.decode()


@pytest.mark.parametrize("url", [CARD, FILES[0]])
def test_a_bad_day_is_a_sentence_and_400(closed, sign_in, url):
    client = sign_in(closed.officer)
    bad = ["昨天", "2023-13-01", "2023-02-30", "20231006", "2023-W40-5", "<b>", "1" * 9999]
    for known in bad:
        answer = client.get(url, {"known": known})
        assert answer.status_code == 400
        assert "不是日期，请写成" in answer.content.decode()
        assert "<b>”" not in answer.content.decode()
    answer = client.get(url, {"known": "2024-01-01"})
    assert answer.status_code == 400 and "还没有到" in answer.content.decode()


def test_what_was_shown_before_a_correction_is_still_shown_for_that_day(closed, sign_in):
    client = sign_in(closed.officer)
    before = text_of(client, f"{CARD}?known=2023-10-19")
    corrected(closed, "78", "2023-10-20")
    then = text_of(client, f"{CARD}?known=2023-10-19")
    assert "已完成60个" in then and "当时所知" in then and "现在所知" in then
    assert then.index("黄牌 进度偏慢") < then.index("第2版（更正）")
    sums = "（60 − 0）÷（100 − 0）＝60%"
    assert sums in before and sums in then
    now = text_of(client, CARD)
    assert "（78 − 0）÷（100 − 0）＝78%" in now and "更正：剔除重复统计" in now
    facts = [
        json.loads(client.get(f"{FILES[0]}{asked}").content)["targets"][0]["readings"]["2023-09"]
        for asked in ("?known=2023-10-19", "")
    ]
    assert [reading["value"] for reading in facts] == ["60", "78"]


def test_a_day_before_there_was_a_card_says_so(closed, sign_in):
    answer = sign_in(closed.owner).get(f"{CARD}?known=2023-09-20")
    assert answer.status_code == 404
    assert "还没有结束，没有牌" in answer.content.decode()


def test_between_report_and_closing_the_day_shows_the_trial_of_then(closed, sign_in):
    page = text_of(sign_in(closed.owner), f"{CARD}?known=2023-10-06")
    assert "拟亮牌" in page and "现在所知" in page


def test_an_override_is_told_with_the_computed_card(closed, sign_in):
    at = moment("2023-10-20 09:00")
    override = propose(closed.project, by=closed.officer, at=at, basis="演示纪要5号")
    client = sign_in(closed.owner)
    assert "演示纪要5号" not in text_of(client, CARD)
    confirm(override, at)
    page = text_of(client, CARD)
    assert "经认定，按规则计算是" in page and "演示纪要5号" in page
    then = text_of(client, f"{CARD}?known=2023-10-19")
    assert "经认定" not in then[then.index("逐条规则") :]


def test_reports_desk_and_month_lead_there(closed, sign_in):
    report = f"/admin/supervision/report/{closed.report.pk}/change/"
    assert f'href="{CARD}"' in text_of(sign_in(closed.owner), report)
    period = f"/admin/supervision/period/{closed.period.pk}/change/"
    assert f'href="{CARD}"' in text_of(sign_in(closed.officer), period)


def test_what_is_not_there_is_404(closed, sign_in):
    client = sign_in(closed.officer)
    for path in ("2022/1/2023-09/", "2023/1/2023-13/", "2023/1/2023-08/"):
        assert client.get(f"/admin/supervision/card/{path}", follow=True).status_code == 404
    assert client.get(f"{CARD}secret.json").status_code == 404


def test_a_ladder_policy_is_told_in_its_own_words(world, sign_in, settings):
    policies.adopt(
        policy=PRESETS["阶梯"], valid_from="2023-01", by=None, at=moment("2023-02-01 09:00")
    )
    close_september(world, sign_in, settings, rooms_value="72")
    page = text_of(sign_in(world.owner), CARD)
    assert "蓝牌提示" in page and "第1个月起为蓝牌提示" in page
