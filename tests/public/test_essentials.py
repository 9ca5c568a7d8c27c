"""What a promise gives, when, and whom to call stand first on its page."""

import datetime as dt

import pytest

from supervision.models import Reading, Review, Submission
from supervision.published import essentials, sentences
from supervision.published.figures import Figure
from supervision.published.wording import Shares
from tests.factories import (
    make_officer,
    make_project,
    make_report,
    make_target,
    make_unit,
    moment,
)
from tests.public.months import make_card, make_month, quantity, service
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db
DUE = "2023-12-31"


def figure(name="照明", **kw):
    return Figure(
        **{"name": name, "kind": "quantity", "total": "149", "measure": "口", "due": DUE, **kw}
    )


@pytest.mark.parametrize(
    "kw, said",
    [
        ({}, "照明149口"),
        ({"verb": "新增", "name": "托位", "measure": "个"}, "托位新增149个"),
        ({"verb": "已减少"}, "照明减少149口"),
        ({"kind": "coverage", "total": "100", "measure": "%"}, "照明，覆盖100%"),
        (
            {"name": "护理保险覆盖", "kind": "coverage", "total": "100", "measure": "%"},
            "护理保险覆盖100%",
        ),
        ({"kind": "milestones", "total": "4"}, "照明"),
        ({"kind": "service", "total": "12"}, "照明，常年开展"),
        ({"kind": "service", "total": "4"}, "照明"),
    ],
)
def test_what_a_promise_gives_is_said_as_it_was_promised(kw, said):
    assert essentials.gains([figure(**kw)]) == [said]


def test_of_many_promises_three_are_named_and_all_counted():
    assert essentials.gains([figure(str(n)) for n in range(6)])[3:] == ["等6件"]
    assert len(essentials.gains([figure(str(n)) for n in range(4)])) == 4


def when(*figures, finish=(), moved=()):
    found = essentials.times(list(figures), dict(finish), dict(moved), "2023-09")
    return [(each.names, each.words, each.state) for each in found]


def test_promises_of_one_day_stand_together_and_the_late_ones_first():
    late = figure("道路", behind=True)
    assert when(
        figure("甲"), figure("乙"), late, finish={"道路": dt.date(2023, 11, 30)}.items()
    ) == [
        (["道路"], "责任单位承诺11月30日完成，要求12月底前", "late"),
        (["甲", "乙"], "12月底前完成", "coming"),
    ]


def test_a_day_that_is_not_kept_to_is_told_as_what_is_asked():
    assert when(figure("道路", behind=True)) == [(["道路"], "要求12月底前完成", "late")]


def test_a_moved_date_names_the_one_first_promised():
    moved = {"照明": dt.date(2023, 10, 31)}.items()
    assert when(figure(), moved=moved)[0][1] == "12月底前完成（原定10月31日前）"


def test_what_is_done_has_no_date_any_more():
    done = figure(shares=Shares(1, 1), behind=False)
    assert when(done) == [(["照明"], "已完成", "done")]


def test_a_service_without_its_months_is_not_said_to_end_on_a_day():
    assert when(figure("回访", kind="service")) == [(["回访"], "常年开展", "standing")]


def test_a_page_opens_with_what_when_and_whom(client, lights, september):
    make_target(lights, "改造提升教室照明", value="149", measure="口")
    page = text_of(client, "/2023/12/")
    head = page[: page.index('id="promise"')]
    assert "得到什么</dt><dd>改造提升教室照明149口" in head
    assert "12月底前完成" in head and 'href="tel:05370000002"' in head
    assert "比计划慢，提醒赶上" in head


def test_bar_and_figure_are_of_the_promise_that_decides_and_the_mean_one_click_away(
    client, programme, september
):
    project = make_project(programme, number=20)
    make_card(
        september,
        project,
        quantity("道路", "149"),
        quantity("供热管道", "90"),
        quantity("绿化", "300"),
    )
    page = text_of(client, "/2023/20/")
    head = page[: page.index('id="promise"')]
    assert "供热管道完成<b>60.4%</b>，按计划应到<b>80.5%</b>" in head
    assert "3项合起来算，总体完成86.8%</summary>" in head
    assert "道路：100%" in head and "供热管道：60.4%" in head and "绿化：100%" in head
    assert 'href="/about/#mean"' in head and 'id="mean"' in text_of(client, "/about/")


def test_a_service_says_its_months(client, programme, september):
    project = make_project(programme, number=2)
    make_card(september, project, service())
    assert "1月至12月每月开展" in text_of(client, "/2023/2/")


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ((3, 4, 5), "3月至5月每月开展"),
        ((3, 6, 9, 11), "3、6、9、11月开展"),
        ((4,), "4月开展"),
    ],
)
def test_a_service_of_some_months_is_not_said_to_be_of_every_month(months, said):
    assert essentials.run_months([f"2023-{month:02d}" for month in months]) == said


@pytest.mark.parametrize(("total", "said"), [("12", "常年开展的服务；"), ("4", "按月开展的服务；")])
def test_its_sentence_says_whether_it_goes_on_all_year(total, said):
    one = figure(kind="service", total=total, done="3", gap="按计划开展")
    assert sentences.single(one, "2023-09").startswith(said)


def test_the_legend_tells_all_its_colours(client, september):
    page = client.get("/2023/").content.decode()
    assert "跟上计划或落后不到10个百分点为蓝牌（按序时推进）" in page
    assert "“序时”就是分月计划" in page


def reported(project, period, target, served, at="2023-10-07 10:00", **kw):
    officer = make_officer()
    report = make_report(period, project, make_unit())
    submission = Submission.objects.create(
        report=report, number=1, progress="", next_steps="", unit_name="卫生", at=moment(at),
        by=officer,
    )  # fmt: skip
    Reading.objects.create(submission=submission, target=target, served=served, **kw)
    Review.objects.create(submission=submission, verdict="accepted", by=officer, at=moment(at))


@pytest.mark.parametrize(
    "served, sensitive, said", [(218, True, "218"), (7, True, "不足10"), (7, False, "7")]
)
def test_people_served_stand_on_the_page(client, programme, september, served, sensitive, said):
    project = make_project(programme, number=2, sensitive=sensitive)
    months = [f"2023-{number:02d}" for number in range(1, 13)]
    target = make_target(
        project, "产前筛查", kind="service", baseline=None, value=None, plan=months, measure="人次"
    )
    make_card(september, project, service())
    reported(project, september, target, served)
    assert f"累计服务<b>{said}</b>人次" in text_of(client, "/2023/2/")


@pytest.mark.parametrize(
    ("bound", "kind", "value", "measure", "said"),
    [
        ("at_least", "quantity", "6", "次", "宣传活动不少于6次"),
        ("at_most", "quantity", "5", "起", "宣传活动不超过5起"),
        ("at_most", "coverage", "5", "%", "宣传活动，不超过5%"),
        ("at_least", "coverage", "99", "%", "宣传活动，不少于99%"),
        ("exactly", "coverage", "99", "%", "宣传活动，覆盖99%"),
    ],
)
def test_what_was_promised_as_a_bound_is_told_as_one(
    client, programme, bound, kind, value, measure, said
):
    project = make_project(programme, number=3)
    make_target(
        project, "宣传活动", kind=kind, value=value, measure=measure, comparison=bound
    )  # fmt: skip
    assert said in text_of(client, "/2023/3/")


def test_a_rate_with_a_baseline_is_promised_as_the_rate_it_reaches(client, programme):
    project = make_project(programme, number=3)
    kw = {"kind": "coverage", "value": "99", "baseline": "97", "comparison": "at_least"}
    make_target(project, "水质合格率", **kw)
    page = text_of(client, "/2023/3/")
    assert "水质合格率，不少于99%" in page and "2%" not in page


def test_a_published_month_tells_the_bound_too(client, programme):
    project = make_project(programme, number=3)
    make_target(project, "改造提升教室照明", value="149", measure="口", comparison="at_least")
    make_card(make_month(programme), project, quantity())
    page = text_of(client, "/2023/3/")
    assert "改造提升教室照明不少于149口" in page and "承诺不少于149口" in page
