"""What a question is about: projects by their everyday words, matters that no list holds, cards,
and the official document."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from django.urls import reverse

from projects.models import PlainName, Programme
from projects.models.naming import split
from projects.pages.shared import once
from supervision.public.likeness import asked_about
from supervision.public.matching import Match, Matter, asked_of, pointed_at, simplified
from supervision.public.years import latest
from supervision.published.wording import Grade

# So many everyday names are weighed: the newest lists first.
MOST_NAMES = 2000
# Where the next promise says more than this much of the first, either is as likely (ADR 0074).
EVEN = 0.8
SLOW = ("落后", "滞后", "拖延", "进度慢", "没完成", "未完成")


# Among the words of a project, 供热管道铺设： stands before those for one of its targets.
OF_TARGET = "："


@dataclass(frozen=True)
class Topic:
    """`projects` by key with the words that led to them; `elsewhere` is what no list holds.

    `clear`: the first of them is what was asked, and not only one that may be; `named`: the
    question holds words of `elsewhere`.
    """

    projects: dict[int, Match] = field(default_factory=dict)
    names: dict[int, PlainName] = field(default_factory=dict)
    elsewhere: PlainName | None = None
    known: bool = False
    clear: bool = False
    named: bool = False

    @property
    def even(self) -> bool:
        """Whether the second promise may be meant about as well as the first."""
        first, second, *_ = (*(match.score for match in self.projects.values()), 0, 0)
        return second > EVEN * first

    @property
    def unasked(self) -> "Topic":
        """Without what a question may be about, for what is named outright in what was typed."""
        return replace(self, projects={}, elsewhere=None)

    def targets_in(self, q: str, project: int, targets: list[str]) -> set[str]:
        """Those of a project's targets that a question names, by their everyday words, too."""
        told: dict[str, list[str]] = {target: [] for target in targets}
        own = self.names.get(project)
        words: list[str] = []
        for word in split(own.words) if own else ():
            if word.endswith(OF_TARGET):
                words = told.get(word.removesuffix(OF_TARGET), [])
            else:
                words.append(word)
        return pointed_at(q, told)

    def about(self, keys: list[int]) -> "Topic":
        """The same about some projects that are surely meant, in their order."""
        sure = {key: Match(key, 1.0, ()) for key in keys}
        return replace(self, projects=sure, elsewhere=None, clear=True)


@dataclass(frozen=True)
class Names:
    """The office's everyday names by their keys and by project, and what each is asked for by."""

    rows: dict[int, PlainName]
    projects: dict[int, PlainName]
    matters: tuple[Matter, ...]


def office_names() -> Names:
    rows = PlainName.objects.exclude(programme__state=Programme.State.DRAFT)
    rows = list(
        rows.select_related("project__programme").order_by("-programme__year", "pk")[:MOST_NAMES]
    )
    own = {row.project_id: row for row in rows if row.project_id}
    return Names({row.pk: row for row in rows}, own, tuple(map(matter, rows)))


def topic_of(q: str, shared: dict | None = None) -> Topic:
    """What a question is about, in one query at most."""
    known = once(shared, "names", office_names)
    names = known.rows
    if not names:
        return Topic()
    found, clear = asked_about(q, known.matters)
    first = names[found[0].key] if found else None
    own = [match for match in found if names[match.key].project_id]
    return Topic(
        projects={names[match.key].project_id: match for match in own},
        names=known.projects,
        elsewhere=first if first and first.project_id is None else None,
        known=True,
        clear=clear,
        named=bool(found and found[0].words),
    )


def matter(row: PlainName) -> Matter:
    return matter_of(row.pk, row.project_id is not None, row.name, row.words, row.questions)


@lru_cache(maxsize=MOST_NAMES)
def matter_of(key: int, listed: bool, name: str, said: str, asked: str) -> Matter:
    own = [word for word in split(said) if not word.endswith(OF_TARGET)]
    words = tuple(dict.fromkeys([name, *own]))
    return Matter(key, words, tuple(asked.splitlines()), listed)


@dataclass(frozen=True)
class Cards:
    """The projects of one colour in the last published month."""

    grade: Grade
    count: int
    month: str
    url: str
    query: str


def cards(q: str, programme: Programme | None) -> list[Cards]:
    """The colours that are asked for, the worst first; 落后 asks for every one that is behind."""
    typed = asked_of(q)
    named = any(word in typed for word in ("牌", "亮牌", *SLOW))
    if not named or programme is None:
        return []
    period, grading = latest(programme)
    if not (period and grading and grading.judges):
        return []
    late = any(word in typed for word in SLOW) or typed in ("亮牌", "牌")
    found = []
    for grade, count in grading.counted(period.counts):
        behind = grading.rank(grading.colour_of(grade.key) or "")
        if (grade.name and grade.name in typed) or (late and behind):
            url = reverse("year", args=[programme.year])
            own = Cards(grade, count, period.month, url, f"card={grade.key}")
            found.append((behind, own))
    return [own for _, own in sorted(found, key=lambda each: -each[0])]


def documents(q: str, lists: list[Programme]) -> list[Programme]:
    """Those of some lists whose document's number is asked for, in any brackets or none."""
    typed = cut(q)
    if sum(map(len, typed)) < 3:
        return []
    return [row for row in lists if lies_in(typed, cut(row.document_number))]


def cut(text: str) -> list[str]:
    """Figures and what stands between them: 演示 2023 1 号, whatever the brackets."""
    return re.findall(r"\d+|[^\d\s〔〕\[\]（）()【】]+", simplified(text))


def lies_in(typed: list[str], known: list[str]) -> bool:
    """Whether one number is a stretch of another, its figures whole, its first and last words
    perhaps only in part."""
    last = len(typed) - 1

    def same(at: int, own: str, other: str) -> bool:
        if own[0].isdigit():
            return own == other
        before, after = at == 0, at == last
        if before and after:
            return own in other
        return other.endswith(own) if before else other.startswith(own) if after else own == other

    return any(
        all(same(at, own, known[start + at]) for at, own in enumerate(typed))
        for start in range(len(known) - last)
    )
