"""月度通报: a closed month's bulletin as plain data, for the page and the document alike.

It says what was public when the month was published. Corrections since are named at its end;
the numbers above them stay as they were issued.
"""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from projects.models import Event, Programme, Project, ProjectChange
from projects.values.months import in_words
from projects.values.text import quoted
from supervision.models import Act, CardOverride, Correction, Period, Rewording
from supervision.models.period import data_version_of
from supervision.published.adjusted import Adjusted, adjustments
from supervision.published.bulletin_issue import Issue, Line, issue_of
from supervision.published.bulletin_values import cards_for
from supervision.published.bulletin_words import NUMERALS, Section, filled, written
from supervision.published.former import corrections
from supervision.published.monthly_change import MOST, Turned
from supervision.published.wording import Grade, Grading


@dataclass(frozen=True)
class Redecided:
    """A colour of the month that was decided (认定) after the month was public."""

    override: CardOverride
    words: str

    @property
    def project(self) -> Project:
        return self.override.project

    @property
    def note(self) -> str:
        override = self.override
        basis = f"{override.get_basis_kind_display()}，{override.basis}"
        return f"经认定为“{self.words}”：{override.reason}（{basis}）"


@dataclass(frozen=True)
class Bulletin:
    """`head` is the number and hash of the event that published the month.

    `grades` are the legend's lines with how many projects stand in each; empty, like `ahead`,
    `behind` and `turns`, where the programme shows bars only.
    """

    period: Period
    total: int
    grading: Grading | None
    grades: list[tuple[Grade, int]]
    turns: list[Turned]
    sections: list[Section]
    ahead: list[Line]
    behind: list[Line]
    lines: list[Line]
    page: Page
    data_version: str
    head: Event | None
    corrected: list[Correction]
    decided: list[Redecided]
    reworded: list[Rewording]

    @property
    def programme(self) -> Programme:
        return self.period.programme

    @property
    def month(self) -> str:
        return in_words(self.period.month)

    @property
    def overall(self) -> str:
        return "".join(self.sections[0].paragraphs)

    @property
    def table_heading(self) -> str:
        return f"{NUMERALS[len(self.sections)]}、各项目进展"

    @property
    def entries(self) -> dict[str, list[Line]]:
        """The projects told one by one under a section's text."""
        return {"ahead": self.ahead, "behind": self.behind}


def bulletin(
    period: Period, page: str = "", per_page: int | None = None, periods: list[Period] | None = None
) -> Bulletin:
    """The bulletin of a closed period, its programme loaded; `periods` as in `issue_of`.

    `per_page` cuts the table into pages; without it there is one, with every project.
    """
    issue = issue_of(period, periods)
    shown = list(issue.shown.values())
    cut = Paginator(shown, per_page or max(1, len(shown))).get_page(page)
    texts, late = written(getattr(period, "text", None)), issue.late[:MOST]
    issue.lines([*cut, *late, *issue.fastest, *cards_for(issue, texts.values())])  # in one go
    return Bulletin(
        period=period,
        total=len(shown),
        grading=issue.grading,
        grades=issue.grades,
        turns=issue.turns,
        sections=with_promises(filled(texts, issue), period, periods),
        ahead=issue.lines(issue.fast),
        behind=issue.lines(late),
        lines=issue.lines(list(cut)),
        page=cut,
        data_version=version_of(issue),
        head=publishing_event(period),
        corrected=corrected_since(period),
        decided=decided_since(period, issue.grading),
        reworded=issue.reworded,
    )


def with_promises(
    sections: list[Section], period: Period, periods: list[Period] | None
) -> list[Section]:
    """The sections with one more where promises were changed since the bulletin before."""
    if periods is None:
        periods = list(Period.public.filter(programme=period.programme).order_by("month"))
    earlier = [each.published_at for each in periods if each.month < period.month]
    found = adjustments(period.programme, earlier[-1] if earlier else None, period.published_at)
    said = [*map(told, found.changed), *map(told_course, found.courses)]
    if not said:
        return sections
    heading = f"{NUMERALS[len(sections)]}、承诺和计划的调整"
    return [*sections, Section("promises", heading, said)]


def told(change: Adjusted) -> str:
    project = change.project
    about = f"第{project.number}项{quoted(project.title)}" if project else "市级任务"
    return (
        f"{about}{change.about}：{change.in_line}，自{in_words(change.effective)}起。"
        f"{change.basis}批准。原因：{change.reason}。"
    )


def told_course(change: ProjectChange) -> str:
    into = f"，并入第{change.merged_into.number}项" if change.merged_into else ""
    return (
        f"第{change.project.number}项{quoted(change.project.title)}：{change.get_state_display()}{into}，"
        f"自{in_words(change.effective)}起。"
        f"{change.approved_by}，{change.meeting}，{change.document}批准。原因：{change.reason}。"
    )


def version_of(issue: Issue) -> str:
    return data_version_of((row.card.digest, row.colour) for row in issue.shown.values())


def publishing_event(period: Period) -> Event | None:
    """The ledger's link that published the month: with it a cut or rewritten chain shows."""
    if period.published_at is None:
        return None
    published = Event.objects.filter(action=Act.PUBLISH_MONTH, month=period.month)
    return published.filter(at=period.published_at).first()


def corrected_since(period: Period) -> list[Correction]:
    """Corrections of this month that were published after it."""
    if period.published_at is None:
        return []
    found = corrections(period.programme, after=period.published_at)
    return [each for each in found if each.submission.report.period_id == period.pk]


def decided_since(period: Period, grading: Grading | None) -> list[Redecided]:
    """Colours of this month that were decided after it was public, where colours are shown."""
    if period.published_at is None or not (grading and grading.judges):
        return []
    found = CardOverride.objects.filter(project__programme=period.programme_id)
    found = found.confirmed(at__gt=period.published_at).covering(period.month)
    return [
        Redecided(each, grade.name or grade.words)
        for each in found.select_related("project", "decision")
        if (grade := grading.grade(each.colour))
    ]
