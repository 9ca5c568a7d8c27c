"""月度通报: a published month's bulletin as plain data, for the page and the document alike.

It says what was public when the month was published. Corrections since are named at its end;
the numbers above them stay as they were issued.
"""

from collections import Counter
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from projects.models import Event, Programme, Project
from projects.months import in_words, shift
from supervision.actions import showing
from supervision.models import Correction, Period, Release, ShownCard
from supervision.public import colours
from supervision.public.figures import Figure
from supervision.public.known import corrections, known_at, read
from supervision.public.opened import OpenCard, open_shown
from supervision.public.promised import figures_of, key_figure, terms_of
from supervision.public.wording import UNRATED, Grade, Looks


@dataclass(frozen=True)
class Line:
    """A project in the bulletin. `figure` says most of its `count` figures."""

    project: Project
    card: OpenCard
    figure: Figure | None
    count: int
    sentence: str


@dataclass(frozen=True)
class Bulletin:
    """`head` is the number and hash of the event that published the month.

    `grades` are the legend's lines with how many projects stand in each; empty, like `ahead`,
    `behind` and `turns`, where the programme shows bars only.
    """

    period: Period
    total: int
    looks: Looks | None
    grades: list[tuple[Grade, int]]
    turns: list[colours.Turned]
    ahead: list[Line]
    behind: list[Line]
    lines: list[Line]
    page: Page
    data_version: str
    head: Event | None
    corrected: list[Correction]

    @property
    def programme(self) -> Programme:
        return self.period.programme

    @property
    def month(self) -> str:
        return in_words(self.period.month)

    @property
    def overall(self) -> str:
        """How the month stands, in one sentence."""
        said = "，".join(f"{grade.words}{count}件" for grade, count in self.grades if count)
        text = f"截至{self.period.data_until:%Y}年{self.period.data_until.month}月"
        text += f"{self.period.data_until.day}日，纳入调度的{self.total}件民生实事"
        return f"{text}中，{said}。" if said else f"{text}进展如下。"


def bulletin(period: Period, page: str = "", per_page: int | None = None) -> Bulletin:
    """The bulletin of a published period, its programme loaded.

    `per_page` cuts the table into pages; without it there is one, with every project.
    """
    programme, month = period.programme, period.month
    before = Period.public.filter(programme=programme, month=shift(month, -1)).first()
    known = known_at(programme, [each for each in (before, period) if each], period.published_at)
    shown = known[period.pk]
    looks = looks_of(shown, programme)
    judged = looks is not None and looks.display != Programme.CardDisplay.BAR
    cut = Paginator(list(shown.values()), per_page or max(1, len(shown))).get_page(page)
    late = colours.behind(shown, looks)[: colours.MOST] if judged else []
    fast = fastest(shown, looks)[: colours.MOST] if judged else []
    lines = lines_of([*cut, *late, *fast], period)
    former = known[before.pk] if before else {}
    return Bulletin(
        period=period,
        total=len(shown),
        looks=looks,
        grades=counted(shown, looks) if judged else [],
        turns=colours.turns_of(former, shown, looks) if judged and before else [],
        ahead=[lines[each.card_id] for each in fast if is_ahead(lines[each.card_id].card)],
        behind=[lines[each.card_id] for each in late],
        lines=[lines[each.card_id] for each in cut],
        page=cut,
        data_version=showing.version_of((row.card.digest, row.colour) for row in shown.values()),
        head=publishing_event(period),
        corrected=corrected_since(period),
    )


def looks_of(shown: dict[int, ShownCard], programme: Programme) -> Looks | None:
    first = next(iter(shown.values()), None)
    return Looks.of(first.card.policy.body, programme.card_display) if first else None


def counted(shown: dict[int, ShownCard], looks: Looks) -> list[tuple[Grade, int]]:
    counts = Counter(each.colour or UNRATED for each in shown.values())
    return [
        (grade, counts[colour])
        for colour in looks.grades
        if (grade := looks.grade(colour)) and (counts[colour] or colour != UNRATED)
    ]


def fastest(shown: dict[int, ShownCard], looks: Looks) -> list[ShownCard]:
    """Cards that may deserve better words than on time; `is_ahead` reads them."""
    fast = [
        each
        for each in shown.values()
        if each.colour and not colours.rank(looks, each.colour) and (each.card.deviation or 0) >= 0
    ]
    return sorted(fast, key=lambda each: -(each.card.deviation or 0))


def is_ahead(card: OpenCard) -> bool:
    """提前完成 or 超序时推进."""
    return bool(card.grade) and card.grade.words in card.looks.praise


def lines_of(shown: list[ShownCard], period: Period) -> dict[int, Line]:
    """Lines by card, read in a number of queries that does not grow with them."""
    read(shown)
    keys = [each.project_id for each in shown]
    terms = terms_of(keys, period.month)
    told = dict(
        Release.public.filter(period=period, project__in=keys).values_list("project_id", "text")
    )
    lines = {}
    for each in shown:
        card = open_shown(each, each.project, period.programme)
        own = figures_of(card, terms.get(each.project_id, []))
        sentence = told.get(each.project_id, "")
        lines[each.card_id] = Line(each.project, card, key_figure(own, card), len(own), sentence)
    return lines


def publishing_event(period: Period) -> Event | None:
    """The ledger's link that published the month: with it a cut or rewritten chain shows."""
    published = Event.objects.filter(action="公开发布", at=period.published_at)
    return published.filter(body__contains=f'"note":"{period.month} ').first()


def corrected_since(period: Period) -> list[Correction]:
    """Corrections of this month that were published after it."""
    found = corrections(period.programme, after=period.published_at)
    return [each for each in found if each.submission.report.period_id == period.pk]
