"""What a sentence claims in words is held against its card: a table of what is asked about."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.published.claimed import DAY, SHARE, days_of, share_of
from supervision.published.claims import FAST, FINE, LATE, Fact, Known, contradicted

UNTIL = dt.date(2023, 10, 31)
YELLOW = {"colour": "黄", "words": frozenset(("黄牌", "进度偏慢")), "told": "黄牌、进度偏慢"}
BLUE = {"colour": "蓝", "words": frozenset(("蓝牌", "按序时推进")), "told": "蓝牌、按序时推进"}
GRADES = frozenset(("蓝牌", "按序时推进", "黄牌", "进度偏慢", "红牌", "进度滞后"))


def fact(name="改造教室照明", paces=(LATE,), **kw) -> Fact:
    given = {
        "done": Fraction(90, 149), "planned": Fraction(120, 149), "due": (dt.date(2023, 12, 31),),
        "promised": (dt.date(2023, 11, 30),),
    }  # fmt: skip
    return Fact(name, frozenset(paces), **given | kw)


def known(grade=YELLOW, whole=None, figures=()) -> Known:
    return Known(whole or fact(), UNTIL, **grade, others=GRADES - grade["words"], figures=figures)


LIGHTS = known()
ON_TIME = known(BLUE, fact(paces=(FINE,), done=Fraction(4, 5), planned=Fraction(4, 5)))
DONE = known(BLUE, fact(paces=(FINE, FAST), finished=True, done=Fraction(1), promised=()))
ROADS = known(
    YELLOW,
    fact("城区建设"),
    (
        fact("城区供热管道"),
        fact("城区道路", (FINE,), finished=True, done=Fraction(1)),
        fact("城区绿化", (FINE, FAST), done=Fraction(7, 10), promised=(dt.date(2023, 12, 20),)),
    ),
)
STAGES = ("完成用地手续", "主体完工", "设备安装")
WORKS = known(YELLOW, fact("建设转运站", stages=STAGES[:2], steps=STAGES, done=Fraction(2, 5)))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        # colours and the words of other grades
        ("本月红牌。", ["红牌"]),
        ("亮红灯，正在赶工。", ["亮红灯"]),
        ("本月亮红", ["亮红"]),
        ("本月为黄牌，进度偏慢。", []),
        ("进度滞后，正在赶工。", ["进度滞后"]),
        ("按序时推进。", ["按序时推进"]),
        ("教室照明正按计划推进。", ["按计划推进"]),
        ("正按照序时进度推进，总体进展顺利。", ["按照序时进度推进", "进展顺利"]),
        ("目前与计划持平。", ["与计划持平"]),
        ("已赶上计划。", ["赶上计划"]),
        ("快于计划。", ["快于计划"]),
        ("进度比计划慢，正在赶工。", []),
        ("扎实推进，有序施工，正在加快推进。", []),
        ("增加班组，确保按计划推进。", []),
        ("没有按计划推进，未达到计划进度。", []),
        ("力争转为蓝牌，避免红牌。", []),
        ("由蓝牌转为黄牌。", []),
        ("上月为蓝牌，9月是蓝牌。", []),
        ("下月恢复按序时推进。", []),
        # words of completion
        ("已完成。", ["已完成"]),
        ("教室照明改造已完成。", ["已完成"]),
        ("全部完工。", ["全部完工"]),
        ("各校全部改造完成，正在验收。", ["全部改造完成"]),
        ("全部安装到位。", ["全部安装到位"]),
        ("已建成并通过验收。", []),
        ("改造已圆满完成任务。", ["已圆满完成任务"]),
        ("完成全年任务。", ["完成全年任务"]),
        ("项目竣工。", ["项目竣工"]),
        ("百分之百完成。", ["百分之百完成", "百分之百"]),
        ("已完成90口，还没有全部完成。", []),
        ("灯具招标已完成，正在安装。", []),
        ("11月底前全部完成。", []),
        ("计划全部完成后统一验收，尚未完工。", []),
        ("确保全部建成，力争如期完工。", []),
        ("完成后及时验收，完成率不高。", []),
        # shares
        ("完成六成多。", []),
        ("完成近八成。", ["近八成"]),
        ("已过半。", []),
        ("完成一半。", ["一半"]),
        ("已完成三分之二。", ["三分之二"]),
        ("完成约六成。", []),
        ("完成7成。", ["7成"]),
        ("按计划应完成八成。", []),
        ("超过三分之二的教室已换灯。", ["超过三分之二"]),
        ("不足一半。", ["不足一半"]),
        ("时间已过半，窗口只用了一半，下半年抓紧。", []),
        ("建成、形成、促成、一成不变，三成立新组。", ["一成"][:0]),
        # days
        ("11月底前完成。", []),
        ("11月30日完工。", []),
        ("11月完成。", []),
        ("计划12月底前完成。", ["12月底"]),
        ("十二月底全部完工。", ["十二月底"]),
        ("11月20日前完成。", ["11月20日"]),
        ("年底前建成。", ["年底"]),
        ("明年1月完成。", ["明年1月"]),
        ("清单要求12月31日前完成。", []),
        ("11月廿五日完工。", ["11月廿五日"]),
        ("11月10日前完成设备招标。", []),
        ("9月底完成复核，10月施工。", []),
        ("供暖前完成，2个月内完成。", []),
        ("预计提前完成。", ["提前完成"]),
        ("比计划提前三个月。", ["比计划提前"]),
        ("提前谋划，力争提前完成。", []),
        ("摘掉黄牌，力争摘掉黄牌。", ["摘掉黄牌"]),
        ("未滞后，不慢于序时。", ["未滞后", "不慢于序时"]),
        ("已追平计划，比序时快，超前完成。", ["追平计划", "比序时快", "超前完成"]),
        ("全部通过验收，所有村均已通水。", ["全部通过验收", "均已通水"]),
        ("招标全部完成。", []),
        ("正常推进，按既定计划实施。", ["正常推进", "按既定计划实施"]),
        ("列入蓝色等次，红色文化广场。", ["蓝色"]),
        ("大部分已完成。", ["已完成"]),
        ("少部分、小部分，绝大部分，基本完成。", ["少部分", "小部分", "基本"]),
        ("完成⅔。", ["⅔"]),
        ("已达标，实现全年目标，实现全覆盖。", ["已达标", "实现全年目标", "全覆盖"]),
        ("争取实现全覆盖，离达到目标还差一步。", []),
        ("四季度完成，三季度动工。", []),
        ("明年完成，第一季度验收。", ["明年"]),
    ],
)  # fmt: skip
def test_a_late_project_s_words_are_asked_about_where_its_card_does_not_bear_them(text, asked):
    assert sorted(contradicted(text, LIGHTS)) == sorted(asked)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("按序时推进，进展顺利，与计划持平。", []),
        ("完成八成。", []),
        ("进度偏慢。", ["进度偏慢"]),
        ("落后于计划。", ["落后于计划"]),
        ("黄牌。", ["黄牌"]),
        ("已摘掉黄牌，由黄牌转为蓝牌。", []),
        ("防止进度滞后，前两月的滞后已经补上。", []),
        ("超序时推进。", ["超序时"]),
        ("已全部完成。", ["已全部完成"]),
    ],
)
def test_of_a_project_on_time_too(text, asked):
    assert [each for each in contradicted(text, ON_TIME) if each in asked] == asked
    assert bool(contradicted(text, ON_TIME)) == bool(asked)


@pytest.mark.parametrize(
    "text",
    ["30户全部改造完成，比计划提前三个月。", "已完成。", "提前完成。", "全部到位，百分之百完成。"],
)
def test_of_what_is_done_it_may_be_said(text):
    assert contradicted(text, DONE) == {}
    assert contradicted(text, LIGHTS)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("城区供热管道比计划慢；道路、绿化按序时推进。", []),
        ("供热按序时推进。", ["按序时推进"]),
        ("道路已完成。绿化已完成。", ["已完成"]),
        ("道路已全部完工。", []),
        ("绿化完成七成，供热完成七成。", ["七成"]),
        ("绿化12月20日前完成，供热12月20日前完成。", ["12月20日"]),
        ("全部按计划推进。", ["按计划推进"]),
    ],
)
def test_of_several_figures_each_is_told_by_its_own(text, asked):
    assert list(dict.fromkeys(contradicted(text, ROADS))) == asked


def test_a_stage_that_is_done_may_be_called_so():
    assert contradicted("主体工程已完工，用地手续已办结。", WORKS) == {}
    assert list(contradicted("装饰工程已完工。", WORKS)) == ["已完工"]
    assert contradicted("12月底完成设备安装。", WORKS) == {}, "a stage's own day"
    assert list(contradicted("12月底完成。", WORKS)) == ["12月底"]
    assert list(contradicted("项目已完工。", WORKS)) == ["已完工"]


def test_what_the_card_says_stands_with_the_question():
    assert contradicted("本月红牌，完成近八成，12月底完成。", LIGHTS) == {
        "红牌": "本月的牌是黄牌、进度偏慢",
        "近八成": "完成率是60.4%",
        "12月底": "承诺完成的日子是2023年11月30日",
    }
    untold = replace(LIGHTS, whole=fact(done=None))
    assert contradicted("完成六成。", untold) == {"六成": "没有可以对照的完成率"}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("六成", 57.5, 62.5), ("六成多", 60, 70), ("近八成", 70, 80), ("超过九成", 90, 100),
        ("六成半", 62.5, 67.5), ("过半", 50, 100), ("近半", 40, 50), ("三分之二以上", 66.7, 71.7),
        ("百分百", 100, 100), ("大半", 50, 100), ("基本", 90, 100), ("⅔", 64.2, 69.2),
        ("绝大部分", 50, 100), ("大多数", 50, 100), ("少部分", 40, 50),
    ],
)  # fmt: skip
def test_shares_in_words_have_their_bounds(text, low, high):
    assert SHARE.match(f"{text}完成")[0] == text
    assert [round(float(each), 1) for each in share_of(text)] == [low, high]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("12月底", "2023-12-25", "2023-12-31"), ("2月底", "2023-02-25", "2023-02-28"),
        ("2024年1月5日", "2024-01-05", "2024-01-05"), ("十一月上旬", "2023-11-01", "2023-11-10"),
        ("年底", "2023-12-01", "2023-12-31"), ("明年3月", "2024-03-01", "2024-03-31"),
        ("下月底", "2023-11-25", "2023-11-30"), ("11月廿五日", "2023-11-25", "2023-11-25"),
        ("12月卅一日", "2023-12-31", "2023-12-31"), ("明年", "2024-01-01", "2024-12-31"),
        ("第四季度", "2023-10-01", "2023-12-31"), ("年内", "2023-10-31", "2023-12-31"),
    ],
)  # fmt: skip
def test_days_in_words_have_their_span(text, first, last):
    found = DAY.fullmatch(text)
    assert [str(day) for day in days_of(found, UNTIL)] == [first, last]


@given(st.text(alphabet="一二十月日底成半红牌完成全部已按序时推进，。12※3", max_size=30))
def test_any_text_is_read(text):
    for card in (LIGHTS, ROADS, DONE):
        assert all(phrase in text for phrase in contradicted(text, card))
