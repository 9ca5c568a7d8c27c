"""报送计划: a unit drafts the plans of its own targets, the office approves or returns them."""

import pytest

from projects.models import Event, Plan
from supervision.models import Period, PlanDraft, Report
from tests.factories import make_officer, make_target

pytestmark = pytest.mark.django_db
WAITING = "/admin/supervision/plandraft/waiting/"
EVEN = {"do": "send", "how": "均匀", "value-2023-12": "100"}
LATE = {"do": "send", "how": "按阶梯", "value-2023-12": "100"}


@pytest.fixture
def target(world):
    return make_target(world.project, "护栏")


@pytest.fixture
def before(world):
    """The list before its first month."""
    Report.objects.all().delete()
    Period.everything.all().delete()


def page(target) -> str:
    return f"/admin/supervision/plandraft/target/{target.pk}/"


def text_of(client, address="/admin/") -> str:
    return client.get(address).content.decode()


def pick(row, **kw) -> dict:
    return {"pick": [row.pk], **kw}


def test_the_unit_drafts_and_the_office_approves(sign_in, world, before, target):
    owner, office = sign_in(world.owner), sign_in(world.officer)
    desk = text_of(owner)
    assert page(target) in desk and "请报各月底的计划" in desk
    assert owner.post(page(target), EVEN).status_code == 302
    draft = PlanDraft.objects.get()
    assert (draft.unit, draft.proposed_by) == (world.unit, world.owner)
    assert draft.said.startswith("2023年1月8、2023年2月16") and draft.said.endswith("2023年12月100")
    assert not target.plans.exists() and "已报，等办公室批准" in text_of(owner)
    assert Event.objects.first().action == "计划报送"
    assert "单位报的计划待批准 1" in text_of(office) and draft.said in text_of(office, WAITING)
    done = office.post(WAITING, pick(draft, approve="1", document="演示纪要"), follow=True)
    assert "已批准1个指标的计划" in done.content.decode()
    plan = target.plans.get()
    assert (plan.document, plan.effective, plan.recorded_by) == (
        "演示纪要", "2023-01", world.officer
    )  # fmt: skip
    assert plan.points.get(month="2023-06").value == 50
    assert page(target) not in text_of(owner) and owner.get(page(target)).status_code == 404
    assert "单位报的计划待批准" not in text_of(office)


def test_what_is_asked_of_its_shape_is_answered_by_the_unit_and_kept(sign_in, world, target):
    owner, office = sign_in(world.owner), sign_in(world.officer)
    asked = owner.post(page(target), LATE)
    assert asked.status_code == 400 and "计划后重" in asked.content.decode()
    assert not PlanDraft.objects.exists()
    assert owner.post(page(target), LATE | {"answer": "设备12月到货。"}).status_code == 302
    draft = PlanDraft.objects.get()
    assert "设备12月到货。" in text_of(office, WAITING)
    office.post(WAITING, pick(draft, approve="1", document="演示纪要"))
    assert target.plans.get().answer.text == "设备12月到货。"


def test_it_is_returned_with_a_reason_and_sent_anew(sign_in, world, before, target):
    owner, office = sign_in(world.owner), sign_in(world.officer)
    owner.post(page(target), EVEN)
    draft = PlanDraft.objects.get()
    answer = office.post(WAITING, pick(draft, back="1"))
    assert answer.status_code == 400 and "退回要写明原因" in answer.content.decode()
    office.post(WAITING, pick(draft, back="1", reason="汛期停工，6月不能这么多。"))
    assert "办公室退回：汛期停工，6月不能这么多。" in text_of(owner)
    owner.post(page(target), EVEN | {"value-2023-03": "30"})
    owner.post(page(target), EVEN)
    _, second, third = PlanDraft.objects.order_by("pk")
    assert second.decision.reason == "单位另报了一版。" and not hasattr(third, "decision")
    stale = office.post(WAITING, pick(second, approve="1", document="演示纪要"))
    assert stale.status_code == 400 and not Plan.objects.filter(target=target).exists()


def test_nobody_plans_for_others_or_over_a_plan(sign_in, world, target):
    for person in (world.stranger, world.officer, world.administrator, world.district):
        client = sign_in(person)
        assert client.get(page(target)).status_code == 404
        assert client.post(page(target), EVEN).status_code == 404
    owner = sign_in(world.owner)
    assert owner.get(page(world.rooms)).status_code == 404
    assert owner.get(WAITING).status_code == 404 and owner.post(WAITING).status_code == 404
    owner.post(page(target), EVEN | {"unit": world.stranger_report.unit_id})
    draft = PlanDraft.objects.get()
    assert draft.unit == world.unit
    both = sign_in(make_officer("both"))
    assert both.post(WAITING, {"pick": [draft.pk, 999], "approve": "1", "document": "文"}
                     ).status_code == 400  # fmt: skip
    assert not target.plans.exists()


@pytest.mark.parametrize(
    ("kind", "posted", "said"),
    [
        (
            "service",
            {"month": ["2023-03", "2023-06", "2023-09", "2023-12"]},
            "2023年3月、2023年6月、2023年9月、2023年12月",
        ),
        (
            "milestones",
            {
                "stage-name-0": "开工", "stage-weight-0": "40", "stage-month-0": "2023-04",
                "stage-name-1": "完工", "stage-weight-1": "60", "stage-month-1": "2023-09",
            },
            "2023年4月开工、2023年9月完工",
        ),
    ],
)  # fmt: skip
def test_stages_and_services_are_drafted_too(sign_in, world, kind, posted, said):
    target = make_target(world.project, "另一件", kind=kind)
    owner = sign_in(world.owner)
    answer = {"answer": "按季。"}
    assert owner.post(page(target), {"do": "send", **posted, **answer}).status_code == 302
    draft = PlanDraft.objects.get()
    assert draft.said == said
    sign_in(world.officer).post(WAITING, pick(draft, approve="1", document="演示纪要"))
    assert target.plans.get().points.count() == len(said.split("、"))


@pytest.mark.parametrize(
    "wrong", [{"value-2023-12": "99"}, {"value-2023-12": "1e2"}, {"value-2023-03": "-1"}, {}]
)
def test_what_fits_no_promise_is_refused_to_the_unit(sign_in, world, target, wrong):
    posted = {"do": "send", "how": "按阶梯", "answer": "说明", **wrong}
    assert sign_in(world.owner).post(page(target), posted).status_code == 400
    assert not PlanDraft.objects.exists()


@pytest.mark.parametrize(
    ("kind", "sent", "said"),
    [
        ("quantity", EVEN, ["2023年6月：50个", "2023年12月：100个"]),
        ("service", {"do": "send", "month": ["2023-03", "2023-12"]}, ["2023年3月：开展"]),
        (
            "milestones",
            {"do": "send", "stage-name-0": "完工", "stage-weight-0": "1",
             "stage-month-0": "2023-12", "answer": "演示"},
            ["完工：2023年12月（权重1）"],
        ),
    ],
)  # fmt: skip
def test_the_record_of_a_draft_tells_its_months_in_words(sign_in, world, before, kind, sent, said):
    target = make_target(world.project, "护栏", kind=kind)
    sign_in(world.owner).post(page(target), {"answer": "演示：按工期", **sent})
    draft = PlanDraft.objects.get()
    shown = text_of(sign_in(world.officer), f"/admin/supervision/plandraft/{draft.pk}/change/")
    for each in said:
        assert f"<li>{each}</li>" in shown
    assert draft.asked not in shown and "2023-12&quot;" not in shown
