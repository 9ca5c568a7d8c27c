"""更正: a closed month is never reopened; what was wrong gets new card versions beside the old."""

import datetime as dt
import json
from collections.abc import Iterator
from copy import deepcopy

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Programme, User
from supervision.actions import raising, showing
from supervision.cards import bridge
from supervision.cards.corrected import added_to_quotas, corrected_facts, put_in_quotas
from supervision.models import (
    Act,
    Card,
    CardOverride,
    CorrectedCard,
    Correction,
    Period,
    Report,
    Submission,
)


def recompute(*, submission: Submission, by: User, at: dt.datetime) -> list:
    """After a correction was accepted: new versions for its month and each later closed one.

    Gives the rows it added. Runs inside the transaction that accepts.
    """
    correction = Correction.objects.create(submission=submission, accepted_at=at, accepted_by=by)
    report, made = submission.report, {}
    later = report.period.programme.periods.filter(
        month__gte=report.period.month, closed_at__isnull=False
    )
    for period in later.select_for_update(of=("self",)).order_by("month"):
        for former, facts in corrected(report, period, timezone.localdate(at)):
            colour_again(facts, former, made)
            if without_days(json.loads(former.facts)) == without_days(facts):
                continue
            made[former.project_id, period.month] = card = next_version(former, facts, at)
            card.save()
    rows = [
        row
        for card in made.values()
        for row in (card, CorrectedCard.objects.create(correction=correction, card=card))
    ]
    return [*rows, *raising.follow_cards(made.values(), at)]


def corrected(report: Report, period: Period, day: dt.date) -> Iterator[tuple[Card, dict]]:
    """Yield the cards of a month that the correction may touch, with their facts as they now are.

    The project's own, and those of projects that share a quota with it.
    """
    former = in_force(period, report.project_id)
    if former is None:
        return
    before = json.loads(former.facts)
    facts = corrected_facts(before, report.project, period, report.period, day)
    added = added_to_quotas(before, facts, report.project)
    put_in_quotas(facts, added)
    yield former, facts
    sharing = Card.everything.filter(
        period=period, project__targets__city_tasks__name__in=added
    ).exclude(project=report.project_id)
    for other in sharing.in_force().select_related("policy", "project", "period").distinct():
        facts = json.loads(other.facts) | {"as_of": day.isoformat()}
        put_in_quotas(facts, added)
        yield other, facts


def colour_again(facts: dict, former: Card, made: dict[tuple[int, str], Card]) -> None:
    """Earlier months' cards as just corrected, but where an override decides their colour."""
    for earlier in facts["previous_cards"]:
        card = made.get((former.project_id, earlier["month"]))
        if card and card.colour and not overridden(card):
            earlier["colour"] = card.colour


def overridden(card: Card) -> bool:
    decided = CardOverride.objects.filter(project=card.project_id, decision__confirmed=True)
    return decided.filter(first__lte=card.period.month, last__gte=card.period.month).exists()


def next_version(former: Card, facts: dict, at: dt.datetime) -> Card:
    """The card on corrected facts, under the same rules and unit."""
    return bridge.card_on(
        facts,
        bridge.policy_of(former.policy),
        period=former.period,
        project=former.project,
        version=former.version + 1,
        unit_name=former.unit_name,
        policy=former.policy,
        as_of=dt.date.fromisoformat(facts["as_of"]),
        computed_at=at,
    )


def waiting(programme: Programme) -> QuerySet[Correction]:
    """A year's `all_waiting`."""
    return all_waiting().filter(submission__report__period__programme=programme)


def all_waiting() -> QuerySet[Correction]:
    """Accepted corrections that changed a card of a public month, and are not public themselves.

    What was accepted before its month was published went out with the month.
    """
    changed = CorrectedCard.objects.filter(
        correction=OuterRef("pk"), card__computed_at__gt=F("card__period__published_at")
    )
    corrections = Correction.objects.filter(Exists(changed), published_at__isnull=True)
    return corrections.order_by("accepted_at")


def in_force(period, project_id: int) -> Card | None:
    """A project's card in force for a closed month."""
    cards = Card.everything.filter(period=period, project=project_id).in_force()
    return cards.select_related("policy", "project", "period").first()


def without_days(facts: dict) -> dict:
    """Facts to compare with others, whenever they became known."""
    facts = deepcopy(facts)
    del facts["as_of"]
    if report := facts["report"]:
        facts["report"] = {name: bool(day) for name, day in report.items()}
    for target in facts["targets"]:
        for reading in target.get("readings", {}).values():
            del reading["accepted"]
    return facts


@in_turn("correction.submission.report.period.programme_id")
def publish_correction(
    *,
    correction: Correction,
    signer: str,
    basis: str,
    public_note: str,
    by: User,
    at: dt.datetime,
) -> Correction:
    """Show the public the corrected cards of published months, and say why."""
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    check_can_publish(correction)
    if not (signer.strip() and basis.strip() and public_note.strip()):
        raise Refused("公开更正要写明签发人、公开依据和给公众的说明。")
    correction.signer, correction.basis = signer.strip(), basis.strip()
    correction.public_note = public_note.strip()
    correction.published_at, correction.published_by = at, by
    correction.full_clean()
    correction.save()
    for corrected in correction.cards.select_related("card__period").order_by("card__period"):
        if corrected.card.period.published_at:
            showing.replace_card(corrected.card)
    report = correction.submission.report
    record(
        action=Act.PUBLISH_CORRECTION, by=by, at=at, project=report.project,
        month=report.period.month, note=correction.public_note,
    )  # fmt: skip
    return correction


def check_can_publish(correction: Correction) -> None:
    if correction.published_at:
        raise Refused("这次更正已经公开。")
    report = correction.submission.report
    if not report.period.published_at:
        raise Refused("这个月还没有公开，更正会随本月一起公开，不必单独公开。")
    earlier = waiting(report.period.programme).filter(accepted_at__lt=correction.accepted_at)
    changed = correction.cards.values("card__project")
    if earlier.filter(cards__card__project__in=changed).exists():
        raise Refused("这个项目还有较早的更正还没有公开，要按先后公开。")
