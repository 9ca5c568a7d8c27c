"""A plan's shape is asked about wherever a plan comes in; the answer is kept with it."""

from decimal import Decimal

import pytest

from projects.actions import door
from projects.actions.plans import approve_plan
from projects.errors import Refused
from projects.models import Plan, PlanAnswer
from projects.sheets.outgoing import PlanSheetResource
from projects.values.months import span
from projects.values.planning import fill
from supervision.cards.planned import former_steps, questions_of
from supervision.models import Reading, Review, ServiceMonth, StageDone, Submission
from tests.admin.office.boxes import boxes
from tests.factories import (
    make_officer,
    make_period,
    make_programme,
    make_project,
    make_report,
    make_target,
    make_unit,
    moment,
)
from tests.sheets.test_bringing_in import said, upload

pytestmark = pytest.mark.django_db
YEAR = span("2023-01", "2023-12")
DECEMBER = {"2023-12": Decimal(100)}
AT = moment("2023-01-20 09:00")


def approve(target, steps, **kw):
    points = fill(steps, months=YEAR, baseline=Decimal(0), step=Decimal(1))
    given = {"document": "演示纪要", "effective": "2023-01", "by": None, "at": AT, **kw}
    return approve_plan(target=target, points=points, **given)


def test_a_plan_with_its_work_at_the_end_is_approved_with_an_answer_kept():
    target = make_target(make_project())
    with pytest.raises(Refused) as refused:
        approve(target, DECEMBER)
    assert "计划后重" in str(refused.value) and "前11个月没有安排" in str(refused.value)
    assert not Plan.objects.exists()
    plan = approve(target, DECEMBER, answer=" 全部设备12月到货。 ")
    assert plan.answer.text == "全部设备12月到货。"
    assert plan.answer.questions.splitlines() == door.questions(
        target, plan.terms, dict(plan.points.values_list("month", "value")), AT
    )
    assert len(plan.answer.questions.splitlines()) == 3


def test_a_sound_plan_is_asked_nothing_and_keeps_no_answer():
    steps = {month: Decimal(8 * at) for at, month in enumerate(YEAR[:-1], 1)} | DECEMBER
    approve(make_target(make_project()), steps, answer="多写了一句")
    assert not PlanAnswer.objects.exists()


@pytest.mark.parametrize(
    ("kind", "points"),
    [
        ("milestones", [("主体", Decimal(1), "2023-12"), ("招商", Decimal(2), "2023-12")]),
        ("service", ["2023-11", "2023-12"]),
    ],
)
def test_stages_and_services_are_asked_too(kind, points):
    target = make_target(make_project(), kind=kind)
    asked = questions_of(target, target.terms.get(), points, AT)
    assert any("后重" in each for each in asked)


def test_a_falling_target_is_asked_as_a_rising_one():
    target = make_target(make_project(), baseline="200", value="100")
    points = dict.fromkeys(YEAR[:-1], Decimal(200)) | DECEMBER
    assert len(questions_of(target, target.terms.get(), points, AT)) == 3


def last_year(kind="quantity", **kw):
    """The same target of 2022, all of it done in December."""
    programme = make_programme(2022)
    project, unit = make_project(programme), make_unit()
    given = {"kind": kind, "start": "2022-01", "due": "2022-12-31", **kw}
    former = make_target(project, "照明", **given)
    for month, done in (("2022-06", False), ("2022-12", True)):
        period = make_period(programme, month)
        submission = Submission.objects.create(
            report=make_report(period, project, unit), number=1, at=AT, by=make_officer(month)
        )
        reading = Reading.objects.create(
            submission=submission,
            target=former,
            value=Decimal(100 if done else 0) if kind == "quantity" else None,
        )
        if done and kind == "milestones":
            stage = former.milestones.get()
            StageDone.objects.create(reading=reading, milestone=stage, month=month)
        if done and kind == "service":
            ServiceMonth.objects.create(reading=reading, month=month)
        Review.objects.create(submission=submission, verdict="accepted", at=AT, by=submission.by)
    return former


@pytest.mark.parametrize(
    ("kind", "plan"),
    [
        ("quantity", {"2022-12": "100"}),
        ("milestones", [("主体", "1", "2022-06")]),
        ("service", ["2022-06", "2022-12"]),
    ],
)
def test_last_year_s_real_course_stands_beside_the_plan(kind, plan):
    former = last_year(kind, plan=plan)
    target = make_target(make_project(make_programme()), "照明", kind=kind, follows=former)
    assert former_steps(target, moment("2023-02-01 09:00")) == [0] * 11 + (
        [100] if kind == "quantity" else [1]
    )
    if kind == "quantity":
        even = {month: Decimal(100 * at // 12) for at, month in enumerate(YEAR, 1)}
        asked = questions_of(target, target.terms.get(), even, moment("2023-02-01 09:00"))
        assert asked == ["与去年的实际进度相差最多91%。有什么不同？"]


def test_without_last_year_s_reports_nothing_is_compared():
    former = make_target(make_project(make_programme(2022)), "照明")
    target = make_target(make_project(make_programme()), "照明", follows=former)
    assert former_steps(target, AT) == []


@pytest.fixture
def page(client):
    client.force_login(make_officer())
    target = make_target(make_project())

    def send(**typed):
        address = f"/admin/projects/target/{target.pk}/plan/"
        given = boxes(client.get(address)) | {"document": "演示纪要", "effective": "2023-01"}
        return client.post(address, given | typed)

    send.target = target
    return send


def test_the_page_asks_and_takes_the_answer(page):
    preview = page(**{"value-2023-12": "100", "do": "preview"}).content.decode()
    assert "前11个月没有安排" in preview and "对计划的说明" in preview
    refused = page(**{"value-2023-12": "100", "do": "approve"})
    assert refused.status_code == 400
    assert "请逐条说明" in refused.content.decode()
    typed = {"value-2023-12": "100", "do": "approve", "answer": "设备12月到货。"}
    done = page(**typed)
    assert done.status_code == 302
    assert page.target.plans.get().answer.text == "设备12月到货。"


def test_a_sheet_answers_in_a_column_of_its_own(client):
    client.force_login(make_officer())
    make_target(make_project(), "照明")
    head = "年份,项目序号,指标名称,批准依据,生效月份,12月"
    row = "2023,1,照明,演示纪要,2023-01,100"
    refused = upload(client, "target", f"{head}\n{row}\n".encode(), "计划.csv")
    assert refused.status_code == 400
    assert "计划说明" in said(refused) and "后重" in said(refused)
    shown = upload(client, "target", f"{head},计划说明\n{row},设备12月到货\n".encode(), "计划.csv")
    assert shown.status_code == 200
    assert "计划说明" in PlanSheetResource().export().headers
