"""What the public sees, made anew from the record and compared with what stands."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Max, Prefetch, Q

from projects.clock import A_LITTLE
from projects.ledger.verification import named_by
from projects.models import Act as RecordAct
from projects.models import Assignment, Event, LedgerHead, ProjectChange
from supervision.cards.counted import owing_reports
from supervision.models import (
    Act,
    Card,
    CardOverride,
    Evidence,
    Period,
    Report,
    Review,
    ShownCard,
    SigningRequest,
    Submission,
)
from supervision.models.period import COLOURS, UNRATED

State = Report.State
# Acts that are public whatever they say.
PUBLIC = (
    Act.OPEN_MONTH, Act.CLOSE_MONTH, Act.PUBLISH_MONTH, Act.PUBLISH_CORRECTION, Act.PUBLISH_ANSWER,
    RecordAct.CHANGE_PROJECT, RecordAct.CHANGE_APART,
)  # fmt: skip
# Acts that say of which project and month the report is that they add something to.
ADDING = (
    Act.SUBMIT_REPORT, Act.CORRECT_REPORT, Act.ASK_FOR_SIGNATURE, Act.SIGN_REPORT,
    Act.ADD_EVIDENCE,
)  # fmt: skip
# Rows that decide whether a project owes a month a report.
DECIDING = (
    "projects.projectchange", "projects.target", "projects.targetterms", "projects.plan",
)  # fmt: skip


def shown() -> Iterator[str]:
    for period in Period.everything.select_related("programme").order_by("pk"):
        if period.published_at:
            yield from shown_of(period)
        elif ShownCard.everything.filter(period=period).exists():
            yield f"{period}还没有公开，却有公示的牌。"
    yield from states()
    yield from whose()
    yield from last_public()


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
        if report.state not in possible(report) or (
            report.state == State.EXCUSED and not explained(report)
        ):
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
        returned = reviews[-1].verdict == Review.Verdict.RETURNED
        return {State.EXCUSED, State.DRAFT, *([State.RETURNED] if returned else [])}
    return {State.MISSING, State.DRAFT, State.EXCUSED}


def explained(report: Report) -> bool:
    """Whether a month need not ask for a report any more that it asked for when it was opened.

    Where it would ask for it again, something that decides on that has changed since.
    """
    period, project = report.period, report.project_id
    if project not in owing_reports(period, [project]):
        return True
    since = period.opened_at - A_LITTLE
    named = Q()
    for label in DECIDING:
        named |= Q(body__contains=f'["{label}",')
    own = Q(project=project) | Q(project=None)
    events = Event.objects.filter(own, named | Q(action=RecordAct.CHANGE_APART), at__gte=since)
    again = Card.everything.filter(project=project, version__gt=1, computed_at__gte=since)
    changes = ProjectChange.objects.filter(project=project, recorded_at__gte=since)
    return events.exists() or again.exists() or changes.exists()


def whose() -> Iterator[str]:
    """Of which project and month each report is, as the acts on it say; and a unit that led it."""
    said: dict[tuple[str, int], tuple[int, str]] = {}
    acts = Event.objects.filter(action__in=ADDING, project__isnull=False).exclude(month="")
    for event in acts.order_by("number").iterator(chunk_size=500):
        for label, key, _ in named_by(event.body):
            said.setdefault((label, key), (event.project_id, event.month))
    moved = set()
    for model in (Submission, SigningRequest, Evidence):
        columns = "pk", "report", "report__project", "report__period__month"
        for key, report, *own in model._base_manager.values_list(*columns):
            if said.get((model._meta.label_lower, key), (*own,)) != (*own,):
                moved.add(report)
    led = {*Assignment.objects.filter(role="lead").values_list("project_id", "unit_id")}
    reports = Report.objects.select_related("period", "project").order_by("pk")
    for report in reports.iterator(chunk_size=500):
        if report.pk in moved:
            yield f"填报第{report.pk}行（{report}）的项目或月份与报送的留痕不符，被改动过。"
        elif (report.project_id, report.unit_id) not in led:
            yield f"填报第{report.pk}行（{report}）的单位从未牵头这个项目，被改动过。"


def last_public() -> Iterator[str]:
    """The event that public pages name as the last: one that stands, and none too early."""
    head = LedgerHead.objects.filter(pk=1).first()
    if head is None:
        return
    last = Event.objects.filter(action__in=PUBLIC).aggregate(last=Max("number"))["last"] or 0
    standing = not head.published or Event.objects.filter(number=head.published).exists()
    if head.published < last or not standing:
        yield f"链头记的公开到第{head.published}号与留痕不符，最后公开的事不早于第{last}号。"
