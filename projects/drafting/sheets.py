"""征集表 out and back, and the 建议汇总表."""

import io

from django.utils import timezone

from projects.drafting.actions import proposals
from projects.drafting.models import Call, CandidateText, Drafting, Outcome, Proposal, Wording
from projects.drafting.models.proposal import ANSWERS, NEEDED
from projects.errors import Refused
from projects.models import LeadUnit, current
from projects.sheets.cells import BadCell, choice, needed
from projects.sheets.sheet import SheetImport, named
from projects.spreadsheets.importing import NEW, SAME, Line
from projects.spreadsheets.workbook import Layout, write

COLUMNS = tuple(label for label, _ in ANSWERS.values())
REQUIRED = tuple(ANSWERS[name][0] for name in NEEDED)
OPTIONAL = tuple(label for label in COLUMNS if label not in REQUIRED)
WIDTHS = (22.0, 34.0, 44.0, 16.0, 24.0, 30.0)


def form_workbook() -> bytes:
    """The empty 征集表: its columns are those that its import takes."""
    out = io.BytesIO()
    layout = Layout(name="建议征集表", widths=WIDTHS, printed_title="民生实事项目建议征集表")
    write(out, COLUMNS, [], layout)
    return out.getvalue()


class ProposalsImport(SheetImport):
    """A unit's filled 征集表: a proposal a row; what it has proposed before is left alone."""

    name = "建议征集表"
    required, optional = REQUIRED, OPTIONAL
    hint = "一行一条建议；与已提的名称、内容相同的不再重复提。提出以后不能改。"

    def __init__(self, *, call: Call, unit: LeadUnit, **kw):
        super().__init__(**kw)
        self.call, self.unit = call, unit

    def begin(self, rows) -> None:
        self.known = set(self.call.proposals.filter(unit=self.unit).values_list("title", "content"))

    def take(self, row) -> Line:
        answers = answers_in(row)
        if (answers["title"], answers["content"]) in self.known:
            return Line(SAME, f"{answers['title']}，已经提过")
        self.known.add((answers["title"], answers["content"]))
        made = proposals.propose(
            call=self.call,
            unit=self.unit,
            answers=answers,
            way=Proposal.Way.SHEET,
            by=self.by,
            at=self.at,
        )
        return Line(NEW, f"{made}")


class OfficeImport(SheetImport):
    """The office's sheet: each row says its source too; a unit's rows name the unit."""

    name = "建议征集表"
    required, optional = (*REQUIRED, "来源"), (*OPTIONAL, "单位", "出处")
    hint = (
        "来源填“单位、群众、代表委员、12345热线”之一，是单位的写“单位”一列；出处如工单号。"
        "名称、内容、来源、单位都相同的不再重复登记。表里不要有姓名和电话。"
    )
    sources = tuple(
        (each.value, each.label)
        for each in Proposal.Source
        if each.value not in ("message", "undone")
    )

    def __init__(self, *, drafting: Drafting, **kw):
        super().__init__(**kw)
        self.drafting = drafting

    def begin(self, rows) -> None:
        known = self.drafting.proposals.values_list("title", "content", "source", "unit")
        self.known = set(known)

    def take(self, row) -> Line:
        answers, source = answers_in(row), choice(row, "来源", self.sources)
        unit = self.unit_of(row) if source == Proposal.Source.UNIT else None
        key = (answers["title"], answers["content"], source, unit and unit.pk)
        if key in self.known:
            return Line(SAME, f"{answers['title']}，已经登记过")
        self.known.add(key)
        made = proposals.enter(
            drafting=self.drafting,
            source=source,
            way=Proposal.Way.SHEET,
            answers=answers,
            unit=unit,
            said_from=row.get("出处", "")[:200],
            by=self.by,
            at=self.at,
        )
        return Line(NEW, f"{made.from_whom}：{made}")

    def unit_of(self, row) -> LeadUnit:
        name = needed(row, "单位")
        if unit := named(LeadUnit.objects.filter(current(timezone.localdate(self.at))), name):
            return unit
        raise BadCell("单位", f"没有登记“{name[:30]}”这个单位。")


def answers_in(row) -> dict[str, str]:
    try:
        return proposals.answered({n: row.get(label, "") for n, (label, _) in ANSWERS.items()})
    except Refused as refused:
        label = next((each for each in COLUMNS if each in str(refused)), COLUMNS[0])
        raise BadCell(label, str(refused)) from refused


SUMMARY = (
    *("序号", "来源", "单位", "途径", "收到日期", *COLUMNS),
    *("类别", "去向", "候选项目", "理由", "出处"),
)
SUMMARY_WIDTHS = (6, 10, 16, 8, 12, *WIDTHS, 10, 10, 22, 30, 18)


def summary_workbook(drafting: Drafting) -> bytes:
    """建议汇总表: every proposal with what became of it; nobody's name or number."""
    out = io.BytesIO()
    title = f"{drafting.year}年民生实事项目建议汇总表"
    layout = Layout(name="建议汇总表", title=title, widths=tuple(map(float, SUMMARY_WIDTHS)))
    write(out, SUMMARY, summary_rows(drafting), layout)
    return out.getvalue()


def summary_rows(drafting: Drafting):
    outcomes = Outcome.objects.standing(drafting)
    wordings = Wording.objects.standing(drafting)
    texts = CandidateText.objects.standing(drafting)
    for number, row in enumerate(drafting.proposals.select_related("unit"), 1):
        outcome, wording = outcomes.get(row.pk), wordings.get(row.pk)
        text = texts.get(outcome.candidate_id) if outcome else None
        yield (
            number,
            row.get_source_display(),
            row.unit.name if row.unit_id else "",
            row.get_way_display(),
            timezone.localdate(row.at),
            *(value for _, value in row.answers),
            wording.category if wording else "",
            outcome.get_kind_display() if outcome else "",
            str(text) if text else "",
            outcome.reason if outcome else "",
            row.said_from,
        )
