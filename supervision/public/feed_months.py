"""The months of projects in their feeds: how each stood, what it changed, the office's words.

Every public month is told, with words or without. A sentence that was taken back keeps its entry,
saying so, since readers keep what an entry said until it is told anew.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from projects.models import Project
from projects.values.months import in_words, short
from supervision.models import Period, Release, Rewording, ShownCard
from supervision.public.feed_entry import MOST, entry_of
from supervision.published.beside import give_beside
from supervision.published.monthly_change import Turn, progress_phrases, standstill
from supervision.published.shown import SHOWN_WITH, PublicCard, public_card, was_corrected

TAKEN_BACK = "这个月的公开文字已撤回，只公开数字。"


@dataclass(frozen=True)
class Month:
    """`former` is the card of the public month before."""

    project: Project
    period: Period
    former: PublicCard | None
    card: PublicCard

    @property
    def turned(self) -> str:
        """蓝牌→黄牌; "" where it is as before, or nothing is shown of either."""
        before, now = self.former and self.former.grade, self.card.grade
        same = before is None or now is None or before.key == now.key
        return "" if same else Turn(self.project, before, now).words

    @property
    def words(self) -> str:
        grade = self.card.grade
        state = self.turned or (grade.name or grade.words if grade else "")
        if grade and grade.name:
            state += f"，{grade.words}"
        if grade and self.card.decided:
            state += "（经认定）"
        moved = "；".join(progress_phrases(self.former, self.card))
        since = short(self.former.month) if self.former else "年初"
        still = "；".join(standstill(self.former, self.card))
        said = [state, f"比{since}：{moved}" if moved else "", still]
        return "".join(f"{each}。" for each in said if each) or "比上次公布没有变化。"


def told_months(
    base: str, projects: list[Project], periods: list[Period], rewordings: list[Rewording]
) -> list[dict]:
    """What was published of projects, month by month, as it holds now, with the words that hold."""
    give_beside(projects)
    changed = defaultdict(list)
    for each in rewordings:
        changed[each.release_id].append(each)
    by_project: dict[int, list[ShownCard]] = defaultdict(list)
    for row in rows_of(projects, periods):
        by_project[row.project_id].append(row)
    found = []
    for project in projects:
        found += of_project(project, by_project[project.pk][::-1], changed, base)
    return found


def rows_of(projects: list[Project], periods: list[Period]) -> Iterator[ShownCard]:
    """The latest cards, as many as a feed has room for, each with what was `said` of the month."""
    of = {period.pk: period for period in periods}
    own = {"project": OuterRef("project"), "period": OuterRef("period")}
    signed = Release.everything.filter(**own, signed_at__isnull=False)
    rows = ShownCard.public.filter(period__in=of, project__in=projects)
    rows = rows.select_related(*SHOWN_WITH, "override__decision").annotate(
        release=Subquery(signed.values("pk")[:1]), said=Subquery(signed.values("said")[:1])
    )
    for row in rows.order_by("-period__month", "project__number")[: MOST + len(projects)]:
        row.period = row.card.period = of[row.period_id]
        yield row


def of_project(
    project: Project, rows: list[ShownCard], changed: dict[int, list[Rewording]], base: str
) -> Iterator[dict]:
    former, before = None, ()
    for row in rows:
        card, at = public_card(row, project, project.programme), moments(row)
        anew = changed[row.release]
        said = row.said or (TAKEN_BACK if anew else "")
        month = Month(project, row.period, former, card)
        yield entry(month, said, [*before, *at, *(each.at for each in anew)], base)
        former, before = card, at


def moments(row: ShownCard) -> tuple[dt.datetime, ...]:
    """When a month's card was corrected, and its colour decided, if ever."""
    found = [row.override.decision.at] if row.override else []
    if was_corrected(row.card):
        found.append(row.card.corrected_by.correction.published_at)
    return tuple(found)


def entry(month: Month, said: str, anew: list[dt.datetime], base: str) -> dict:
    """`anew` are the moments since which the month is told otherwise."""
    project, period = month.project, month.period
    own = [project.programme.year, project.number, period.month]
    what = in_words(period.month) + (f"，{month.turned}" if month.turned else "")
    link, told = base + reverse("card", args=own), month.words + said
    made = entry_of(what, project, project.programme, link, told, period.published_at)
    return made | {"updateddate": max([made["pubdate"], *anew])}
