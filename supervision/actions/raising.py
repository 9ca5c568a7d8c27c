"""督办单 drafted at a month's close for its cards, or on an instruction or the like;

raised again (再督) where one is open on the matter, and told when its card is corrected.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils import timezone

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.touched import touch_all
from projects.models import LeadUnit, Programme, Project, Target, User
from projects.uploads import Checked
from supervision.actions.slip_cards import present_card
from supervision.actions.slips import (
    check_days,
    checked_words,
    first_days,
    step,
)
from supervision.cards.naming import by_judged_name
from supervision.models import (
    Card,
    Feedback,
    Report,
    Slip,
    SlipStep,
)
from supervision.published.demanded import doubts_of

Kind = SlipStep.Kind


def draft_for(cards: list[Card], at: dt.datetime) -> list:
    """Slips for the yellow and red cards of one closed month; gives the rows it added.

    A matter with an open slip gets a 再督 on that slip instead of a new one. Runs inside the
    transaction that closes the month, in a number of queries that does not grow with the cards.
    """
    keys = [card.project_id for card in cards]
    targets = defaultdict(list)
    judged = Target.everything.filter(project__in=keys, public=True, parts__isnull=True)
    for target in judged.order_by("number"):
        targets[target.project_id].append(target)
    under_way = Slip.objects.filter(project__in=keys, subject="", closed_at__isnull=True)
    slips = {(slip.project_id, slip.target_id): slip for slip in under_way}
    units = units_reporting(cards, keys)
    days, new, raised = first_days(timezone.localdate(at)), [], []
    for card in cards:
        verdict = json.loads(card.verdict)
        named = by_judged_name(verdict["targets"], targets[card.project_id])
        finding, target = matter(verdict["findings"], named)
        slip = slips.get((card.project_id, target and target.pk))
        if slip is None and card.project_id in units:
            slip = drafted(card, target, finding, units[card.project_id], at, days)
            new.append(slip)
        if slip is not None:
            raised.append((slip, card, raised_words(card, finding)))
    touch_all(Slip.objects.bulk_create(new))
    steps = SlipStep.objects.bulk_create(
        SlipStep(slip=slip, kind=Kind.RAISED, card=card, text=text, at=at)
        for slip, card, text in raised
    )
    return [*steps, *new]


def raised_words(card: Card, finding: dict) -> str:
    return f"{card.period.month} {card.label}：{finding['text']}"


def units_reporting(cards: list[Card], keys: list[int]) -> dict[int, int]:
    """The key of the unit that reports each project in the cards' month."""
    if not cards:
        return {}
    reports = Report.objects.filter(period=cards[0].period_id, project__in=keys)
    return dict(reports.values_list("project_id", "unit_id"))


def matter(findings: list[dict], targets: dict[str, Target]) -> tuple[dict, Target | None]:
    """The worst finding and its target; of equals one on a target comes first."""
    if not findings:
        return {"text": "经认定亮牌。"}, None
    worst = max(findings, key=lambda found: (found["severity"], found["target"] in targets))
    return worst, targets.get(worst["target"])


def demand_for(finding: dict) -> str:
    return f"{finding['text']}请分析原因，落实整改措施，明确整改时限和责任人，按期书面答复。"


def drafted(
    card: Card,
    target: Target | None,
    finding: dict,
    unit_id: int,
    at: dt.datetime,
    days: dict[str, dt.date],
) -> Slip:
    """A draft, not yet stored, addressed to the unit that reports the project."""
    return Slip(
        programme=card.period.programme,
        project=card.project,
        target=target,
        addressee_id=unit_id,
        demand=demand_for(finding),
        drafted_at=at,
        **days,
    )


def follow_cards(cards: Iterable[Card], at: dt.datetime) -> list:
    """Tell slips that closed months' cards are others now; gives the rows it added.

    A draft nobody has written in takes the new finding; where no slip is asked for any more it
    says so. A card that is yellow or red only now brings its slip. Runs inside the transaction
    that corrects or decides.
    """
    rows = []
    for card in cards:
        colour, text = present_card(card)
        raised = colour in Card.RAISED
        told = SlipStep.objects.filter(
            kind__in=(Kind.RAISED, Kind.CORRECTED), card__period=card.period_id,
            card__project=card.project_id,
        )  # fmt: skip
        last = told.select_related("slip", "card").order_by("pk").last()
        if last is None:
            rows += draft_for([card], at) if raised else []
            continue
        slip = last.slip
        if slip.closed_at or last.text == text:
            continue
        finding = matter(card.findings, {})[0]
        text += finding["text"] if raised and card.findings else ""
        told = {"slip": slip, "kind": Kind.CORRECTED, "card": card, "text": text, "at": at}
        rows.append(SlipStep.objects.create(**told))
        if raised and card.findings and slip.state == Slip.State.DRAFT and not slip.drafted_by_id:
            slip.demand = demand_for(finding)
            slip.save(update_fields=["demand"])
    return rows


@in_turn("programme", files=True)
def propose_slip(
    *,
    programme: Programme,
    source: str,
    basis: str,
    subject: str,
    demand: str,
    addressee: LeadUnit,
    due: dt.date,
    mend_by: dt.date,
    by: User,
    at: dt.datetime,
    project: Project | None = None,
    message: Feedback | None = None,
    files: Sequence[Checked] = (),
    vouched: Iterable[str] = (),
) -> Slip:
    """Draft a slip that no card brought: on an instruction, a meeting, a message or the city."""
    programme.check_open()
    if not (subject.strip() and basis.strip() and demand.strip()):
        raise Refused("督办单要写明事由、依据和督办要求。")
    if project and project.programme_id != programme.pk:
        raise Refused("这个项目不在该年度清单里。")
    check_days(due, mend_by, timezone.localdate(at))
    vouched = checked_words(doubts_of(demand, project), vouched)
    open_ones = Slip.objects.filter(programme=programme, closed_at__isnull=True)
    if standing := open_ones.filter(subject=subject.strip()).first():
        raise Refused(
            f"“{subject.strip()}”已有督办单（{standing.label}），一事一单：请在原单上再督。"
        )
    slip = Slip(
        programme=programme, source=source, basis=basis.strip(), subject=subject.strip(),
        project=project, message=message, addressee=addressee, demand=demand.strip(), due=due,
        mend_by=mend_by, drafted_at=at, drafted_by=by,
    )  # fmt: skip
    slip.full_clean()
    slip.save()
    text = f"{slip.get_source_display()}：{slip.basis}"
    step(slip, Kind.DRAFTED, by, at, files, text=text, vouched=vouched)
    return slip
