"""The months in feeds, and the colours decided of them: the whole list's in the site's own, a
project's in its own and a place's, with how it stood, what it changed and the office's words.

Every public month is told, with words or without. A sentence that was taken back keeps its entry,
saying so, since readers keep what an entry said until it is told anew.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.urls import reverse

from projects.models import Project
from projects.values.months import in_words, short
from supervision.models import (
    CardOverride,
    CorrectedCard,
    Period,
    Release,
    Rewording,
    ShownCard,
)
from supervision.public.feed_entry import MOST, entry_of
from supervision.public.years import grading_of, with_rules
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


def told_anew() -> QuerySet[Period]:
    """Public months with when cards of each were last corrected (更正) and decided (认定)."""
    corrected = CorrectedCard.objects.filter(
        card__period=OuterRef("pk"), correction__published_at__isnull=False
    )
    last = corrected.order_by().values("card__period").annotate(Max("correction__published_at"))
    decided = CardOverride.objects.filter(
        decision__confirmed=True,
        project__programme=OuterRef("programme"),
        first__lte=OuterRef("month"),
        last__gte=OuterRef("month"),
    )
    return with_rules(Period.public.select_related("programme")).annotate(
        corrected_at=Subquery(last.values("correction__published_at__max")),
        decided_at=Subquery(decided.order_by("-decision__at").values("decision__at")[:1]),
    )


def month_entry(period: Period, base: str) -> dict:
    """It counts as the pages do now, and is told anew when that changes."""
    programme = period.programme
    turns = {"更正": period.corrected_at, "认定": period.decided_at}
    anew = {word: at for word, at in turns.items() if at and at > period.published_at}
    mark = programme.demonstration_mark
    link = base + reverse("bulletin", args=[programme.year, period.bulletin_number])
    return {
        "title": f"{in_words(period.month)}进展通报（第{period.bulletin_number}期）{mark}",
        "link": link,
        "unique_id": link,
        "description": counted(period, "、".join(anew)),
        "pubdate": period.published_at,
        "updateddate": max([period.published_at, *anew.values()]),
    }


def counted(period: Period, anew: str) -> str:
    """How many stand where, in words; without words only how many there are."""
    total, grading = sum(period.counts.values()), grading_of(period)
    counts = grading.counted(period.counts) if grading else []
    parts = [f"{grade.words}{count}件" for grade, count in counts if count]
    said = f"：{'，'.join(parts)}" if parts else ""
    since = f"公布以后有{anew}，这里是{anew}以后的件数。" if parts and anew else ""
    return f"{total}件民生实事{said}。{since}数据版本号{period.data_version}。"


def decisions(base: str, keys: list[int], months: list[Period]) -> list[dict]:
    """Colours that the office decided, once a month under them is public; the site's own feed
    tells the month anew instead."""
    rows = CardOverride.objects.filter(decision__confirmed=True, project__in=keys)
    rows = rows.select_related("project__programme", "decision").order_by("-decision__at")[:MOST]
    told = (decision_entry(row, months, base) for row in rows)
    return [entry for entry in told if entry]


def decision_entry(row: CardOverride, public: list[Period], base: str) -> dict | None:
    programme = row.project.programme
    first = next((each for each in public if row.covers(each.month)), None)
    grading = grading_of(first) if first else None
    grade = grading.grade(row.colour) if grading else None
    if grade is None:
        return None
    link = f"{base}{reverse('corrections', args=[programme.year])}#decided-{row.pk}"
    months = "至".join(in_words(each) for each in dict.fromkeys((row.first, row.last)))
    return entry_of(
        "认定",
        row.project,
        programme,
        link,
        f"{months}认定为{grade.name or grade.words}。理由：{row.reason}。"
        f"依据：{row.get_basis_kind_display()}，{row.basis}",
        max(row.decision.at, first.published_at),
    )
