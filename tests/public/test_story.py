"""What a project's page tells of its months: moves, cards won and lost, promises changed."""

import datetime as dt
import re

import pytest

from supervision.actions.overrides import decide_override, propose_override
from supervision.models import Reading, Review, Submission
from tests.factories import make_officer, make_project, make_report, make_target, make_unit, moment
from tests.public.months import make_card, make_month, make_release, quantity, service, stages
from tests.public.reading import text_of
from tests.public.test_monthly import changed_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_months(programme, lights):
    for month, readings in (
        ("2023-08", {"2023-08": "90"}),
        ("2023-09", {"2023-08": "90", "2023-09": "95"}),
    ):
        make_card(make_month(programme, month), lights, quantity(readings=readings))


def test_what_changed_since_the_last_month_stands_near_the_top(client, two_months):
    page = text_of(client, "/2023/12/")
    top = page.split('id="promise"')[0]
    assert "9月变化" in top
    assert "新亮黄牌。改造提升教室照明90→95口（+5）。" in top


def test_a_month_without_progress_is_said(client, programme, lights):
    for month in ("2023-08", "2023-09"):
        readings = {"2023-08": "90"}
        make_card(make_month(programme, month), lights, quantity(readings=readings))
    assert "改造提升教室照明8月以来没有新进展。" in text_of(client, "/2023/12/")


def test_a_cleared_card_is_told_in_its_month(client, programme, lights):
    for month, value in (("2023-08", "10"), ("2023-09", "120")):
        make_card(make_month(programme, month), lights, quantity(readings={month: value}))
    assert "销牌，赶上计划" in text_of(client, "/2023/12/")


def test_a_card_made_milder_by_a_decision_is_not_called_caught_up(client, programme, lights):
    for month in ("2023-08", "2023-09"):
        readings = {"2023-08": "10", month: "20"}
        make_card(make_month(programme, month), lights, quantity(readings=readings))
    decided(lights, colour="blue", first="2023-09", last="2023-09")
    page = text_of(client, "/2023/12/")
    assert re.findall("由.牌认定为蓝牌|赶上计划", page) == ["由黄牌认定为蓝牌"] * 2
    month = text_of(client, "/2023/changes/2023-09/")
    assert "经认定改牌" in month and "赶上计划" not in month


def decided(project, **kw):
    at = moment("2023-10-08 09:00")
    override = propose_override(
        project=project, reason="汛期停工", basis_kind="minutes", basis="演示会议纪要",
        by=make_officer("one"), at=at, **kw,
    )  # fmt: skip
    decide_override(override=override, confirmed=True, reason="", by=make_officer("two"), at=at)


def test_words_only_tells_the_turn_without_a_colour(client, programme, two_months):
    programme.card_display = "words"
    programme.save()
    page = text_of(client, "/2023/12/")
    assert "由“超序时推进”转为“进度偏慢”" in page
    programme.card_display = "bar"
    programme.save()
    page = text_of(client, "/2023/12/")
    assert "转为" not in page and "90→95口" in page


def test_a_changed_promise_stands_between_the_months(client, programme):
    terms = changed_promise(programme, "2023-10-18 10:00")
    project = terms.target.project
    make_card(make_month(programme), project, quantity("处理能力"))
    story = text_of(client, "/2023/21/").split('id="months"')[1]
    assert story.index("2023年10月18日") < story.index('datetime="2023-09"')
    assert "设备调试跨年" in story


def accepted(programme, lights, period, finish, *, at="2023-10-07 10:00", number=1):
    """A report of the lights, accepted, in which the unit promises a day."""
    officer = make_officer(f"officer-{number}")
    target = lights.targets.first() or make_target(lights, "改造提升教室照明", value="149")
    report = period.reports.first() or make_report(period, lights, make_unit())
    submission = Submission.objects.create(
        report=report, number=number, progress="", next_steps="", unit_name="教育", at=moment(at),
        by=officer,
    )  # fmt: skip
    Reading.objects.create(submission=submission, target=target, value="90", finish=finish)
    Review.objects.create(submission=submission, verdict="accepted", at=moment(at), by=officer)


def test_the_day_the_unit_promised_is_told(client, programme, lights, september, settings):
    settings.DEMO_CLOCK = moment("2023-11-07 10:00")
    accepted(programme, lights, september, dt.date(2023, 11, 30))
    page = text_of(client, "/2023/12/")
    assert "责任单位承诺11月30日完成。" in page
    assert '<time datetime="2023-11-30">2023年11月30日</time> 完成' in page


@pytest.mark.parametrize(("day", "told"), [("2023-11-30", False), ("2023-12-15", True)])
def test_a_day_before_the_last_stage_is_not_told_of_the_whole(client, programme, day, told):
    project = make_project(programme, unit=make_unit("生态（演示）"), number=21, title="转运站")
    rows = [("主体完工", "50", "2023-08"), ("试运行", "50", "2023-12")]
    make_target(project, "转运站", kind="milestones", plan=rows)
    period = make_month(programme)
    keys = ("name", "weight", "planned", "done")
    done = [
        dict(zip(keys, (*row, month), strict=True))
        for row, month in zip(rows, ("2023-08", None), strict=True)
    ]
    make_card(period, project, stages("转运站", milestones=done))
    accepted(programme, project, period, dt.date.fromisoformat(day))
    assert ("责任单位承诺" in text_of(client, "/2023/21/")) is told


def test_a_promise_accepted_after_the_card_s_day_is_not_told(client, programme, lights, september):
    accepted(programme, lights, september, dt.date(2023, 11, 30))
    accepted(programme, lights, september, dt.date(2024, 3, 1), at="2023-10-20 10:00", number=2)
    page = text_of(client, "/2023/12/")
    assert "承诺11月30日" in page and "2024年3月1日" not in page


def test_neighbours_the_bulletin_and_the_page_s_own_address_are_there(client, september):
    page = text_of(client, "/2023/12/?view=large")
    assert 'rel="next" href="/2023/13/?view=large"' in page
    assert 'rel="prev"' not in page
    assert 'href="/2023/bulletins/9/?view=large"' in page
    assert '<p class="address">http://testserver/2023/12/</p>' in page


def test_a_service_describes_itself_to_search_engines(client, programme, september):
    make_card(september, make_project(programme, number=2, title="产前筛查"), service())
    assert '"@type":"GovernmentService","name":"' in text_of(client, "/2023/2/")
    assert "GovernmentService" not in text_of(client, "/2023/12/")


def test_a_full_year_stays_within_its_queries(
    client, programme, lights, django_assert_max_num_queries
):
    for number in range(1, 13):
        period = make_month(programme, f"2023-{number:02d}")
        make_card(period, lights, quantity(readings={period.month: "20"}))
        make_release(period, lights, "一句话。")
    with django_assert_max_num_queries(15):
        client.get("/2023/12/")
