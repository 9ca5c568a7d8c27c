"""A small programme whose September was reported, closed and published by the real actions."""

import io

import openpyxl

from projects.models import Programme, User
from supervision.actions import opening, periods, releases, reports
from supervision.models import Period, Report, Submission
from supervision.status_sheet.status import Wanted, status_sheet
from tests.factories import (
    make_clerk,
    make_officer,
    make_programme,
    make_project,
    make_target,
    make_unit,
    make_user,
    moment,
)

OPENED, HANDED_IN = moment("2023-09-01 09:00"), moment("2023-10-07 10:00")
CLOSED, PUBLISHED = moment("2023-10-10 10:00"), moment("2023-10-12 10:00")
NARRATIVE = {"progress": "本月改造。", "next": "继续改造。"}


def lamps(programme: Programme | None = None, **kw):
    """docs/rules.md's own example: 90 of 149, 120 planned, yellow."""
    project = make_project(
        programme or make_programme(),
        unit=make_unit("教育（演示）"),
        **{"title": "改善教学设施", "category": "children", "leader": "分管领导甲", **kw},
    )
    steps = {"2023-03": "20", "2023-06": "60", "2023-09": "120", "2023-12": "149"}
    make_target(project, "教室照明", value="149", plan=steps, measure="口")
    return project


def hand_in(project, typed: dict, by: User, period: Period, **narrative) -> Submission:
    """Submit a month; `typed` is {target name: what is typed}, totals unless said otherwise."""
    keys = {target.name: str(target.pk) for target in project.targets.all()}
    targets = {
        keys[name]: {
            "mode": "total",
            "doubt": "已核对。",
            "cause": "到货晚。",
            "measures": "加班。",
            **given,
        }
        for name, given in typed.items()
    }
    report = Report.objects.get(project=project, period=period)
    draft = {**NARRATIVE, **narrative, "targets": targets}
    return reports.submit(report=report, draft=draft, version=report.version, by=by, at=HANDED_IN)


def clerk_of(project) -> User:
    unit = project.assignments.get(role="lead").unit
    return make_clerk(unit, f"colleague{unit.pk}")


def officer() -> User:
    return User.objects.filter(username="officer").first() or make_officer()


def open_september(programme: Programme) -> Period:
    return opening.open_period(programme=programme, month="2023-09", by=officer(), at=OPENED)


def report_all(period: Period, typed: dict) -> None:
    """Hand in and accept; `typed` is {project: {target name: what is typed}}."""
    for project, figures in typed.items():
        submission = hand_in(project, figures, clerk_of(project), period)
        reports.accept(submission=submission, by=officer(), at=HANDED_IN)


def close(period: Period) -> Period:
    period = periods.close_month(period=period, by=officer(), at=CLOSED)
    return Period.everything.select_related("programme").get(pk=period.pk)


def publish(period: Period) -> Period:
    periods.publish_month(
        period=period, signer="签发人（演示）", basis="演示会议", by=officer(), at=PUBLISHED
    )
    return Period.everything.select_related("programme").get(pk=period.pk)


def release(period: Period, project, text: str, *, signed: bool = True):
    draft = releases.draft_release(
        period=period, project=project, text=text, by=officer(), at=CLOSED
    )
    if signed:
        reviewer = make_user(role="督查")
        releases.review_release(release=draft, by=reviewer, at=HANDED_IN)
        releases.sign_release(release=draft, by=officer(), at=HANDED_IN)


def september(*, published: bool = True, **kw) -> Period:
    """教室照明 at 90 of 149 in September: closed, and published unless told otherwise."""
    project = lamps(make_programme(**kw))
    period = open_september(project.programme)
    report_all(period, {project: {"教室照明": {"value": "90"}}})
    period = close(period)
    return publish(period) if published else period


def rows(period, *, public=False, **wanted) -> list[dict]:
    return status_sheet(period, public=public, wanted=Wanted(**wanted)).rows


def workbook_text(content: bytes) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
