"""原文更正: entered by one person with the issuer's document, made public by another."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from projects.actions.turns import in_turn
from projects.drafting.models import Act, TextCorrection, TextCorrectionDecision
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Project, User


@dataclass(frozen=True)
class Corrected:
    """Words of the text as they stand, what they are to read, and the document that says so."""

    excerpt: str
    corrected: str
    authority: str
    document: str
    issued_on: dt.date


@in_turn("project.programme_id")
def propose_correction(
    *, project: Project, given: Corrected, by: User, at: dt.datetime
) -> TextCorrection:
    """Enter what the issuer corrected; nothing is public before another person confirms it."""
    start = checked(project, given, timezone.localdate(at))
    row = TextCorrection.objects.create(
        project=project,
        start=start,
        excerpt=given.excerpt,
        corrected=given.corrected.strip(),
        authority=given.authority.strip(),
        document=given.document.strip(),
        issued_on=given.issued_on,
        proposed_at=at,
        proposed_by=by,
    )
    told(Act.PROPOSE_CORRECTION, row, [row], by, at, public=False)
    return row


def checked(project: Project, given: Corrected, today: dt.date) -> int:
    """Where the words stand; refused where they stand nowhere, twice, or nobody corrected them."""
    programme = project.programme
    programme.check_open()
    if not programme.issued:
        raise Refused(f"{programme}还没有印发，文字在核对页上改。")
    places = project.text.count(given.excerpt) if given.excerpt.strip() else 0
    if places != 1:
        why = "里没有" if not places else f"里有{places}处"
        raise Refused(f"第{project.number}项的原文{why}“{given.excerpt}”，请照抄，多抄几个字。")
    if not given.corrected.strip() or given.corrected.strip() == given.excerpt.strip():
        raise Refused("请写更正以后的文字。")
    if not (given.authority.strip() and given.document.strip()):
        raise Refused("更正要有发布机关的文件，请写明机关和文号。")
    if given.issued_on > today:
        raise Refused("更正日期不能晚于今天。")
    if programme.issued_on and given.issued_on < programme.issued_on:
        raise Refused("更正日期不能早于清单的印发日期。")
    same = {"project": project, "excerpt": given.excerpt}
    waiting = TextCorrection.objects.filter(**same, decision=None)
    if waiting.exists() or TextCorrection.objects.in_force().filter(**same).exists():
        raise Refused(f"“{given.excerpt}”的更正已经登记。")
    return project.text.index(given.excerpt)


def told(act: Act, row: TextCorrection, rows: list, by: User, at, *, public: bool) -> None:
    about = {"project": row.project, "note": f"{row}，{row.document}", "public": public}
    record(action=act, by=by, at=at, rows=rows, **about)


@in_turn("correction.project.programme_id")
def decide_correction(
    *, correction: TextCorrection, confirmed: bool, reason: str, by: User, at: dt.datetime
) -> TextCorrectionDecision:
    """Make it public, or decline it with a reason; whoever entered it may only decline."""
    if TextCorrectionDecision.objects.filter(correction=correction).exists():
        raise Refused("这条更正已经办过。")
    if confirmed and correction.proposed_by_id == by.pk:
        raise Refused("登记人不能确认自己登记的更正，请另一位确认。")
    if not confirmed and not reason.strip():
        raise Refused("不确认要写明理由。")
    correction.project.programme.check_open()
    row = TextCorrectionDecision.objects.create(
        correction=correction,
        confirmed=confirmed,
        reason=reason.strip(),
        decided_at=at,
        decided_by=by,
    )
    act = Act.CONFIRM_CORRECTION if confirmed else Act.DECLINE_CORRECTION
    told(act, correction, [row], by, at, public=confirmed)
    return row
