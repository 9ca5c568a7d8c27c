"""The month: closing (定稿) and publishing (公开发布)."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Max
from django.utils import timezone

from projects.actions.turns import in_turn
from projects.errors import Refused
from projects.ledger.chain import named_rows, record
from projects.models import Programme, Project, User
from projects.values.days import short
from projects.values.months import in_words, last_day
from supervision.actions import (
    bulletins,
    corrections,
    opening,
    policies,
    raising,
    releases,
    showing,
    signing,
)
from supervision.cards import bridge
from supervision.cards.counted import counted
from supervision.models import Act, Card, CardOverride, Period, Report

# Projects judged at a time: their facts are read together and then let go.
CHUNK = 2000


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
    for keys in batched(counted(period), CHUNK):
        projects = list(Project.everything.filter(pk__in=keys).order_by("number"))
        yield bridge.judged(projects, period, timezone.localdate(at), policy, at)


def batched(rows: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def check_month_over(period: Period, at: dt.datetime) -> None:
    if timezone.localdate(at) <= last_day(period.month):
        raise Refused(f"{in_words(period.month)}还没有结束，不能亮牌。")


@in_turn("period.programme_id")
def close_month(*, period: Period, by: User | None, at: dt.datetime) -> Period:
    """定稿: store the cards, draft slips, number the bulletin, all or nothing; nothing public yet.

    Closing a closed month again changes nothing and gives it back as it is.
    """
    period = Period.everything.select_for_update().get(pk=period.pk)
    if period.closed_at:
        return period
    check_can_close(period, at)
    overrides = CardOverride.objects.over(period.month)
    entries, states, note = named_rows(signing.lapse(period, by, at)), [], period.month
    for cards in judged_in_chunks(period, at):
        entries += named_rows(Card.everything.bulk_create(cards))
        shown = [(overrides.get(card.project_id) or card).colour for card in cards]
        states += [(card.digest, colour) for card, colour in zip(cards, shown, strict=True)]
        note += "".join(f"　未评：{c.project}，{c.refused}" for c in cards if c.refused)
        late = [c for c, colour in zip(cards, shown, strict=True) if colour in Card.RAISED]
        entries += named_rows(raising.draft_for(late, at))
    period.take_stock(states)
    period.bulletin_number = next_bulletin(period.programme)
    period.closed_at, period.closed_by = at, by
    period.save()
    record(action=Act.CLOSE_MONTH, by=by, at=at, entries=entries, month=period.month, note=note)
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


@in_turn("period.programme_id")
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

    `next_update` is the day the public is told the next month comes. If not given it stays as it
    is, but for a day that came before the month did.
    """
    period = bulletins.locked(period)
    if not signer.strip() or not basis.strip():
        raise Refused("公开发布要写明签发人和公开依据。")
    check_can_publish(period)
    releases.check_still_true(period)
    today = timezone.localdate(at)
    if next_update and next_update <= today:
        raise Refused("下次更新要晚于今天。")
    if next_update:
        opening.check_near(period, next_update, "下次更新")
    coming = next_update or period.next_update
    period.next_update = coming if coming and coming > today else None
    period.signer, period.basis = signer.strip(), basis.strip()
    period.published_at, period.published_by = at, by
    period.save()
    showing.show(period)
    text = bulletins.issued_text(period, at)
    note = f"{period.month} {period.signer} {period.basis}"
    record(action=Act.PUBLISH_MONTH, by=by, at=at, rows=[text], month=period.month, note=note)
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
