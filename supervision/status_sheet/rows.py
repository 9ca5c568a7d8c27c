"""The rows of one project: one a target, the project's own values repeated on each."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from projects.models import Project, Target, called_at, every_name
from projects.values.numbers import plain
from projects.values.text import quoted
from supervision.cards.naming import by_judged_name
from supervision.cards.recorded import Record
from supervision.models import (
    Card,
    CardOverride,
    CardPolicy,
    Period,
    Reading,
    Review,
    Submission,
)
from supervision.published.beside import Beside
from supervision.published.disclosure import all_told
from supervision.published.figures import shares_of, stage_state
from supervision.published.unit_days import given_in, not_kept
from supervision.published.wording import Shares, number
from supervision.status_sheet.columns import COLUMNS, PENDING
from supervision.status_sheet.figures import (
    CLOSED,
    MISSING,
    NONE,
    SETTLED,
    UNDECIDED,
    Line,
    said,
)


@dataclass
class ProjectRow:
    """A project of the list: a plain row, as a sheet may have 100,000.

    What stands beside its cards is given to it as to a project.
    """

    pk: int
    number: int
    title: str
    text: str
    category: str
    state: str
    leader: str
    sensitive: bool


class CardRow(NamedTuple):
    """A card: a plain row for the same reason; period and policy are one for all."""

    project_id: int
    version: int
    colour: str
    label: str
    words: str
    unit_name: str
    facts: str
    verdict: str
    digest: str
    as_of: dt.date
    policy: CardPolicy
    period: Period

    @property
    def policy_id(self) -> int:
        return self.policy.pk


class Shown(NamedTuple):
    """The card that stands for a project, in the colour that holds, as in `ShownCard`."""

    card: CardRow
    override: CardOverride | None
    colour: str


class TargetRow(NamedTuple):
    """A target with its task's text: a plain row for the same reason."""

    pk: int
    project_id: int
    name: str
    former_names: list
    kind: str
    measure: str
    counted_in: str
    part_of_id: int | None
    whole: str | None
    whole_former_names: list | None
    marker: str
    text: str

    @property
    def names(self) -> list[str]:
        return every_name(self.name, self.former_names)

    def whole_at(self, at: dt.datetime) -> str:
        """What the promised whole, of which it is a part, was called at a moment."""
        return called_at(self.whole or "", self.whole_former_names or [], at)

    @property
    def task(self) -> str:
        return f"{self.marker}{self.text}"


class TermsRow(NamedTuple):
    version: int
    comparison: str
    recorded_at: dt.datetime
    effective: str


@dataclass(frozen=True)
class Sources:
    """What rows rest on beside the cards; `record` is what was known on the day of each card."""

    period: Period
    covers: list[str]
    public: bool
    supports: dict[int, list[str]]
    record: Record
    releases: dict[int, str] = field(default_factory=dict)


class EditionCard(NamedTuple):
    """A card as this edition may show it; `record` is what was known on the card's day.

    `standings` are the exact shares behind it by target, without what is 待定; `submission` is
    the month's report, once accepted.
    """

    card: CardRow | Card
    facts: dict
    verdict: dict
    label: str
    colour: str
    override: CardOverride | None
    record: Record
    standings: dict[str, Shares]
    submission: Submission | None
    turning: tuple[Fraction, ...]
    beside: Beside | None = None

    @property
    def settled(self) -> bool:
        """Whether nobody was asked about the month, as all was done."""
        done = all(standing.done for standing in self.standings.values())
        return self.facts["report"] is None and bool(self.standings) and done


def submission_of(card: CardRow | Card, record: Record) -> Submission | None:
    """The month's report, once accepted: a correction that waits does not hide it."""
    project, month = card.project_id, card.period.month
    for target in record.targets[project]:
        reading = record.readings.get(target.pk, NONE).get(month)
        if reading:
            return reading.submission
    found = record.standing.get((project, month))
    review = getattr(found, "review", None)
    return found if review and review.verdict == Review.Verdict.ACCEPTED else None


def standings_of(facts: dict, verdict: dict) -> dict[str, Shares]:
    found = {}
    for target, judged in zip(facts["targets"], verdict["targets"], strict=True):
        if shares := shares_of(target, judged, facts["month"]):
            found[target["name"]] = shares
    return found


def project_rows(project: ProjectRow, sources: Sources, edition: EditionCard) -> list[dict]:
    """A row a target; one that says 待定 where the project has none."""
    shared = project_values(project, sources, edition.label) | {
        "unit": edition.card.unit_name,
        "progress": progress(project, sources, edition),
        "colour": edition.colour,
        "title": edition.facts["project"]["title"],
    }
    judged = {target["name"]: target for target in edition.verdict["targets"]}
    targets = by_judged_name(edition.facts["targets"], edition.record.targets[project.pk])
    rows = [
        target_row(
            shared,
            line_of(facts, judged[facts["name"]], targets.get(facts["name"]), sources, edition),
            edition,
        )
        for facts in edition.facts["targets"]
    ]
    rows = rows or [shared | undecided(project.text)]
    if sources.public or not (edition.submission and edition.submission.on_behalf):
        return rows
    return [row | {"remark": "；".join(filter(None, ["督查代填", row["remark"]]))} for row in rows]


EMPTY = dict.fromkeys((column.key for column in COLUMNS), "")
KINDS = dict(Target.Kind.choices)


def project_values(project: ProjectRow, sources: Sources, label: str) -> dict:
    return EMPTY | {
        "number": project.number,
        "title": project.title,
        "leader": project.leader,
        "supports": "、".join(sources.supports[project.pk]),
        "card": label,
        "category": Project.category_words(project.category),
        "colour": "",
    }


def undecided(task: str) -> dict:
    return dict.fromkeys(PENDING, UNDECIDED) | {"task": task}


def row_without_card(project: ProjectRow, sources: Sources) -> dict:
    """A project that the month did not judge: it is still on the list, and says so.

    It has no card, not even 未评: cards add up to what home and bulletin count.
    """
    remark = f"本月未纳入调度，现状态：{Project.State(project.state).label}"
    row = project_values(project, sources, "") | undecided(project.text)
    return row | {"remark": remark}


def progress(project: ProjectRow, sources: Sources, edition: EditionCard) -> str:
    """The public reads only what the office signed; inside, the accepted report."""
    if sources.public:
        return sources.releases.get(project.pk, "")
    if edition.submission:
        return edition.submission.progress
    return SETTLED if edition.settled else MISSING


def line_of(
    facts: dict, judged: dict, target: TargetRow | None, sources: Sources, edition: EditionCard
) -> Line:
    key = target.pk if target else None
    return Line(
        facts=facts,
        judged=judged,
        standing=edition.standings.get(facts["name"]),
        covers=sources.covers,
        reported=edition.submission is not None,
        target=target,
        terms=edition.record.terms.get(key),
        readings=edition.record.readings.get(key, NONE),
        turning=edition.turning,
        beside=edition.beside,
    )


def target_row(shared: dict, line: Line, edition: EditionCard) -> dict:
    figures, facts = said(line), line.facts
    task = line.target.task if line.target else ""
    measure = f"（{line.measure}）" if line.measure else ""
    remarks = [*figures.remarks, *whole_of_part(line, edition), *promises(line, edition)]
    return shared | {
        "task": f"{task}\n指标：{facts['name']}{measure}".strip(),
        "annual_target": figures.annual_target,
        "month_done": figures.month_done,
        "total_done": figures.total_done,
        "total_planned": figures.total_planned,
        "percent": figures.percent,
        "points": figures.points,
        "on_plan": on_plan(line, edition, judges=bool(edition.label)),
        "problems": line.reading.cause_in_words if line.reading else "",
        "measures": measures(line.reading, edition.submission),
        "due": facts["due"],
        "remark": "；".join(remarks),
        "kind": KINDS[facts["kind"]],
        "measure": line.measure,
        "baseline": number(facts.get("baseline")),
        "target_value": number(facts.get("target")),
    }


def on_plan(line: Line, edition: EditionCard, *, judges: bool) -> str:
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
    about = [each for each in edition.verdict["findings"] if each["severity"] > 0]
    found = any(each.get("target") == line.facts["name"] for each in about)
    return "否" if found or not judges else "略低"


def whole_of_part(line: Line, edition: EditionCard) -> list[str]:
    """A part names its whole with the sum of all parts, which has no row of its own.

    A row for the whole would count the same work twice when a column is added up.
    """
    if line.target is None or line.target.part_of_id is None:
        return []
    siblings = {
        name
        for target in edition.record.targets[line.target.project_id]
        if target.part_of_id == line.target.part_of_id
        for name in target.names
    }
    parts = [facts for facts in edition.facts["targets"] if facts["name"] in siblings]
    judged = [each for each in edition.verdict["targets"] if each["name"] in siblings]
    target = plain(sum((number(facts["target"]) for facts in parts), Decimal(0)))
    name = line.target.whole_at(edition.card.period.closed_at)
    text = f"属于{quoted(name)}，合计{target}{line.measure}"
    values = [each["value"] for each in judged]
    if None in values or not all_told(values):
        return [text]
    done = plain(sum(map(number, values), Decimal(0)))
    return [f"{text}，各分项累计{done}{line.measure}"]


def promises(line: Line, edition: EditionCard) -> list[str]:
    """What the unit promised, and what the office decided since the card was computed."""
    reading, remarks = line.reading, []
    if reading and reading.finish:  # of works, meant for the stages that are late
        stages = line.facts.get("milestones") or []
        late = [each["name"] for each in stages if stage_state(each, line.month) == "overdue"]
        remarks.append(
            f"{'节点' if late else ''}{''.join(map(quoted, late))}承诺完成时间{reading.finish}"
        )
    if reading and line.facts["kind"] == Target.Kind.MILESTONES:
        remarks += [
            f"节点{quoted(each.milestone)}承诺完成时间{each.day}" for each in reading.finishes.all()
        ]
    remarks += unkept(line)
    if edition.override and edition.label:
        basis = f"{edition.override.get_basis_kind_display()} {edition.override.basis}"
        remarks.append(f"亮牌经认定：{edition.override.reason}（{basis}）")
    if edition.card.version > 1:
        remarks.append(f"定稿后更正（第{edition.card.version}版）")
    return remarks


def unkept(line: Line) -> list[str]:
    """The days of earlier reports, or of earlier words of this one, that were not kept."""
    name, kind = line.facts["name"], line.facts["kind"]
    if not line.readings:
        return []
    if kind == Target.Kind.SERVICE or (
        line.beside and line.beside.protects(name, kind, line.measure)
    ):
        return []
    moved = line.terms.recorded_at if line.terms and line.terms.version > 1 else None
    known = [row for month, row in sorted(line.readings.items()) if month <= line.month]
    given = [each for row in known for each in given_in(row, line.facts, moved)]
    now = {day for each in given if each.month == line.month for _, day in each.days}
    broken = not_kept(given, [line.facts], line.month).get(name, ())
    found = [each for each in broken if each.day not in now]
    said = [f"{quoted(each.stage) if each.stage else ''}{each.day}" for each in found]
    return [f"原承诺{'、'.join(said)}，未兑现"] if said else []


def measures(reading: Reading | None, submission: Submission | None) -> str:
    """What the unit does about this target; else what the report says comes next."""
    if reading and reading.measures:
        return reading.measures
    return submission.next_steps if submission else ""
