"""督办单 drafted at the close of a month, or raised again (再督) where one is open."""

import datetime as dt
from collections import defaultdict

from django.utils import timezone

from projects.models import Target
from supervision.actions.slips import ANSWER_DAYS
from supervision.calendar import working_days_after
from supervision.models import Card, Report, Slip, SlipStep


def draft_for(cards: list[Card], at: dt.datetime) -> list:
    """Slips for the yellow and red cards of one closed month; gives the rows it added.

    A matter with an open slip gets a 再督 on that slip instead of a new one. Runs inside the
    transaction that closes the month, in a number of queries that does not grow with the cards.
    """
    keys = [card.project_id for card in cards]
    targets = defaultdict(dict)
    for target in Target.everything.filter(project__in=keys):
        targets[target.project_id][target.name] = target
    under_way = Slip.objects.filter(project__in=keys, closed_at__isnull=True)
    slips = {(slip.project_id, slip.target_id): slip for slip in under_way}
    units = units_reporting(cards, keys)
    new, raised = [], []
    for card in cards:
        finding, target = matter(card, targets[card.project_id])
        slip = slips.get((card.project_id, target and target.pk))
        if slip is None and card.project_id in units:
            slip = drafted(card, target, finding, units[card.project_id], at)
            new.append(slip)
        if slip is not None:
            text = f"{card.period.month} {card.label}：{finding['text']}"
            raised.append((slip, card, text))
    Slip.objects.bulk_create(new)
    kind = SlipStep.Kind.RAISED
    return SlipStep.objects.bulk_create(
        SlipStep(slip=slip, kind=kind, card=card, text=text, at=at) for slip, card, text in raised
    )


def units_reporting(cards: list[Card], keys: list[int]) -> dict[int, int]:
    """The key of the unit that reports each project in the cards' month."""
    if not cards:
        return {}
    reports = Report.objects.filter(period=cards[0].period_id, project__in=keys)
    return dict(reports.values_list("project_id", "unit_id"))


def matter(card: Card, targets: dict[str, Target]) -> tuple[dict, Target | None]:
    """The worst finding and its target; of equals one on a target comes first."""
    findings = card.findings
    if not findings:
        return {"text": "经认定亮牌。"}, None
    worst = max(findings, key=lambda found: (found["severity"], found["target"] in targets))
    return worst, targets.get(worst["target"])


def drafted(card: Card, target: Target | None, finding: dict, unit_id: int, at) -> Slip:
    """A draft, not yet stored, addressed to the unit that reports the project."""
    return Slip(
        programme=card.period.programme,
        project=card.project,
        target=target,
        addressee_id=unit_id,
        demand=f"{finding['text']}请分析原因，落实整改措施，明确整改时限和责任人，按期书面答复。",
        due=working_days_after(timezone.localdate(at), ANSWER_DAYS),
        drafted_at=at,
    )
