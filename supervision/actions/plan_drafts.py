"""报送计划: a lead unit drafts the first plan of a target of its own, the office approves it.

What is drafted is tried at once, so that what would be refused is refused to the unit.
"""

import datetime as dt

from projects.actions.plans import approve_plan, door
from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import canonical, record
from projects.models import LeadUnit, Target
from projects.models import User as Person
from projects.sheets.plans import in_short
from supervision.actions.adjustments import read_points, written
from supervision.actions.two_people import decided, tried
from supervision.models import Act, PlanDraft, PlanDraftDecision

DRAFTED = "单位报送"
REPLACED = "单位另报了一版。"


@in_turn("target.project.programme_id")
def draft_plan(
    *, target: Target, unit: LeadUnit, points, answer: str = "", by: Person, at: dt.datetime
) -> PlanDraft:
    """Keep what the unit plans, for the office to approve; one that still waits is replaced."""
    target.project.programme.check_open()
    refuse_planned(target)
    tried(lambda: approved(target, points, DRAFTED, answer, by, at))
    rows: list = [replaced(each, by, at) for each in waiting(target)]
    draft = PlanDraft.objects.create(
        target=target,
        unit=unit,
        asked=canonical(written(points)),
        said=in_short(points),
        answer=answer.strip(),
        proposed_at=at,
        proposed_by=by,
    )
    about = {"project": target.project, "note": f"{target}　{unit}"}
    record(action=Act.DRAFT_PLAN, by=by, at=at, rows=[*rows, draft], public=False, **about)
    return draft


def refuse_planned(target: Target) -> None:
    if target.plans.exists():
        raise Refused(f"“{target}”已有批准的计划。要调整，请告诉督查办理承诺调整。")


def waiting(target: Target):
    return PlanDraft.objects.filter(target=target, decision__isnull=True)


def replaced(draft: PlanDraft, by: Person, at: dt.datetime) -> PlanDraftDecision:
    given = {"confirmed": False, "reason": REPLACED, "by": by, "at": at}
    return PlanDraftDecision.objects.create(draft=draft, **given)


def approved(target: Target, points, document: str, answer: str, by, at) -> None:
    terms = target.terms.order_by("-version").first()
    if terms is None:
        raise Refused(f"指标“{target}”还没有口径，不能制定计划。")
    effective = door.first_month(target.project.programme, terms.start)
    given = {"document": document, "effective": effective, "answer": answer, "by": by, "at": at}
    approve_plan(target=target, points=points, **given)


def of_drafts(given: dict) -> list[int]:
    return [draft.project.programme_id for draft in given["drafts"]]


@in_turn(of_drafts)
def decide_plan_drafts(
    *,
    drafts: list[PlanDraft],
    confirmed: bool,
    document: str = "",
    reason: str = "",
    by: Person,
    at: dt.datetime,
) -> list[PlanDraftDecision]:
    """Approve, which makes them the plans, or return them to their units with a reason; all or

    none of them.
    """
    if not drafts:
        raise Refused("请勾选还在等办理的计划。")
    if confirmed and not document.strip():
        raise Refused("请填写批准依据（哪次会议或哪份文件）。")
    keys = [draft.pk for draft in drafts]
    rows = PlanDraft.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return [
        decide(draft, confirmed, document.strip(), reason, by, at)
        for draft in rows.select_related("target__project__programme")
    ]


def decide(
    draft: PlanDraft, confirmed: bool, document: str, reason: str, by: Person, at: dt.datetime
) -> PlanDraftDecision:
    target = draft.target
    target.project.programme.check_open()
    decision = decided(
        draft,
        confirmed=confirmed,
        reason=reason,
        by=by,
        at=at,
        already=f"{draft}已经办过，或单位另报了一版，请重新打开这一页。",
        own="报送人不能批准自己报的计划，请另一位督查人员办理。",
    )
    if confirmed:
        refuse_planned(target)
        approved(target, read_points(target, draft.given), document, draft.answer, by, at)
    action = Act.CONFIRM_PLAN if confirmed else Act.RETURN_PLAN
    about = {"project": target.project, "note": f"{target}　{draft.unit}"}
    record(action=action, by=by, at=at, rows=[decision], public=False, **about)
    return decision
