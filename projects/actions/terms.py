"""登记口径: what exactly a target promises, in its first version; later ones are changes."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from projects.actions import door
from projects.actions.changes import check_terms
from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Act, Target, TargetTerms, User


@dataclass(frozen=True)
class FirstTerms:
    """`baseline` and `value` are None for stages and services, which promise no number."""

    start: str
    due: dt.date
    baseline: Decimal | None = None
    value: Decimal | None = None
    comparison: str = TargetTerms.Comparison.EXACTLY
    definition: str = ""
    evidence: str = ""


@in_turn("target.project.programme_id")
def set_first_terms(*, target: Target, given: FirstTerms, by: User, at: dt.datetime) -> TargetTerms:
    """Enter what the year's document promises; the document itself is its authority."""
    target = Target.everything.select_for_update(of=("self",)).get(pk=target.pk)
    programme = target.project.programme
    programme.check_open()
    if target.terms.exists():
        raise Refused(f"指标“{target.name}”已有口径，要改请办理承诺调整。")
    terms = first_terms(target, given, by, at)
    door.check([target.project], at)
    door.follow_moves([target.project], at)
    public = programme.issued
    record(action=Act.SET_TERMS, by=by, at=at, rows=[terms], project=target.project, public=public)
    return terms


def first_terms(
    target: Target,
    given: FirstTerms,
    by: User | None,
    at: dt.datetime,
    *,
    approved_by: str = "",
    meeting: str = "",
    document: str = "",
) -> TargetTerms:
    """Store the first version of a target's terms, for an act that records it."""
    programme = target.project.programme
    if target.counted and (given.value is None or given.baseline is None):
        raise Refused("数量和覆盖率指标要填基数和目标值。")
    if not target.counted and (given.value, given.baseline) != (None, None):
        raise Refused("节点和常年服务指标没有目标值。")
    terms = TargetTerms(
        target=target,
        baseline=given.baseline,
        value=given.value,
        comparison=given.comparison,
        start=given.start,
        due=given.due,
        definition=given.definition.strip(),
        evidence=given.evidence.strip(),
        approved_by=approved_by or programme.authority,
        meeting=meeting,
        document=document or programme.document_number,
        effective=door.first_month(programme, given.start),
        recorded_at=at,
        recorded_by=by,
    )
    check_terms(terms)
    terms.full_clean()
    terms.save()
    return terms
