"""更正: a closed month is never reopened; what was wrong gets new card versions beside the old."""

import datetime as dt
import json

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Programme, User
from supervision.actions import showing
from supervision.cards import bridge
from supervision.models import Card, CorrectedCard, Correction, Submission


def recompute(*, submission: Submission, by: User, at: dt.datetime) -> list:
    """After a correction was accepted: new versions for its month and each later closed one.

    Gives the rows it added. Runs inside the transaction that accepts.
    """
    correction = Correction.objects.create(submission=submission, accepted_at=at, accepted_by=by)
    report, rows = submission.report, []
    later = report.period.programme.periods.filter(
        month__gte=report.period.month, closed_at__isnull=False
    )
    for period in later.order_by("month"):
        former = in_force(period, report.project_id)
        if former is None:
            continue
        [card] = bridge.judged([report.project], period, timezone.localdate(at), former.policy, at)
        if same_facts(former, card):
            continue
        card.version, card.unit_name = former.version + 1, former.unit_name
        card.save()
        rows += [card, CorrectedCard.objects.create(correction=correction, card=card)]
    return rows


def waiting(programme: Programme) -> QuerySet[Correction]:
    """Accepted corrections that changed a card of a public month, and are not public themselves.

    What was accepted before its month was published went out with the month.
    """
    changed = CorrectedCard.objects.filter(
        correction=OuterRef("pk"), card__computed_at__gt=F("card__period__published_at")
    )
    corrections = Correction.objects.filter(
        submission__report__period__programme=programme, published_at__isnull=True
    )
    return corrections.filter(Exists(changed)).order_by("accepted_at")


def in_force(period, project_id: int) -> Card | None:
    """A project's card in force for a closed month."""
    cards = Card.everything.filter(period=period, project=project_id).in_force()
    return cards.select_related("policy").first()


def same_facts(former: Card, card: Card) -> bool:
    """Whether two cards rest on the same facts, whenever they became known."""
    return without_days(former.facts) == without_days(card.facts)


def without_days(text: str) -> dict:
    facts = json.loads(text)
    del facts["as_of"]
    if report := facts["report"]:
        facts["report"] = {name: bool(day) for name, day in report.items()}
    for target in facts["targets"]:
        for reading in target.get("readings", {}).values():
            del reading["accepted"]
    return facts


@transaction.atomic
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
    project = correction.submission.report.project
    record(action="更正公开", by=by, at=at, project=project, note=correction.public_note)
    return correction


def check_can_publish(correction: Correction) -> None:
    if correction.published_at:
        raise Refused("这次更正已经公开。")
    report = correction.submission.report
    if not report.period.published_at:
        raise Refused("这个月还没有公开，更正会随本月一起公开，不必单独公开。")
    earlier = waiting(report.period.programme).filter(accepted_at__lt=correction.accepted_at)
    if earlier.filter(submission__report__project=report.project_id).exists():
        raise Refused("这个项目还有较早的更正还没有公开，要按先后公开。")
