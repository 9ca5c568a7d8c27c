"""The rows of one project: one a target, the project's own values repeated on each."""

import json
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from projects.models import Project, Target
from projects.values.numbers import plain
from supervision.cards.recorded import Known
from supervision.models import Card, CardOverride, Period, Reading, Review, Submission
from supervision.published.wording import WITHHELD, number
from supervision.rules.progress import Standing
from supervision.status_sheet.columns import COLUMNS
from supervision.status_sheet.figures import CLOSED, MISSING, UNDECIDED, Line, said

NOT_JUDGED = "未评"
FACT_KEYS = ("kind", "measure", "baseline", "target_value", "category", "colour")


@dataclass(frozen=True)
class Sources:
    """What rows rest on beside the cards; `known` is the record on the day of each card."""

    period: Period
    covers: list[str]
    public: bool
    supports: dict[int, list[str]]
    known: Known
    releases: dict[int, str]


@dataclass(frozen=True)
class Opened:
    """A card as this edition may show it; `known` is the record on the card's day."""

    card: Card
    facts: dict
    verdict: dict
    label: str
    colour: str
    override: CardOverride | None
    standings: dict[str, Standing]
    known: Known

    @property
    def submission(self) -> Submission | None:
        """The month's report, once accepted: a correction that waits does not hide it."""
        project, month = self.card.project_id, self.card.period.month
        for target in self.known.targets[project]:
            if reading := self.known.readings[target.pk].get(month):
                return reading.submission
        found = self.known.standing.get((project, month))
        review = getattr(found, "review", None)
        return found if review and review.verdict == Review.Verdict.ACCEPTED else None


def project_rows(project: Project, sources: Sources, opened: Opened) -> list[dict]:
    """A row a target; one that says 待定 where the project has none."""
    shared = project_values(project, sources, opened.label) | {
        "unit": opened.card.unit_name,
        "progress": progress(project, sources, opened),
        "colour": opened.colour,
        "title": opened.facts["project"]["title"],
    }
    judged = {target["name"]: target for target in opened.verdict["targets"]}
    targets = {target.name: target for target in opened.known.targets[project.pk]}
    rows = [
        target_row(
            shared,
            line_of(facts, judged[facts["name"]], targets.get(facts["name"]), sources, opened),
            opened,
        )
        for facts in opened.facts["targets"]
    ]
    return rows or [shared | undecided(project.text)]


def project_values(project: Project, sources: Sources, label: str) -> dict:
    return dict.fromkeys((column.key for column in COLUMNS), "") | {
        "number": project.number,
        "title": project.title,
        "leader": project.leader,
        "supports": "、".join(sources.supports[project.pk]),
        "card": label,
        "category": project.get_category_display(),
        "colour": "",
    }


def undecided(task: str) -> dict:
    figures = ("month_done", "total_done", "total_planned", "percent", "points", "on_plan")
    return dict.fromkeys(("annual_target", *figures), UNDECIDED) | {"task": task}


def row_without_card(project: Project, sources: Sources) -> dict:
    """A project that the month did not judge: it is still on the list, and says so."""
    remark = f"本月未纳入调度，现状态：{project.get_state_display()}"
    row = project_values(project, sources, NOT_JUDGED) | undecided(project.text)
    return row | {"remark": remark}


def progress(project: Project, sources: Sources, opened: Opened) -> str:
    """The public reads only what the office signed; inside, the accepted report."""
    if sources.public:
        return sources.releases.get(project.pk, "")
    return opened.submission.progress if opened.submission else MISSING


def line_of(
    facts: dict, judged: dict, target: Target | None, sources: Sources, opened: Opened
) -> Line:
    key = target.pk if target else None
    bands = json.loads(opened.card.policy.body)["rules"]["behind_plan"]["bands"]
    return Line(
        facts=facts,
        judged=judged,
        standing=opened.standings.get(facts["name"]),
        covers=sources.covers,
        reported=opened.submission is not None,
        target=target,
        terms=opened.known.terms.get(key),
        readings=opened.known.readings.get(key, {}),
        thresholds=tuple(Fraction(band["from"]) for band in bands),
        sensitive=sources.public and opened.card.project.sensitive,
    )


def target_row(shared: dict, line: Line, opened: Opened) -> dict:
    figures, facts = said(line), line.facts
    task = str(line.target.task) if line.target else ""
    measure = f"（{line.measure}）" if line.measure else ""
    remarks = [*figures.remarks, *whole(line, opened), *promises(line.reading, opened)]
    return shared | {
        "task": f"{task}\n指标：{facts['name']}{measure}".strip(),
        "annual_target": figures.annual_target,
        "month_done": figures.month_done,
        "total_done": figures.total_done,
        "total_planned": figures.total_planned,
        "percent": figures.percent,
        "points": figures.points,
        "on_plan": on_plan(line, opened, judges=bool(opened.label)),
        "problems": problems(line.reading),
        "measures": measures(line.reading, opened.submission),
        "due": facts["due"],
        "remark": "；".join(remarks),
        "kind": Target.Kind(facts["kind"]).label,
        "measure": line.measure,
        "baseline": number(facts.get("baseline")),
        "target_value": number(facts.get("target")),
    }


def on_plan(line: Line, opened: Opened, *, judges: bool) -> str:
    """是, 略低, 否; 略低 only where the edition shows judgements at all."""
    judged, counted = line.judged, line.facts["kind"] in ("quantity", "coverage")
    if line.standing is None:
        return UNDECIDED
    if line.facts["start"] > line.month:
        return "未到起算月份"
    if counted and judged["value_month"] is None:
        return MISSING
    if judged["deviation"] is None:
        return CLOSED
    if line.standing.actual >= line.standing.planned:
        return "是"
    about = [each for each in opened.verdict["findings"] if each["severity"] > 0]
    found = any(each.get("target") == line.facts["name"] for each in about)
    return "否" if found or not judges else "略低"


def whole(line: Line, opened: Opened) -> list[str]:
    """A part names its whole with the sum of all parts, which has no row of its own.

    A row for the whole would count the same work twice when a column is added up.
    """
    if line.target is None or line.target.part_of_id is None:
        return []
    siblings = {
        target.name
        for target in opened.known.targets[line.target.project_id]
        if target.part_of_id == line.target.part_of_id
    }
    parts = [facts for facts in opened.facts["targets"] if facts["name"] in siblings]
    judged = [each for each in opened.verdict["targets"] if each["name"] in siblings]
    target = plain(sum((number(facts["target"]) for facts in parts), Decimal(0)))
    text = f"属于“{line.target.part_of.name}”，合计{target}{line.measure}"
    values = [each["value"] for each in judged]
    if WITHHELD in values or None in values:
        return [text]
    done = plain(sum(map(number, values), Decimal(0)))
    return [f"{text}，各分项累计{done}{line.measure}"]


def promises(reading: Reading | None, opened: Opened) -> list[str]:
    """What the unit promised, and what the office decided since the card was computed."""
    remarks = []
    if reading and reading.finish:
        remarks.append(f"承诺完成时间{reading.finish}")
    if opened.override and opened.label:
        basis = f"{opened.override.get_basis_kind_display()} {opened.override.basis}"
        remarks.append(f"亮牌经认定：{opened.override.reason}（{basis}）")
    if opened.card.version > 1:
        remarks.append(f"定稿后更正（第{opened.card.version}版）")
    return remarks


def problems(reading: Reading | None) -> str:
    if reading is None or not reading.cause:
        return ""
    return f"客观原因：{reading.cause}" if reading.objective else reading.cause


def measures(reading: Reading | None, submission: Submission | None) -> str:
    """What the unit does about this target; else what the report says comes next."""
    if reading and reading.measures:
        return reading.measures
    return submission.next_steps if submission else ""
