"""What the public sees, made anew from the record and compared with what stands."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Prefetch, Q

from supervision.models import Card, CardOverride, Period, Report, Review, ShownCard
from supervision.models.period import COLOURS, UNRATED

State = Report.State


def shown() -> Iterator[str]:
    for period in Period.everything.select_related("programme").order_by("pk"):
        if period.published_at:
            yield from shown_of(period)
        elif ShownCard.everything.filter(period=period).exists():
            yield f"{period}还没有公开，却有公示的牌。"
    yield from states()


def shown_of(period: Period) -> Iterator[str]:
    """Which card of each project, under which override, in which colour; and how many of each."""
    wanted = {}
    public = Q(computed_at__lte=period.published_at) | Q(
        corrected_by__correction__published_at__isnull=False
    )
    cards = Card.everything.filter(public, period=period).defer("facts", "verdict")
    overrides = CardOverride.objects.over(period.month)
    for card in cards.select_related("project").order_by("version"):
        wanted[card.project_id] = ShownCard.of(card, overrides.get(card.project_id))
    rows = ShownCard.everything.filter(period=period)
    standing = {row.project_id: row for row in rows}
    for key in sorted(wanted.keys() | standing.keys()):
        own, seen = wanted.get(key), standing.get(key)
        if own is None or seen is None:
            what = "没有公开过的牌在公示" if own is None else "应公示的牌不见了"
            yield f"{period}项目第{key}行：{what}。"
            continue
        for name in ("card_id", "override_id", "colour"):
            if getattr(own, name) != getattr(seen, name):
                word = ShownCard._meta.get_field(name.removesuffix("_id")).verbose_name
                yield f"{period}公示的牌（{own}）：“{word}”与留痕推算的不同，被改动过。"
    counts = Counter(row.colour or UNRATED for row in wanted.values())
    if period.counts != {colour: counts[colour] for colour in COLOURS}:
        yield f"{period}各色数量与公示的牌不符，被改动过。"


def states() -> Iterator[str]:
    """Where each report stands, as its submissions and what was decided on them say."""
    reports = Report.objects.select_related("period", "project").prefetch_related(
        Prefetch("submissions__review"), "signing_requests__decision"
    )
    for report in reports.order_by("pk").iterator(chunk_size=500):
        if report.state not in possible(report):
            yield f"填报第{report.pk}行（{report}）的状态与报送、审核的留痕不符，被改动过。"


def possible(report: Report) -> set[str]:
    submissions = sorted(report.submissions.all(), key=lambda each: each.number)
    reviews = [getattr(each, "review", None) for each in submissions]
    if submissions and reviews[-1] is None:
        return {State.SUBMITTED}
    if any(review and review.verdict == Review.Verdict.ACCEPTED for review in reviews):
        return {State.ACCEPTED}
    asked = [each for each in report.signing_requests.all() if not each.correction]
    if any(not hasattr(each, "decision") for each in asked):
        return {State.UNSIGNED}
    if submissions:
        return {State.RETURNED, State.EXCUSED, State.DRAFT}
    return {State.MISSING, State.DRAFT, State.EXCUSED}
