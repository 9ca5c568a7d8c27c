"""建议: sent by residents, handed in by units, entered by the office; worded, and forgotten whose.

What a resident sends arrives outside the chain; the first act of the office on it takes it in.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from projects.actions.contacts import forget
from projects.drafting.actions.calls import refuse_closed
from projects.drafting.actions.drafts import locked, record_act, refuse_personal
from projects.drafting.models import (
    Act,
    Call,
    Drafting,
    Proposal,
    ProposalContact,
    Wording,
)
from projects.drafting.models.proposal import ANSWERS, NEEDED
from projects.drafting.sources import Offered
from projects.errors import Refused
from projects.models import LeadUnit, User

Source, Way = Proposal.Source, Proposal.Way
# Whose a proposal is that came by the form of a call.
BY_FORM = {
    Call.Audience.RESIDENTS: Source.RESIDENT,
    Call.Audience.DEPUTIES: Source.DEPUTY,
}


def answered(given: dict[str, str]) -> dict[str, str]:
    """The answers of a form, stripped; Refused where what is needed is empty or one is too long."""
    answers = {name: given.get(name, "").strip() for name in ANSWERS}
    for name, text in answers.items():
        label, longest = ANSWERS[name]
        if name in NEEDED and not text:
            raise Refused(f"请写明{label}。")
        if len(text) > longest:
            raise Refused(f"{label}最多{longest}字，现有{len(text)}字。")
    return answers


@transaction.atomic
def leave(
    *, call: Call, code: str, answers: dict[str, str], name: str, phone: str, at: dt.datetime
) -> Proposal:
    """Store what a resident or deputy proposes; the same form sent twice is one. No event."""
    if standing := Proposal.objects.filter(code=code).first():
        return standing
    refuse_closed(call, timezone.localdate(at))
    given = {
        "drafting": call.drafting,
        "call": call,
        "source": BY_FORM[call.audience],
        "way": Way.ONLINE,
        "at": at,
        **answered(answers),
    }
    # Two sendings at once both find nothing: the second takes the first one's row.
    row, made = Proposal.objects.get_or_create(code=code, defaults=given)
    if made and (name or phone):
        ProposalContact.objects.create(proposal=row, name=name, phone=phone)
    return row


@transaction.atomic
def propose(
    *,
    call: Call,
    unit: LeadUnit,
    answers: dict[str, str],
    way: str = Way.ONLINE,
    by: User,
    at: dt.datetime,
) -> Proposal:
    """A unit's own proposal, while its call is open."""
    drafting = locked(call.drafting)
    refuse_closed(call, timezone.localdate(at))
    row = Proposal.objects.create(
        drafting=drafting,
        call=call,
        source=Source.UNIT,
        way=way,
        unit=unit,
        at=at,
        by=by,
        taken_in_at=at,
        **answered(answers),
    )
    record_act(Act.PROPOSE, drafting, [row], by, at, f"{unit}：{row}", public=True)
    return row


@transaction.atomic
def enter(
    *,
    drafting: Drafting,
    source: str,
    way: str,
    answers: dict[str, str],
    unit: LeadUnit | None = None,
    said_from: str = "",
    name: str = "",
    phone: str = "",
    by: User,
    at: dt.datetime,
) -> Proposal:
    """What came on paper, by telephone or otherwise, entered by the office with its source."""
    drafting = locked(drafting)
    if (source == Source.UNIT) != (unit is not None):
        raise Refused("来源是单位的要选单位，不是单位的不选。")
    row = Proposal.objects.create(
        drafting=drafting,
        source=source,
        way=way,
        unit=unit,
        said_from=said_from.strip(),
        at=at,
        by=by,
        taken_in_at=at,
        **answered(answers),
    )
    rows = [row]
    if name or phone:
        rows.append(ProposalContact.objects.create(proposal=row, name=name, phone=phone))
    record_act(Act.ENTER_PROPOSAL, drafting, rows, by, at, f"{row.from_whom}：{row}", public=True)
    return row


@transaction.atomic
def carry_over(
    *, drafting: Drafting, offered: Iterable[Offered], by: User, at: dt.datetime
) -> list[Proposal]:
    """Take over what last year left: promises not kept, messages; each once."""
    drafting = locked(drafting)
    known = set(drafting.proposals.values_list("carried_from", flat=True))
    rows = [
        Proposal.objects.create(
            drafting=drafting,
            source=each.source,
            way=Way.CARRIED,
            carried_from=each.key,
            said_from=each.said,
            at=at,
            by=by,
            taken_in_at=at,
            **answered({"title": each.title, "content": each.content}),
        )
        for each in offered
        if each.key not in known
    ]
    if not rows:
        raise Refused("没有勾选要带入的，或者都已经带入过。")
    record_act(Act.CARRY_OVER, drafting, rows, by, at, f"{len(rows)}条", public=True)
    return rows


@dataclass(frozen=True)
class Words:
    """How a proposal is put in public."""

    proposal: Proposal
    category: str
    title: str
    text: str
    public: bool


@transaction.atomic
def word(*, drafting: Drafting, words: Iterable[Words], by: User, at: dt.datetime) -> list[Wording]:
    """Give proposals their category and public words; what is as it was is left alone."""
    drafting = locked(drafting)
    before = Wording.objects.standing(drafting)
    rows = []
    for each in words:
        if each.public and not each.title.strip():
            raise Refused(f"“{each.proposal}”要公开，请写公开的名称。")
        what = f"“{each.proposal}”公开的名称和内容"
        if each.public:
            refuse_personal(what, each.title, each.text, office=False)
        row = Wording(
            proposal=each.proposal,
            category=each.category.strip(),
            title=each.title.strip(),
            text=each.text.strip(),
            public=each.public,
            recorded_at=at,
            recorded_by=by,
        )
        if not same(before.get(each.proposal.pk), row):
            row.save()
            rows.append(row)
    if rows:
        received = take_in([row.proposal for row in rows], at)
        record_act(
            Act.WORD_PROPOSAL, drafting, [*received, *rows], by, at, f"{len(rows)}条", public=True
        )
    return rows


def same(before: Wording | None, row: Wording) -> bool:
    names = ("category", "title", "text", "public")
    return before is not None and all(getattr(before, n) == getattr(row, n) for n in names)


def take_in(proposals: Iterable[Proposal], at: dt.datetime) -> list[Proposal]:
    """Guard those among them that no act had named; the caller's event is to name them."""
    keys = [row.pk for row in proposals]
    waiting = Proposal.objects.select_for_update().filter(pk__in=keys, taken_in_at=None)
    found = list(waiting.order_by("pk"))
    for row in found:
        row.taken_in_at = at
        row.save(update_fields=["taken_in_at"])
    return found


@transaction.atomic
def erase_contacts(*, before: dt.datetime, by: User | None, at: dt.datetime) -> int:
    """Forget who sent a proposal that has had its outcome, or whose list is over, since then."""
    told_who = ProposalContact.objects.exclude(name="", phone="").select_related("proposal")
    old = [row for row in told_who.select_for_update(of=("self",)) if over(row.proposal, before)]
    return forget(old, action=Act.ERASE_PROPOSERS, by=by, at=at)


def over(proposal: Proposal, before: dt.datetime) -> bool:
    last = proposal.outcomes.order_by("pk").values_list("recorded_at", flat=True).last()
    if last is None:
        return not proposal.drafting.open and proposal.at < before
    return last < before
