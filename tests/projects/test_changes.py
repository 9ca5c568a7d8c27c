"""Changing what was promised: on whose decision, from when, and never backwards."""

import datetime as dt
from decimal import Decimal

import pytest

from projects.actions.changes import Approval, change_project, change_terms
from projects.actions.plans import approve_plan
from projects.errors import Refused
from projects.models import Project
from projects.values.months import span
from tests.factories import make_project, make_target, make_user, moment
from tests.naming import named_as_it_stands

AT = moment("2023-10-20 09:00")
PLAN = {"2023-06": "60", "2023-12": "149"}


def approval(**kw) -> Approval:
    kw = {
        "authority": "演示党工委",
        "meeting": "演示第9次会议",
        "document": "演示〔2023〕9号",
        "effective": "2023-10",
        "reason": "设备到货晚",
        **kw,
    }
    return Approval(**kw)


def change(target, **kw):
    plan = {month: Decimal(0) for month in span("2023-01", "2024-01")} | {"2024-01": Decimal(149)}
    kw = {"approval": approval(), "points": plan, **kw}
    kw.setdefault("due", dt.date(2024, 1, 31))
    return change_terms(target=target, by=make_user(), at=AT, answer="演示", **kw)


@pytest.fixture
def target(db):
    return make_target(make_project(), value="149", plan=PLAN)


def test_the_original_terms_stay_beside_the_new_ones(target):
    change(target)
    first, second = target.terms.order_by("version")
    assert (first.due, second.due) == (dt.date(2023, 12, 31), dt.date(2024, 1, 31))
    assert (second.document, second.reason) == ("演示〔2023〕9号", "设备到货晚")
    assert target.plans.count() == 2


def test_a_change_never_reaches_back_into_a_closed_month(target):
    with pytest.raises(Refused, match="不能追溯"):
        change(target, approval=approval(effective="2023-09"))
    assert target.terms.count() == 1


def test_a_change_does_not_reach_years_ahead(target):
    with pytest.raises(Refused, match="最迟写到2024年12月"):
        change(target, approval=approval(effective="2032-10"))
    assert target.terms.count() == 1


def test_a_promise_is_not_moved_to_where_only_a_slip_puts_it(target):
    with pytest.raises(Refused, match="要在2023年前后，请核对年份"):
        change(target, due=dt.date(2032, 1, 31))
    assert target.terms.count() == 1


def test_a_due_day_does_not_move_to_before_the_change_holds(target):
    """Ten typed as eight would make the month red at once, for a day that was over."""
    with pytest.raises(Refused, match="在生效月份2023年10月以前") as refused:
        change(target, due=dt.date(2023, 8, 31))
    assert refused.value.field == "due"
    plan = {month: Decimal(0) for month in span("2023-01", "2023-09")} | {"2023-10": Decimal(149)}
    assert change(target, due=dt.date(2023, 10, 31), points=plan).version == 2


@pytest.mark.parametrize("missing", ["authority", "meeting", "document", "reason"])
def test_a_change_names_its_authority_meeting_document_and_reason(target, missing):
    with pytest.raises(Refused, match="要写明"):
        change(target, approval=approval(**{missing: " "}))


def test_a_change_of_nothing_is_refused(target):
    with pytest.raises(Refused, match="没有变化"):
        change(target, due=dt.date(2023, 12, 31))


def test_new_terms_need_the_plan_that_goes_with_them(target):
    with pytest.raises(Refused, match="新的序时计划"):
        change(target, points=None)
    assert target.terms.count() == 1


def test_a_project_is_suspended_on_the_same_terms(target):
    act = {"approval": approval(), "by": make_user(), "at": AT}
    change_project(project=target.project, state=Project.State.SUSPENDED, **act)
    target.project.refresh_from_db()
    assert target.project.state == Project.State.SUSPENDED
    assert named_as_it_stands(target.project)
    with pytest.raises(Refused, match="已经是"):
        change_project(project=target.project, state=Project.State.SUSPENDED, **act)


def test_a_merged_project_names_where_it_went(target):
    act = {"approval": approval(), "by": make_user(), "at": AT}
    with pytest.raises(Refused, match="并入哪个项目"):
        change_project(project=target.project, state=Project.State.MERGED, **act)
    other = make_project()
    made = change_project(
        project=target.project, state=Project.State.MERGED, merged_into=other, **act
    )
    assert made.merged_into == other


@pytest.mark.parametrize("weight", ["0", "0.333", "999999.999", "1000000"])
def test_a_weight_that_would_be_rounded_is_refused(target, weight):
    with pytest.raises(Refused, match="最多六位整数、两位小数") as refused:
        change(target, weight=Decimal(weight))
    assert refused.value.field == "weight"
    works = make_target(target.project, "主体", kind="milestones", baseline=None, value=None)
    stages = [("开工", Decimal("40"), "2023-03"), ("完工", Decimal(weight), "2023-11")]
    with pytest.raises(Refused, match="“完工”的权重"):
        approve_plan(
            target=works, points=stages, document="演示", effective="2023-01", answer="演示",
            by=None, at=AT,
        )  # fmt: skip
