"""What is public changes by two people: proposed by one, made when another confirms."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.actions.changes import Approval
from projects.actions.plans import approve_plan
from projects.errors import Refused
from projects.ledger import verification
from projects.models import Event, Plan, Project
from projects.values.months import span
from supervision.actions.adjustments import (
    CourseChange,
    TargetChange,
    decide_adjustment,
    propose_adjustment,
)
from supervision.models import Adjustment
from supervision.published.adjusted import adjusted
from tests.factories import (
    make_officer,
    make_programme,
    make_project,
    make_quota,
    make_target,
    moment,
)

pytestmark = pytest.mark.django_db
YEAR = span("2023-01", "2023-12")
EVEN = {month: Decimal(10 * at) for at, month in enumerate(YEAR[:9], 1)} | dict.fromkeys(
    YEAR[9:], Decimal(100)
)
LATER = EVEN | {"2023-10": Decimal(90)}
AT, NEXT = moment("2023-10-12 09:00"), moment("2023-10-13 09:00")


@pytest.fixture
def target():
    plan = {month: str(value) for month, value in EVEN.items()}
    return make_target(make_project(make_programme()), "照明", plan=plan)


@pytest.fixture
def officer():
    return make_officer()


@pytest.fixture
def second():
    return make_officer("second")


def approval(**changes) -> Approval:
    given = {
        "authority": "演示党工委", "meeting": "演示会议", "document": "演示9号",
        "effective": "2023-10", "reason": "设备到货晚", **changes,
    }  # fmt: skip
    return Approval(**given)


def propose(change, by, at=AT, answer="", **changes) -> Adjustment:
    return propose_adjustment(
        change=change, approval=approval(**changes), answer=answer, by=by, at=at
    )


def decide(adjustment, by, confirmed=True, reason="", at=NEXT):
    return decide_adjustment(
        adjustment=adjustment, confirmed=confirmed, reason=reason, by=by, at=at
    )


def test_a_proposal_changes_nothing_and_says_what_it_would_change(target, officer):
    before = Event.objects.count()
    row = propose(TargetChange(target, LATER), officer)
    assert row.lines == ["分月计划：2023年10月：100 → 2023年10月：90"]
    assert Plan.objects.count() == 1 and not adjusted(target.project.programme)
    assert [event.action for event in Event.objects.all()[:1]] == ["调整提出"]
    assert Event.objects.count() == before + 1


def test_another_person_s_word_makes_it_so_and_the_ledger_holds_it(target, officer, second):
    row = propose(TargetChange(target, LATER, {"definition": "完工才算"}), officer)
    with pytest.raises(Refused, match="提出人不能确认"):
        decide(row, officer)
    decide(row, second)
    plan = target.plans.get(version=2)
    assert plan.changed and plan.recorded_by == second and plan.recorded_at == NEXT
    assert target.terms.get(version=2).definition == "完工才算"
    [change] = adjusted(target.project.programme)
    assert [what for what, *_ in change.lines] == ["口径", "分月计划"]
    assert list(verification.chain()) == []
    with pytest.raises(Refused, match="已经有结论"):
        decide(row, second)


def test_one_declined_changes_nothing_and_another_may_be_proposed(target, officer, second):
    row = propose(TargetChange(target, LATER), officer)
    with pytest.raises(Refused, match="等待确认"):
        propose(TargetChange(target, LATER, {"definition": "别的"}), second)
    with pytest.raises(Refused, match="不同意要写明意见"):
        decide(row, second, confirmed=False)
    decide(row, second, confirmed=False, reason="文件里没有")
    assert Plan.objects.count() == 1
    propose(TargetChange(target, LATER), officer)


def test_a_month_that_ended_meanwhile_stands(target, officer, second):
    row = propose(TargetChange(target, LATER), officer)
    with pytest.raises(Refused, match="2023年10月已经过完"):
        decide(row, second, at=moment("2023-11-01 00:00"))
    assert Plan.objects.count() == 1 and not hasattr(Adjustment.objects.get(), "decision")


def test_what_it_rests_on_may_not_have_changed(target, officer, second):
    row = propose(TargetChange(target, LATER), officer)
    plan = target.plans.get()
    Plan.objects.create(
        target=target, terms=plan.terms, version=2, document="演示", effective="2023-10",
        reason="别的调整", recorded_at=AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="已经变了"):
        decide(row, second)


def test_a_heavy_plan_is_asked_about_when_it_is_proposed(target, officer, second):
    heavy = dict.fromkeys(YEAR[:-1], Decimal(0)) | {"2023-12": Decimal(100)}
    with pytest.raises(Refused, match="后重"):
        propose(TargetChange(target, heavy), officer)
    row = propose(TargetChange(target, heavy), officer, answer="设备12月到货")
    decide(row, second)
    assert target.plans.get(version=2).answer.text == "设备12月到货"


@pytest.mark.parametrize("kind", ["milestones", "service"])
def test_stages_and_services_come_through_a_proposal_whole(kind, officer, second):
    plan = [("主体", "60", "2023-05"), ("验收", "40", "2023-10")]
    plan = plan if kind == "milestones" else YEAR[:11]
    target = make_target(make_project(make_programme()), "新建", kind=kind, plan=plan)
    later = YEAR
    if kind == "milestones":
        later = [("主体", Decimal(60), "2023-05"), ("验收", Decimal(40), "2023-11")]
    row = propose(TargetChange(target, later), officer, answer="演示")
    decide(row, second)
    assert target.plans.get(version=2).same_points(later)


def test_a_project_s_course_waits_for_the_second_person(target, officer, second):
    into = make_project(target.project.programme, number=9)
    row = propose(CourseChange(target.project, "merged", into), officer)
    assert row.lines == [f"状态：推进 → 合并（并入{into}）"]
    assert Project.everything.get(pk=target.project_id).state == "ongoing"
    decide(row, second)
    target.project.refresh_from_db()
    assert target.project.state == "merged"
    assert target.project.changes.get().merged_into == into


def test_of_a_draft_nothing_is_proposed(target, officer):
    programme = target.project.programme
    programme.state = "draft"
    programme.save()
    with pytest.raises(Refused, match="还没有公布"):
        propose(TargetChange(target, LATER), officer)


def test_one_person_alone_adds_no_second_plan_of_a_public_list(target, officer):
    with pytest.raises(Refused, match="一人提出，另一人确认"):
        approve_plan(
            target=target, points=LATER, document="演示", effective="2023-10", reason="晚",
            by=officer, at=AT,
        )  # fmt: skip


ROOT = Path(__file__).parents[2]
ACTS = {"change_terms", "change_plan", "change_project", "change_quota", "add_plan"}


def test_only_adjustments_call_what_changes_a_promise():
    """The acts themselves take one person: nothing else of the product may call them."""
    callers = set()
    for app in ("projects", "supervision", "config"):
        for path in (ROOT / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    if name in ACTS:
                        callers.add(str(path.relative_to(ROOT)))
    assert callers == {
        "projects/actions/changes.py",  # a plan goes with its terms
        "projects/actions/plans.py",  # first plans, and those of drafts
        "supervision/actions/adjustments.py",
    }


def test_the_targets_that_carry_a_quota_are_held_by_the_ledger(target, officer, client):
    client.force_login(officer)
    data = {
        "programme": target.project.programme_id, "name": "照明", "measure": "个", "quota": "100",
        "effective": "2023-10", "targets": [target.pk], "points-TOTAL_FORMS": "0",
        "points-INITIAL_FORMS": "0",
    }  # fmt: skip
    assert client.post("/admin/projects/citytask/add/", data).status_code == 302
    assert list(verification.rows()) == [] or "市级任务" not in "".join(verification.rows())
    other = make_target(target.project, "别的")
    target.project.programme.city_tasks.get().targets.add(other)
    assert "市级任务指标第" in "".join(verification.rows())


def test_a_quota_that_holds_later_is_judged_when_it_is_entered(target, officer):
    """The door looks ahead to the month in which any version begins to hold, quotas too."""
    from supervision.cards.bridge import ahead

    programme = target.project.programme
    make_quota(
        programme, name="照明", measure="个", quota=Decimal(9), effective="2024-03"
    ).targets.add(target)
    assert [period.month for period in ahead(programme, [target.project])][-1] == "2024-03"


def raised(programme, officer, name: str, target) -> None:
    """A quota in two versions, each with a plan and the target that carries it."""
    for version, quota in ((1, 9), (2, 12)):
        task = make_quota(
            programme, name=name, measure="个", quota=Decimal(quota), version=version,
            recorded_at=AT, recorded_by=officer, effective="2023-10", reason="市里加了任务",
        )  # fmt: skip
        task.points.create(month="2023-12", value=Decimal(quota))
        task.targets.add(target)


def test_more_changed_quotas_ask_the_database_no_more(target, officer, django_assert_num_queries):
    programme = target.project.programme
    raised(programme, officer, "照明", target)
    with CaptureQueriesContext(connection) as asked:
        [change] = adjusted(programme)
    assert change.lines == [
        ("市定任务", "9个", "12个"), ("市级计划", "2023年12月底：9", "2023年12月底：12"),
    ]  # fmt: skip
    for name in ("供热", "供水", "道路"):
        raised(programme, officer, name, target)
    with django_assert_num_queries(len(asked)):
        found = adjusted(programme)
    assert [each.about for each in found] == ["照明", "供热", "供水", "道路"]
