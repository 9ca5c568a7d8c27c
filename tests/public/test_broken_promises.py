"""A day that a unit promised and did not keep stays marked wherever the project is told of."""

import datetime as dt
from urllib.parse import quote

import pytest

from projects.models import TargetTerms, User
from supervision.briefing.leaders import leaders_page
from supervision.models import Period, Reading, Report, Review, Submission
from supervision.published.unit_days import done_by
from tests.factories import (
    make_officer,
    make_project,
    make_report,
    make_target,
    make_unit,
    moment,
)
from tests.public.crawled import Site
from tests.public.months import count_cards, make_card, make_month, quantity, stages
from tests.public.reading import text_of

pytestmark = pytest.mark.django_db
NAME = "改造提升教室照明"
FIRST, SECOND = dt.date(2023, 9, 30), dt.date(2023, 11, 30)
FORMER = "责任单位原承诺9月30日，未兑现"
PLACE = f"/2023/places/{quote('疃里镇')}/{quote('演示第1小学')}/"


@pytest.fixture
def months(programme, lights, settings):
    """August and September public."""
    settings.DEMO_CLOCK = moment("2023-10-20 10:00")
    return make_month(programme, "2023-08", published="2023-09-12 10:00"), make_month(programme)


def read(project, months, values: dict[str, str]):
    """A card for each month with the values read up to it."""
    for month in months:
        known = {key: value for key, value in values.items() if key <= month.month}
        make_card(month, project, quantity(readings=known))


@pytest.fixture
def rooms(lights, months):
    """Behind in both months."""
    target = make_target(lights, NAME, value="149", measure="口")
    target.sites.create(name="演示第1小学", place="疃里镇", planned="2023-08", quantity=20)
    read(lights, months, {"2023-08": "80", "2023-09": "90"})
    for month in months:
        count_cards(month)
    return target


def give(target, months, *days):
    """What the unit promised in each month's report, accepted the day it was due."""
    unit = make_unit()
    for period, day in zip(months, days, strict=True):
        report = make_report(period, target.project, unit)
        send(report, target, day, moment(f"{period.due} 10:00"))


def send(report, target, day, at):
    """A report's next submission, accepted at once."""
    officer = User.objects.filter(username="accepting").first() or make_officer("accepting")
    sent = Submission.objects.create(
        report=report, number=report.submissions.count() + 1, progress="", next_steps="",
        unit_name="教育", at=at, by=officer,
    )  # fmt: skip
    Reading.objects.create(submission=sent, target=target, finish=day)
    Review.objects.create(submission=sent, verdict="accepted", by=officer, at=at)


def test_another_day_stands_beside_the_one_that_was_not_kept(client, rooms, months):
    give(rooms, months, FIRST, SECOND)
    now = f"{FORMER}；现承诺11月30日完成"
    page = text_of(client, "/2023/12/")
    assert f"{now}，要求12月底前" in page and f"{now}。" in page
    assert 'class="finish broken">责任单位原承诺9月30日，未兑现<' in page
    assert now in text_of(client, "/2023/12/sheet/")
    for path in (PLACE, f"{PLACE}sheet/", "/2023/sites/"):
        assert f"{FORMER}；现承诺11月30日前全部完成" in text_of(client, path), path
    assert "原承诺9月30日，未兑现" in text_of(client, "/2023/board/")
    for path in ("/feed/", "/2023/12/feed/", f"{PLACE}feed/"):
        told = client.get(path).content.decode()
        assert "承诺未兑现：第12项" in told and "原承诺2023年9月30日完成，到期没有完成" in told
    assert text_of(client, "/search/?q=第12项").count(now) == 1


def test_files_and_papers_of_the_office_say_it_too(client, rooms, months):
    give(rooms, months, FIRST, SECOND)
    august, september = (row for row in Site(client).table("progress"))
    assert (august["promised"], august["broken"]) == ("2023-09-30", "")
    assert (september["promised"], september["broken"]) == ("2023-11-30", "2023-09-30")
    [row] = client.get("/2023/status.json").json()["rows"]
    assert row["remark"] == "承诺完成时间2023-11-30；原承诺2023-09-30，未兑现"
    period = Period.everything.get(month="2023-09")
    [behind] = leaders_page(period, moment("2023-10-20 10:00")).behind
    assert behind.words["承诺时间"] == "11月30日（原承诺9月30日，未兑现）"


TELLING = ("/2023/12/", "/feed/", "/2023/12/feed/", PLACE)


@pytest.mark.parametrize(("day", "broken"), [("2023-10-04", False), ("2023-10-15", True)])
def test_a_day_taken_back_in_the_same_month_was_never_given(client, rooms, months, day, broken):
    """But a report sent anew after the card was computed changes nothing that is public."""
    give(rooms, months, FIRST, SECOND)
    send(Report.objects.get(period=months[0]), rooms, None, moment(f"{day} 10:00"))
    assert {path: "未兑现" in text_of(client, path) for path in TELLING} == dict.fromkeys(
        TELLING, broken
    )


def test_it_does_not_vanish_where_no_other_day_is_given(client, rooms, months):
    give(rooms, months, FIRST, None)
    assert f"{FORMER}；没有报新的时间，要求12月底前" in text_of(client, "/2023/12/")
    assert f"{FORMER}；没有报新的时间" in text_of(client, PLACE)


def test_a_day_that_is_still_the_unit_s_word_is_only_over(client, rooms, months):
    give(rooms, months, FIRST, FIRST)
    page = text_of(client, "/2023/12/")
    assert "责任单位承诺9月30日完成（已过期）" in page and "未兑现" not in page


def test_a_day_before_its_month_is_over_is_not_broken_yet(client, rooms, months):
    give(rooms, months, dt.date(2023, 10, 15), SECOND)
    assert "未兑现" not in text_of(client, "/2023/12/")


@pytest.mark.parametrize(
    ("values", "day", "said"),
    [
        ({"2023-08": "80", "2023-09": "149"}, FIRST, False),
        ({"2023-08": "80", "2023-09": "149"}, dt.date(2023, 8, 31), True),
    ],
)
def test_what_was_kept_has_no_mark_and_what_came_late_keeps_its(
    client, lights, months, values, day, said
):
    target = make_target(lights, NAME, value="149", measure="口")
    read(lights, months, values)
    give(target, months, day, None)
    page = text_of(client, "/2023/12/")
    assert ("已完成（原承诺8月31日，未兑现）" in page) is said
    assert ("未兑现" in page) is said and "没有报新的时间" not in page


def test_a_promise_moved_by_decision_in_time_was_not_broken(client, rooms, months):
    give(rooms, months, FIRST, SECOND)
    terms = TargetTerms.objects.get(target=rooms)
    terms.pk, terms.version, terms.due = None, 2, dt.date(2024, 1, 31)
    terms.recorded_at, terms.effective = moment("2023-09-20 10:00"), "2023-09"
    terms.save()
    assert "未兑现" not in text_of(client, "/2023/12/")


def test_a_stage_says_it_of_itself(client, programme, months):
    project = make_project(programme, number=21, title="垃圾分类")
    plan = [
        ("用地手续", "20", "2023-03"),
        ("主体完工", "50", "2023-08"),
        ("试运行", "30", "2023-12"),
    ]
    target = make_target(project, "转运站", kind="milestones", plan=plan)
    for month in months:
        make_card(month, project, stages())
    give(target, months, FIRST, SECOND)
    page = text_of(client, "/2023/21/")
    late = page.split('<li class="overdue">')[1].split("</li>")[0]
    assert "责任单位原承诺9月30日，未兑现 · 现承诺" in late
    assert "责任单位原承诺“主体完工”9月30日，未兑现；现承诺“主体完工”11月30日完成" in page
    [row] = client.get("/2023/status.json").json()["rows"][-1:]
    assert "原承诺“主体完工”2023-09-30，未兑现" in row["remark"]


def test_a_value_that_is_not_told_marks_nothing():
    facts = quantity(readings={"2023-09": "不足10"})
    assert done_by(facts, FIRST)
    assert not done_by(quantity(readings={"2023-09": "90"}), FIRST)
    assert not done_by(quantity(readings={"2023-10": "149"}), FIRST)
