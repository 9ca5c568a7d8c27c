"""One exact number on every page: cut where it is shown, never across a line or to “done”."""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

import pytest

from supervision.published.in_units import reaching, stands_for_whole
from supervision.rules.numbers import side_by_side
from tests.factories import make_project, make_target
from tests.public.months import count_cards, make_card, make_month, quantity, stages
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db
LINES = (Fraction(10), Fraction(30))
DECEMBER = "2023-12"


def million(value, planned="600000", month="2023-09"):
    """Of 1,000,000 promised, so many planned by the month."""
    plan = {month: planned, DECEMBER: "1000000"}
    return quantity("灯", value, target="1000000", plan=plan, readings={month: value})


@pytest.fixture
def pages(client, programme):
    """Every page of a month that tells of project 5."""

    def made(*targets, month="2023-09", paths=("5/", "5/cards/{}/", "", "board/", "units/")):
        period = make_month(programme, month)
        make_card(period, make_project(programme, number=5), *targets)
        count_cards(period)
        return {path: text_of(client, f"/2023/{path.format(month)}") for path in paths}

    return made


@pytest.mark.parametrize(
    ("done", "gap", "card"),
    [
        ("500001", "9.9999", "蓝牌"),
        ("500000", "10", "黄牌"),
        ("300100", "29.99", "黄牌"),
        ("300000", "30", "黄牌"),
        ("299960", "30.004", "红牌"),
        ("299600", "30.04", "红牌"),
    ],
)
def test_a_gap_stays_on_its_side_of_every_line(pages, done, gap, card):
    found = pages(million(done))
    why = found["5/cards/{}/"]
    assert f"为什么是{card}" in why
    assert ("正好在这条线上" in why) is (gap in ("10", "30"))
    if card != "蓝牌":
        assert f"落后{gap}个百分点" in why
    amounts = [Fraction(each) for each in re.findall("(?:还有|越过这条线)([0-9.]+)个百分点", why)]
    assert sum(amounts) == 20 or Fraction(gap) in (10, 30) or card != "黄牌"
    done_text, planned, apart = side_by_side(Fraction(int(done), 10**6), Fraction(6, 10), LINES)
    assert (apart, Fraction(planned) - Fraction(done_text)) == (gap, Fraction(gap))
    assert f"完成<b>{done_text}%</b>，按计划应到<b>{planned}%</b>" in found["5/"]
    assert f"比计划低{gap}个百分点" in found["5/"]
    assert f"完成{done_text}%，计划{planned}%" in found[""]


def test_nearly_all_is_never_all(pages):
    found = pages(million("999980", "1000000", DECEMBER), month=DECEMBER)
    for path, page in found.items():
        assert "已全部完成" not in page and "全部完成" not in page.split("legend")[0], path
        assert not re.search(r"完成(<b>)?100%", page), path
    assert "99.998%" in found["5/"]
    assert "99.998%" in found["board/"]
    assert "红牌" in found["5/"]


def test_a_whole_is_done_when_every_part_is(client, programme):
    project = make_project(programme, number=14)
    whole = make_target(project, "公益岗位", value="549")
    parts = {"城镇": ("209", "250"), "乡村": ("340", "299")}
    for name, (target, _) in parts.items():
        make_target(project, name, value=target, part_of=whole)
    month = make_month(programme)
    plans = {name: {"2023-09": target, DECEMBER: target} for name, (target, _) in parts.items()}
    make_card(month, project, *(
        quantity(name, done, target=target, plan=plans[name], measure="个")
        for name, (target, done) in parts.items()
    ))  # fmt: skip
    count_cards(month)
    page = text_of(client, "/2023/14/")
    assert "已全部完成" not in page
    assert "承诺549个，截至9月底已完成549个，乡村比计划少41个；" in page


def test_a_target_that_went_the_wrong_way_is_said_in_words(client, programme):
    points = {f"2023-{n:02d}": "7" for n in range(1, 12)} | {DECEMBER: "0"}
    month = make_month(programme)
    worse = quantity("消除点位", "9", baseline="7", target="0", plan=points, measure="处")
    make_card(month, make_project(programme, number=5), worse)
    page = text_of(client, "/2023/5/") + text_of(client, "/2023/5/cards/2023-09/")
    assert "比起始多2处" in page
    assert "-28" not in page and "−28" not in page and "已越过" not in page


def test_a_margin_is_said_only_of_the_rule_that_gave_the_colour(client, programme):
    month = make_month(programme)
    due = quantity(value="140", due="2023-09-30", plan={"2023-09": "149"})
    make_card(month, make_project(programme, number=5), due)
    page = text_of(client, "/2023/5/cards/2023-09/")
    assert "为什么是红牌" in page and "离这条线" not in page


def test_a_target_that_has_not_begun_says_when_it_does(client, programme):
    month = make_month(programme)
    later = quantity("后来", "", start="2023-11", plan={"2023-11": "0", DECEMBER: "149"})
    make_card(month, make_project(programme, number=5), quantity(), later)
    assert "2023年11月起开始" in text_of(client, "/2023/5/")


@pytest.mark.parametrize(("falls", "way"), [(False, ROUND_FLOOR), (True, ROUND_CEILING)])
def test_a_share_stands_for_what_it_was_rounded_from_whichever_way_it_goes(falls, way):
    for whole in (7, 40, 149):
        for part in range(whole + 1):
            share = (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), way)
            assert reaching(share, Decimal(whole), falls) == part
            assert stands_for_whole(share, Decimal(whole), falls)


def test_past_december_the_year_is_said(client, programme):
    month = make_month(programme, "2024-01", published="2024-02-12 10:00")
    make_card(month, make_project(programme, number=5), quantity(readings={"2023-12": "120"}))
    assert "要求2023年12月底前完成" in text_of(client, "/2023/5/")


def test_a_card_cleared_short_of_its_plan_has_not_caught_up(client, programme):
    project = make_project(programme, number=5)
    make_card(make_month(programme, "2023-08", published="2023-09-12 10:00"), project,
              stages())  # fmt: skip
    done = stages()
    done["milestones"][1]["done"] = "2023-09"
    make_card(make_month(programme), project, done, quantity(value="114"))
    page = text_of(client, "/2023/5/")
    assert "销牌，差距回到10个百分点以内" in page and "赶上计划" not in page
