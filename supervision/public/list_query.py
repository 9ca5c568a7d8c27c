"""How a reader wants the list of projects: his query, and the choices he is offered."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from projects.models import LeadUnit
from projects.pages.addresses import LIST, VIEWS, tidy
from supervision.published.wording import UNRATED, Grade, Grading

MOST_UNITS = 60
SORTS = {"": "文件序号", "behind": "落后多的在前", "done": "完成多的在前"}


@dataclass(frozen=True)
class ListQuery:
    """How the reader wants the list: every part in the address, every part optional."""

    category: str = ""
    card: str = ""
    unit: str = ""
    q: str = ""
    sort: str = ""
    page: str = ""
    view: str = ""

    @classmethod
    def of(cls, params) -> "ListQuery":
        """From a query string; control characters and excess length are dropped."""
        return cls(**{name: tidy(params.get(name, "")) for name in LIST})

    @property
    def bare(self) -> str:
        return ListQuery(view=self.view).link()

    @property
    def behind(self) -> str:
        return self.link(sort="behind")

    @property
    def done(self) -> str:
        return self.link(sort="done")

    @property
    def narrowed(self) -> bool:
        return bool(self.category or self.card or self.unit or self.q)

    def link(self, **changes) -> str:
        """The query string of this query with changes, from the first page unless one is given."""
        query = replace(self, **{"page": "", **changes})
        given = {name: value for name, value in vars(query).items() if value}
        return "?" + urlencode(given) if given else "."


@dataclass(frozen=True)
class Choice:
    """A filter link: `count` where it is known without counting."""

    words: str
    link: str
    chosen: bool
    count: int | None = None
    grade: Grade | None = None


def understood(
    wanted: ListQuery, grading: Grading | None, units: list[LeadUnit], categories: dict[str, str]
) -> ListQuery:
    """The wanted query without the values that name nothing."""
    known = wanted
    if wanted.category not in categories:
        known = replace(known, category="")
    if not (grading and grading.colour_of(wanted.card)):
        known = replace(known, card="")
    if wanted.unit not in {unit.slug for unit in units}:
        known = replace(known, unit="")
    if wanted.sort not in SORTS:
        known = replace(known, sort="")
    if wanted.view not in VIEWS:
        known = replace(known, view="")
    return known


def card_choices(period, query: ListQuery, grading: Grading | None) -> list[Choice]:
    """The legend as filters, each with the count stored when the month closed."""
    if not (period and grading):
        return []
    choices = []
    for grade in grading.legend():
        count = period.counts.get(grading.colour_of(grade.key), 0)
        chosen = query.card == grade.key
        link = query.link(card="" if chosen else grade.key)
        if count or grading.colour_of(grade.key) != UNRATED:
            choices.append(Choice(grade.words, link, chosen, count, grade))
    return choices


def category_choices(query: ListQuery, categories: dict[str, str]) -> list[Choice]:
    every = Choice("全部", query.link(category=""), not query.category)
    return [every] + [
        Choice(words, query.link(category=key), query.category == key)
        for key, words in categories.items()
    ]


def unit_choices(query: ListQuery, units: list[LeadUnit]) -> list[Choice]:
    return [
        Choice(
            unit.name,
            query.link(unit="" if query.unit == unit.slug else unit.slug),
            query.unit == unit.slug,
        )
        for unit in units[:MOST_UNITS]
    ]


def sort_choices(query: ListQuery) -> list[Choice]:
    return [Choice(words, query.link(sort=key), query.sort == key) for key, words in SORTS.items()]
