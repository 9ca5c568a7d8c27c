"""The office's desk: the open month as one table, narrowed by plain links."""

import re

import pytest

from projects.models import Assignment, Project
from supervision.actions import periods, policies, reports
from supervision.models import Report, Submission
from tests.admin.typed import fill_url, full_sheet
from tests.factories import (
    make_period,
    make_report,
    make_unit,
    moment,
)
from tests.overriding import overridden

pytestmark = pytest.mark.django_db

LATE = "2023-10-09 10:00"


@pytest.fixture
def office(sign_in, world):
    return sign_in(world.officer)


@pytest.fixture
def rules(world):
    policies.ensure_default(month="2023-01", by=None, at=moment("2023-01-01 09:00"))


@pytest.fixture
def handed_in(world, sign_in) -> Submission:
    sign_in(world.owner).post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    return Submission.objects.get()


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def rows(response) -> list[str]:
    """The table's rows, without the marks of their markup."""
    table = re.search(r'<table class="figures matrix">(.*?)</table>', text(response), re.S)
    found = re.findall(r"<tr>(.*?)</tr>", table[1], re.S)[1:] if table else []
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", row)).strip() for row in found]


def test_every_project_has_a_row_with_state_in_words_and_shape(office, handed_in):
    first, second = rows(office.get("/admin/"))
    assert "1. 教室照明" in first and "教育演示" in first and "◆ 已报待审" in first
    assert "10月5日 10:00 按时" in first
    assert "2. 适老化改造" in second and "○ 未报" in second and "还有2天" in second


def test_what_moved_since_last_month_and_what_did_not(office, world, sign_in, rules, settings):
    august = make_period(
        world.programme, "2023-08", data_until="2023-08-31", due="2023-09-05",
    )  # fmt: skip
    former = make_report(august, world.project, world.unit)
    sheet = full_sheet(world, rooms_value="60", service_ran=["2023-08"])
    settings.DEMO_CLOCK = moment("2023-09-04 10:00")
    assert sign_in(world.owner).post(fill_url(former), {**sheet, "submit": "1"}).status_code == 302
    reports.accept(
        submission=Submission.objects.get(), by=world.officer, at=moment("2023-09-05 10:00")
    )
    settings.DEMO_CLOCK = moment("2023-10-05 10:00")
    sheet = full_sheet(world, rooms_value="25", progress="九月继续。", rooms_doubt="已核对。")
    sign_in(world.owner).post(fill_url(world.report), {**sheet, "submit": "1"})
    row = rows(office.get("/admin/?month=2023-09"))[0]
    assert "教室 60→85个（+25），计划80个" in row
    assert "咨询 9月已开展" in row
    assert "未动：覆盖、工程" in row


def test_the_trial_card_stands_with_its_reason_and_last_month_s_colour(
    office, world, sign_in, rules, settings
):
    typed = {"service_ran": [], "service_cause": "医师请假", "service_measures": "排班补上"}
    sheet = {**full_sheet(world, **typed), "submit": "1"}
    sign_in(world.owner).post(fill_url(world.report), sheet)
    submission = Submission.objects.get()
    reports.accept(submission=submission, by=world.officer, at=moment("2023-10-06 10:00"))
    settings.DEMO_CLOCK = moment(LATE)
    periods.close_month(period=world.period, by=world.officer, at=moment(LATE))
    make_october(world)
    settings.DEMO_CLOCK = moment("2023-11-09 10:00")
    first, second = rows(office.get("/admin/"))
    assert "■ 红牌" in first and "上月" not in first and "咨询：" in first
    assert "逾期2天" in second
    confirm_override(world)
    assert "上月● 蓝牌" in rows(office.get("/admin/"))[0]


def make_october(world):
    period = make_period(
        world.programme, "2023-10", data_until="2023-10-31", due="2023-11-07",
    )  # fmt: skip
    for project, unit in ((world.project, world.unit), (world.stranger_report.project, None)):
        make_report(period, project, unit or world.stranger_report.unit)
    return period


def confirm_override(world):
    """September is decided to be blue."""
    at = moment("2023-10-20 10:00")
    overridden(world.project, by=world.officer, at=at, last="2023-09", reason="客观原因")


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("state=submitted", ["1."]),
        ("state=missing", ["2."]),
        ("state=owed", ["2."]),
        ("state=accepted", []),
        ("state=doubted", ["1."]),
        ("state=nonsense", ["1.", "2."]),
        ("unit={other}", ["2."]),
        ("unit={other}&state=submitted", []),
        ("unit=x", ["1.", "2."]),
        ("unit=99999999999999999999", ["1.", "2."]),
        ("p=x", ["1.", "2."]),
        ("month=2030-01", ["1.", "2."]),
    ],
)
def test_links_narrow_the_table(office, world, sign_in, asked, left):
    sheet = full_sheet(world, rooms_value="99", rooms_doubt="已核对。")
    sign_in(world.owner).post(fill_url(world.report), {**sheet, "submit": "1"})
    address = "/admin/?" + asked.format(other=world.stranger_report.unit_id)
    assert [row[:2] for row in rows(office.get(address))] == left


def test_a_returned_report_is_owed_and_overdue(office, world, handed_in, settings):
    reports.return_to_unit(
        submission=handed_in, reason="重报", by=world.officer, at=moment("2023-10-06 09:00")
    )
    settings.DEMO_CLOCK = moment(LATE)
    shown = rows(office.get("/admin/?state=owed"))
    assert len(shown) == 2
    assert "↩ 退回" in shown[0] and "逾期2天" in shown[0]
    assert "<strong>2</strong> 逾期未报" in text(office.get("/admin/"))


def test_a_report_that_came_after_the_due_day_is_late(office, world, sign_in, settings):
    settings.DEMO_CLOCK = moment("2023-10-08 00:01")
    sign_in(world.owner).post(fill_url(world.report), {**full_sheet(world), "submit": "1"})
    assert "10月8日 00:01 迟报" in rows(office.get("/admin/"))[0]


def test_several_open_months_are_looked_at_one_by_one(office, world):
    make_october(world)
    shown = text(office.get("/admin/"))
    assert 'id="month-' + str(world.period.pk) in shown, "the first to be closed"
    assert "?month=2023-10" in shown
    assert "各项目进展" in text(office.get("/admin/?month=2023-10"))


def test_the_month_s_own_page_shows_the_same_table(office, world, handed_in):
    address = f"/admin/supervision/period/{world.period.pk}/change/"
    assert [row[:2] for row in rows(office.get(address + "?state=submitted"))] == ["1."]


def many(world, count: int) -> None:
    """More projects, units and reports, as a city would have them."""
    first = world.programme.projects.count() + 1
    projects = Project.everything.bulk_create(
        Project(
            programme=world.programme,
            number=number,
            title=f"演示项目{number}",
            text=f"{number}. 演示。",
            category="city",
        )
        for number in range(first, first + count)
    )
    unit = make_unit()
    Assignment.objects.bulk_create(
        Assignment(project=each, unit=unit, role="lead", since="2023-01-01") for each in projects
    )
    Report.objects.bulk_create(
        Report(period=world.period, project=each, unit=unit) for each in projects
    )


def test_the_questions_do_not_grow_with_the_projects(
    office, world, handed_in, rules, settings, django_assert_max_num_queries
):
    settings.DEMO_CLOCK = moment(LATE)

    def asked() -> int:
        with django_assert_max_num_queries(90) as found:
            office.get("/admin/")
        return len(found)

    office.get("/admin/")
    few = asked()
    many(world, 60)
    assert asked() == few


def test_two_thousand_projects_come_in_pages_and_without_trial(
    office, world, handed_in, rules, settings, django_assert_max_num_queries
):
    settings.DEMO_CLOCK = moment(LATE)
    many(world, 2200)
    with django_assert_max_num_queries(66):
        page = office.get("/admin/?p=2")
    assert len(rows(page)) == 50
    assert "项目超过300个，试算请用命令 evaluate_cards" in text(page)
    assert "第2页，共45页" in text(page)
    assert rows(page)[0].startswith("51. ")


@pytest.mark.parametrize("who", ["owner", "stranger", "administrator"])
def test_nobody_else_sees_the_desk(sign_in, world, who):
    assert "各项目进展" not in text(sign_in(getattr(world, who)).get("/admin/?state=owed"))
