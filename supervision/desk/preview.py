"""What becomes public with a month, in one table: built as the bulletin and the pages build it."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from supervision.desk.rehearsal import rehearsed
from supervision.models import Period, Photo
from supervision.public.lists import PER_PAGE
from supervision.public.monthly import Decisions, decided
from supervision.published import bulletin
from supervision.published.bulletin_issue import Line
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
