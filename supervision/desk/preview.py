"""公开前的预览: a month made public inside a transaction that is undone, as one table.

What the office looks at before it signs is made by the code that makes the public pages, from
the rows that publishing would leave, so the two cannot differ (docs/adr/0010-desk.md).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from projects.errors import Refused
from supervision.actions import showing
from supervision.models import Period, Photo
from supervision.public.lists import PER_PAGE
from supervision.public.monthly import Decisions, decided
from supervision.published import bulletin
from supervision.published.line import Line
from supervision.published.wording import number


@dataclass(frozen=True)
class Row:
    """A project as the public will read it; `finish` are the days its unit promised."""

    line: Line
    finish: list[tuple[str, dt.date]]
    photos: int


@dataclass(frozen=True)
class Preview:
    """`decided` are changed promises, suspended projects and corrections told with the month."""

    bulletin: bulletin.Bulletin
    rows: list[Row]
    decided: Decisions

    @property
    def period(self) -> Period:
        return self.bulletin.period


def preview(period: Period, at: dt.datetime, page: str = "") -> Preview:
    """Of a closed month that is not public yet; `page` is that of the table."""
    with rehearsed(period, at) as shown:
        found = bulletin.bulletin(shown, page, PER_PAGE)
        return Preview(found, rows_of(found), told_with(shown))


def rows_of(found: bulletin.Bulletin) -> list[Row]:
    photos = Counter(
        Photo.public.filter(release__period=found.period).values_list("release__project", flat=True)
    )
    return [Row(line, left_to_do(line), photos[line.project.pk]) for line in found.lines]


def left_to_do(line: Line) -> list[tuple[str, dt.date]]:
    """A target that is done has no promised day any more."""
    judged = {target["name"]: number(target["actual"]) for target in line.card.verdict["targets"]}
    done = {name for name, actual in judged.items() if actual is not None and actual >= 1}
    return [(name, day) for name, day in line.finish.items() if name not in done]


def told_with(period: Period) -> Decisions:
    """What the month's own account of changes will tell beside its figures."""
    earlier = Period.public.filter(programme=period.programme, month__lt=period.month)
    before = earlier.order_by("month").last()
    return decided(period.programme, before and before.published_at, period.published_at)


SIGNER, BASIS = "（发布时填写的签发人）", "（发布时填写的公开依据）"


@contextmanager
def rehearsed(period: Period, at: dt.datetime) -> Iterator[Period]:
    """The period as if it had been published at a moment; nothing stays, nothing is recorded."""
    with transaction.atomic():
        shown = Period.everything.select_for_update().get(pk=period.pk)
        if not shown.closed_at or shown.published_at:
            raise Refused("只有已定稿、还没有公开的月份可以预览。")
        shown.programme = period.programme
        shown.published_at, shown.signer, shown.basis = at, SIGNER, BASIS
        shown.save(update_fields=["published_at", "signer", "basis"])
        showing.show(shown)
        yield shown
        transaction.set_rollback(True)
