"""督办台账: every slip signed in a year, a row each, as a sheet and as Word."""

import datetime as dt
import io
from dataclasses import dataclass, replace

from django.utils import timezone

from projects.models import Programme
from projects.papers.word import word
from projects.spreadsheets.dated import dated
from projects.spreadsheets.workbook import A3, Layout, fitted, write
from projects.values.months import in_words, month_of
from supervision.documents.slip import DEMONSTRATION
from supervision.models import CardOverride, Period, Slip, cards_of
from supervision.models.slip import Timing
from supervision.published.unit_days import Standing, standings

WIDTHS = {
    "编号": 18, "来源": 9, "督办事项": 30, "督办要求": 34, "主送单位": 16, "签发日期": 12,
    "签发人": 10, "答复时限": 12, "最近答复": 12, "整改时限": 12, "承诺整改": 12, "办理情况": 12,
    "逾期情况": 20, "再督次数": 8, "销号日期": 12, "销号情况": 24, "承诺完成时间": 24,
}  # fmt: skip
BRIEF = (
    "编号", "督办事项", "主送单位", "签发日期", "答复时限", "整改时限", "办理情况", "逾期情况",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    slip: Slip
    timing: Timing
    cells: dict[str, str]

    @property
    def issued(self) -> dt.date:
        return timezone.localdate(self.slip.issued_at)


@dataclass(frozen=True)
class Ledger:
    programme: Programme
    day: dt.date
    rows: list[Row]
    month: str = ""

    @property
    def months(self) -> list[str]:
        return sorted({month_of(row.issued) for row in self.rows}, reverse=True)

    def of(self, month: str) -> "Ledger":
        """Those signed in a month."""
        own = [row for row in self.rows if month_of(row.issued) == month]
        return replace(self, rows=own, month=month)

    @property
    def title(self) -> str:
        when = in_words(self.month) if self.month else f"{self.programme.year}年"
        return f"{when}民生实事督办台账"

    @property
    def late(self) -> list[Row]:
        return [row for row in self.rows if row.timing.words]

    @property
    def about(self) -> str:
        done = sum(row.slip.state == Slip.State.CLEARED for row in self.rows)
        parts = [
            f"截至{self.day}", f"签发{len(self.rows)}件", f"销号{done}件",
            f"有逾期{len(self.late)}件", "内部使用",
        ]  # fmt: skip
        return "　".join([*parts, DEMONSTRATION] if self.programme.demonstration else parts)

    @property
    def brief(self) -> list[list[str]]:
        return [[row.cells[name] for name in BRIEF] for row in self.rows]


def ledger(programme: Programme, day: dt.date) -> Ledger:
    """In a number of queries that does not grow with the slips."""
    slips = Slip.objects.filter(programme=programme, number__isnull=False).order_by("number")
    slips = slips.select_related("programme", "project", "target", "addressee")
    found = list(slips.prefetch_related("steps"))
    days = days_of(programme, {slip.project_id for slip in found if not slip.closed_at})
    return Ledger(programme, day, [row(slip, day, days.get(slip.project_id)) for slip in found])


def days_of(programme: Programme, projects: set[int]) -> dict[int, Standing]:
    """By project what its page tells of the unit's days, as known when a month was closed last."""
    period = Period.everything.filter(programme=programme).closed().order_by("month").last()
    if period is None or not projects:
        return {}
    cards = list(cards_of(period).filter(project__in=projects).select_related("project", "policy"))
    overrides = CardOverride.objects.over(period.month)
    for card in cards:
        card.period, card.decided = period, overrides.get(card.project_id)
    return standings(cards, programme)


def promised(slip: Slip, own: Standing | None) -> str:
    """承诺完成时间 of the slip's matter, and what was promised before and not kept."""
    if own is None or slip.closed_at:
        return ""
    day, unkept = own.promise(slip.target.names if slip.target else ())
    return "；".join(filter(None, [day and str(day), unkept]))


def row(slip: Slip, day: dt.date, own: Standing | None) -> Row:
    timing, steps, kinds = slip.timing(day), list(slip.steps.all()), slip.steps.model.Kind
    answers = [step for step in steps if step.kind == kinds.ANSWERED]
    again = [
        step
        for step in steps
        if step.kind == kinds.AGAIN or (step.kind == kinds.RAISED and step.at > slip.issued_at)
    ]
    cleared = [step.text for step in steps if step.kind in (kinds.TO_CLEAR, kinds.CLEARED)]
    closed = slip.closed_at and timezone.localdate(slip.closed_at)
    values = (
        slip.label, slip.get_source_display(), slip.matter, slip.demand, slip.addressee.name,
        timezone.localdate(slip.issued_at), slip.signer, timing.answer_by,
        timezone.localdate(answers[-1].at) if answers else "", timing.mended_by, timing.promised,
        slip.get_state_display(), timing.words, len(again) or "", closed,
        "；".join(filter(None, cleared)) if closed else "", promised(slip, own),
    )  # fmt: skip
    texts = ("" if value is None else str(value) for value in values)
    return Row(slip, timing, dict(zip(WIDTHS, texts, strict=True)))


def workbook(found: Ledger) -> bytes:
    rows = [list(row.cells.values()) for row in found.rows]
    widths = tuple(WIDTHS.values())
    layout = Layout(
        name="督办台账",
        title=found.title,
        notes=(found.about,),
        widths=widths,
        row_heights=fitted([list(WIDTHS), *rows], widths),
        fixed_columns=1,
        paper=A3,
    )
    buffer = io.BytesIO()
    write(buffer, list(WIDTHS), rows, layout)
    return dated(buffer, found.day)


def as_word(found: Ledger) -> bytes:
    rows = [dict(zip(BRIEF, row, strict=True)) for row in found.brief]
    marks = [DEMONSTRATION] if found.programme.demonstration else []
    values = {"标注": marks, "标题": found.title, "说明": found.about, "督办单": rows}
    return word("督办台账", found.title, values)
