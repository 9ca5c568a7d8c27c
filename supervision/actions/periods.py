"""The month: opening, closing (定稿), publishing (公开发布)."""

import datetime as dt
from collections.abc import Iterator

from django.db import OperationalError, transaction
from django.db.models import Max
from django.utils import timezone

from projects.errors import Refused
from projects.ledger.chain import named_rows, record
from projects.models import Assignment, Programme, Project, ProjectChange, User, current
from projects.values.days import short
from projects.values.months import in_words, last_day
from supervision import calendar
from supervision.actions import (
    bulletins,
    corrections,
    policies,
    raising,
    showing,
    signing,
)
from supervision.cards import bridge
from supervision.models import Card, CardOverride, Period, Report, ShownCard
from supervision.models.acceptance import in_force

# Projects judged at a time: their facts are read together and then let go.
CHUNK = 500


@transaction.atomic
def open_period(
    *,
    programme: Programme,
    month: str,
    by: User | None,
    at: dt.datetime,
    covers_from: str = "",
    due: dt.date | None = None,
    next_update: dt.date | None = None,
) -> Period:
    """Open a month and lay out a report for every ongoing project that has a lead unit."""
    programme.check_open()
    if programme.periods.filter(month=month).exists():
        raise Refused(f"{in_words(month)}已经启动过调度。")
    policies.ensure_default(month=f"{programme.year}-01", by=by, at=at)
    period = Period.everything.create(
        programme=programme,
        month=month,
        covers_from=covers_from or month,
        data_until=last_day(month),
        due=due or calendar.due_day(month),
        next_update=next_update,
        opened_at=at,
    )
    leads = Assignment.objects.filter(
        current(last_day(month)),
        role=Assignment.Role.LEAD,
        project__in=judged_projects(period),
    )
    Report.objects.bulk_create(
        Report(period=period, project_id=lead.project_id, unit_id=lead.unit_id) for lead in leads
    )
    record(action="调度启动", by=by, at=at, note=month)
    return period


def missing(period: Period):
    """Reports with nothing standing submitted: never handed in, not signed, or returned."""
    return period.reports.filter(state__in=Report.ABSENT)


def trial_cards(period: Period, at: dt.datetime) -> list[Card]:
    """拟亮牌: the cards as they would be now, stored nowhere, once the month is over."""
    return [card for chunk in judged_in_chunks(period, at) for card in chunk]


def judged_in_chunks(period: Period, at: dt.datetime) -> Iterator[list[Card]]:
    """The month's cards, a few hundred projects at a time, so that memory stays flat."""
    check_month_over(period, at)
    policy = policies.in_force(period.month)
    for keys in batched(judged_projects(period), CHUNK):
        projects = list(Project.everything.filter(pk__in=keys).order_by("number"))
        yield bridge.judged(projects, period, timezone.localdate(at), policy, at)


def batched(rows: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def judged_projects(period: Period) -> list[int]:
    """The keys of the projects that were being pushed forward in the month, by their numbers.

    The year goes on past December until acceptance: one accepted before a later month was opened
    is judged no more.
    """
    states, accepted = {}, {}
    if period.month > f"{period.programme.year}-12":
        accepted = in_force(period.programme.projects.all(), before=period.opened_at)
    changes = ProjectChange.objects.filter(
        project__programme=period.programme_id, effective__lte=period.month
    )
    for change in changes.order_by("recorded_at"):
        states[change.project_id] = change.state
    return [
        key
        for key in period.programme.projects.order_by("number").values_list("pk", flat=True)
        if states.get(key, Project.State.ONGOING) == Project.State.ONGOING
        and not (key in accepted and accepted[key].passed)
    ]


def check_month_over(period: Period, at: dt.datetime) -> None:
    if timezone.localdate(at) <= last_day(period.month):
        raise Refused(f"{in_words(period.month)}还没有结束，不能亮牌。")


@transaction.atomic
def close_month(*, period: Period, by: User | None, at: dt.datetime) -> Period:
    """定稿: store the cards, draft slips, number the bulletin, all or nothing; nothing public yet.

    Closing a closed month again changes nothing and gives it back as it is.
    """
    try:
        period = Period.everything.select_for_update(nowait=True).get(pk=period.pk)
    except OperationalError as error:
        raise Refused("另一处正在定稿或报送，请稍后再试。") from error
    if period.closed_at:
        return period
    check_can_close(period, at)
    overrides = CardOverride.objects.over(period.month)
    entries, states, note = named_rows(signing.lapse(period, by, at)), [], period.month
    for cards in judged_in_chunks(period, at):
        entries += named_rows(Card.everything.bulk_create(cards))
        shown = [ShownCard.of(card, overrides.get(card.project_id)).colour for card in cards]
        states += [(card.digest, colour) for card, colour in zip(cards, shown, strict=True)]
        note += "".join(f"　未评：{c.project}，{c.refused}" for c in cards if c.refused)
        late = [c for c, colour in zip(cards, shown, strict=True) if colour in Card.RAISED]
        entries += named_rows(raising.draft_for(late, at))
    period.take_stock(states)
    period.bulletin_number = next_bulletin(period.programme)
    period.closed_at, period.closed_by = at, by
    period.save()
    record(action="定稿", by=by, at=at, entries=entries, note=note)
    return period


def check_can_close(period: Period, at: dt.datetime) -> None:
    check_month_over(period, at)
    earlier = period.programme.periods.filter(month__lt=period.month, closed_at__isnull=True)
    if first := earlier.first():
        raise Refused(f"{in_words(first.month)}还没有定稿，要按月份先后定稿。")
    waiting = period.reports.filter(state=Report.State.SUBMITTED).select_related("project")
    if numbers := [str(report.project.number) for report in waiting]:
        raise Refused(
            f"还有{len(numbers)}份报送待审核（项目{'、'.join(numbers)}），审核后才能定稿。"
        )
    if timezone.localdate(at) <= period.due and (absent := missing(period).count()):
        raise Refused(f"报送截止日{short(period.due)}还没有过，仍有{absent}份未报，不能定稿。")


def next_bulletin(programme: Programme) -> int:
    last = programme.periods.aggregate(last=Max("bulletin_number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def publish_month(
    *,
    period: Period,
    signer: str,
    basis: str,
    by: User | None,
    at: dt.datetime,
    next_update: dt.date | None = None,
) -> Period:
    """公开发布: make exactly what was closed public, with corrections made since.

    `next_update` is the day the public is told the next month comes; left as it is if not given.
    """
    period = bulletins.locked(period)
    if not signer.strip() or not basis.strip():
        raise Refused("公开发布要写明签发人和公开依据。")
    check_can_publish(period)
    if next_update and next_update <= timezone.localdate(at):
        raise Refused("下次更新要晚于今天。")
    period.next_update = next_update or period.next_update
    period.signer, period.basis = signer.strip(), basis.strip()
    period.published_at, period.published_by = at, by
    period.save()
    showing.show(period)
    text = bulletins.issued_text(period, at)
    note = f"{period.month} {period.signer} {period.basis}"
    record(action="公开发布", by=by, at=at, rows=[text], note=note)
    return period


def check_can_publish(period: Period) -> None:
    if not period.closed_at:
        raise Refused(f"{in_words(period.month)}还没有定稿，不能公开。")
    if period.published_at:
        raise Refused(
            f"{in_words(period.month)}已于{timezone.localdate(period.published_at)}"
            f"由{period.signer}签发公开，不能重复公开。"
        )
    earlier = period.programme.periods.filter(month__lt=period.month, published_at__isnull=True)
    if first := earlier.first():
        raise Refused(f"{in_words(first.month)}还没有公开，要按月份先后公开。")
    if correction := corrections.waiting(period.programme).first():
        report = correction.submission.report
        raise Refused(
            f"第{report.project.number}项{in_words(report.period.month)}的更正还没有公开，"
            "请先公开更正：下个月的数据会带出更正后的数。"
        )
