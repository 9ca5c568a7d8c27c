"""What a clerk types for a month: the sheet to fill in, and reading it strictly.

A month's sheet has one line a target, with last month's figure and this month's plan beside
the box. Reading gives clean figures, errors (refused) and doubts (asked about, never refused).
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from projects.days import BadDay, read_day
from projects.models import Project, Site, Target, TargetTerms
from projects.months import in_words, is_month, span
from projects.numbers import BadNumber, in_steps, plain, read_number
from supervision import bridge, recorded
from supervision.models import Period, Reading
from supervision.rules import suspicion

MONTH, TOTAL = "month", "total"
SHEET = "sheet"  # the key of doubts about the whole sheet rather than a target
LONGEST = 2000


@dataclass
class Line:
    """One target of the sheet, with what is known of it so far."""

    target: Target
    terms: TargetTerms
    plan: list[recorded.Point]
    last: Reading | None
    last_month: str
    ran_before: list[str]
    covers: list[str]
    readings: dict[str, Reading]
    thresholds: list[Fraction]
    places: list[tuple[Fraction, bool]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return str(self.target.pk)

    @property
    def counted(self) -> bool:
        return self.target.counted

    @property
    def last_value(self) -> Decimal:
        known = self.last and self.last.value
        return self.terms.baseline if known is None else known

    @property
    def planned(self) -> Decimal | None:
        """The cumulative value planned by the sheet's month; None before the plan begins."""
        points = [p for p in self.plan if p.month <= self.covers[-1]]
        return points[-1].value if points else None

    @property
    def remaining(self) -> Decimal:
        return self.terms.value - self.last_value

    @property
    def rising(self) -> bool:
        return self.terms.value > self.terms.baseline

    @property
    def stages(self) -> list[tuple]:
        """(milestone, planned month, month done or "") in order."""
        done = {s.milestone_id: s.month for s in self.last.stages.all()} if self.last else {}
        points = sorted(self.plan, key=lambda point: point.milestone.number)
        return [(p.milestone, p.month, done.get(p.milestone.pk, "")) for p in points]

    @property
    def asked_months(self) -> list[str]:
        """The months of this sheet in which the service was planned to run."""
        planned = {point.month for point in self.plan}
        return [month for month in self.covers if month in planned]

    @property
    def finished(self) -> bool:
        if self.counted:
            return self.last is not None and (
                self.last_value >= self.terms.value
                if self.rising
                else self.last_value <= self.terms.value
            )
        if self.target.kind == Target.Kind.MILESTONES:
            return all(done for _, _, done in self.stages)
        return not [p for p in self.plan if p.month >= self.covers[0]]


def sheet(project: Project, period: Period, today: dt.date) -> list[Line]:
    """The lines to fill in for a month; targets without a plan are 待定 and not asked for."""
    return sheets([project], period, today)[project.pk]


def sheets(projects: list[Project], period: Period, today: dt.date) -> dict[int, list[Line]]:
    """The same for many projects, by project key, in a number of queries that does not grow."""
    found = recorded.known(projects, period, today)
    covers = span(period.covers_from, period.month)
    thresholds = bridge.thresholds(period.month)
    places = listed_places(projects, period.month)
    asked: dict[int, list[Line]] = {project.pk: [] for project in projects}
    for project in projects:
        for target in found.targets[project.pk]:
            plan, terms = found.plans.get(target.pk), found.terms.get(target.pk)
            if plan is None or terms is None:
                continue
            readings = found.readings[target.pk]
            earlier = {m: r for m, r in readings.items() if m < period.month}
            last_month = max(earlier, default="")
            asked[project.pk].append(
                Line(
                    target=target,
                    terms=terms,
                    plan=plan,
                    last=earlier.get(last_month),
                    last_month=last_month,
                    ran_before=bridge.months_run(earlier),
                    covers=covers,
                    readings=earlier,
                    thresholds=thresholds,
                    places=places.get(target.pk, []),
                )
            )
    return asked


def listed_places(projects: list[Project], month: str) -> dict[int, list[tuple[Fraction, bool]]]:
    """By target: each listed place's quantity, and whether it was done by the month's end."""
    found: dict[int, list[tuple[Fraction, bool]]] = {}
    for site in Site.objects.filter(target__project__in=projects):
        done = bool(site.done) and site.done <= month
        found.setdefault(site.target_id, []).append((Fraction(site.quantity), done))
    return found


@dataclass
class Figures:
    """A target's clean figures for the month; `ran` are months, `stages` {milestone key: month}."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    served: int | None = None
    ran: list[str] = field(default_factory=list)
    stages: dict[int, str] = field(default_factory=dict)
    finish: dt.date | None = None
    behind: bool = False


@dataclass
class Entry:
    """A sheet read: figures by target key, errors by field name, doubts by target key.

    Doubts about the narrative stand under `SHEET`, and their reply under draft["doubt"].
    """

    figures: dict[str, Figures] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, list[str]] = field(default_factory=dict)


def read(lines: list[Line], draft: dict, former: str = "") -> Entry:
    """Read a draft as for submission; `former` is last month's narrative. Nothing is written."""
    entry = Entry()
    if suspicion.same_words(draft.get("progress", ""), former):
        entry.doubts[SHEET] = ["进展文字与上期完全相同。"]
        if not draft.get("doubt", "").strip():
            entry.errors["doubt"] = "进展文字与上期完全相同，请改写，或说明原因。"
    for name, label in (("progress", "本月进展"), ("next", "下步打算")):
        text = draft.get(name, "").strip()
        if not text:
            entry.errors[name] = f"请填写{label}。"
        elif len(text) > LONGEST:
            entry.errors[name] = f"{label}最多{LONGEST}字，现有{len(text)}字。"
    for line in lines:
        read_line(entry, line, draft.get("targets", {}).get(line.key, {}))
    return entry


def read_line(entry: Entry, line: Line, typed: dict) -> None:
    figures, doubts = Figures(), []
    problem = READERS[line.target.kind](line, typed, figures, doubts)
    if problem:
        entry.errors[f"{line.key}-{problem[0]}"] = f"{line.target.name}：{problem[1]}"
        return
    entry.figures[line.key] = figures
    figures.behind = is_behind(line, figures)
    if doubts:
        entry.doubts[line.key] = doubts
        if not typed.get("doubt", "").strip():
            entry.errors[f"{line.key}-doubt"] = f"{line.target.name}：{doubts[0]}请说明原因。"
    if figures.behind:
        read_reasons(entry, line, typed)
    read_finish(entry, line, typed, figures)
    for name in ("cause", "measures", "doubt"):
        if len(typed.get(name, "")) > LONGEST:
            entry.errors[f"{line.key}-{name}"] = f"{line.target.name}：最多{LONGEST}字。"


def read_reasons(entry: Entry, line: Line, typed: dict) -> None:
    for name, label in (("cause", "原因"), ("measures", "措施")):
        if not typed.get(name, "").strip():
            entry.errors.setdefault(
                f"{line.key}-{name}", f"{line.target.name}：进度落后于计划，请填写{label}。"
            )


def read_finish(entry: Entry, line: Line, typed: dict, figures: Figures) -> None:
    text = typed.get("finish", "").strip()
    if not text:
        return
    try:
        finish = read_day(text)
    except BadDay as bad:
        wrong = str(bad)
    else:
        if finish.isoformat()[:7] >= line.covers[-1]:
            figures.finish = finish
            return
        wrong = f"“{text[:20]}”早于本次填报的月份，承诺完成时间要写以后的日子。"
    entry.errors[f"{line.key}-finish"] = f"{line.target.name}：{wrong}"


def read_quantity(line: Line, typed: dict, figures: Figures, doubts: list[str]):
    text = typed.get("value", "")
    if not text.strip():
        return "value", "请填写完成数。没有新增就在“本月新增”填 0。"
    try:
        value = read_number(text)
    except BadNumber as error:
        return "value", str(error)
    if typed.get("mode", MONTH) == MONTH:
        value = line.last_value + (value if line.rising else -value)
    if not in_steps(value - line.terms.baseline, line.target.step):
        step = plain(line.target.step) + line.target.measure
        return "value", f"“{text[:20]}”不是{step}的整倍数。"
    if value < 0:
        return "value", f"累计数成了{plain(value)}，不能小于零。"
    if value >= 10**12:
        return "value", f"累计数{plain(value)}太大了，整数部分最多12位。"
    figures.value = value
    doubt_number(line, value, doubts)
    doubt_places(line, abs(value - line.terms.baseline), line.target.step, doubts)
    return None


def read_coverage(line: Line, typed: dict, figures: Figures, doubts: list[str]):
    for name, label in (("value", "已覆盖数"), ("denominator", "总数")):
        if not typed.get(name, "").strip():
            return name, f"请填写{label}。"
        try:
            number = read_number(typed[name])
        except BadNumber as error:
            return name, str(error)
        setattr(figures, "numerator" if name == "value" else name, number)
    if figures.denominator == 0:
        return "denominator", "总数不能是零。"
    if figures.numerator > figures.denominator:
        return "value", (
            f"已覆盖数{plain(figures.numerator)}超过了总数{plain(figures.denominator)}，请核对。"
        )
    share = figures.numerator * 100 / figures.denominator
    # Rounded down, so that 100 means all of them.
    figures.value = share.quantize(Decimal("0.01"), ROUND_FLOOR)
    if line.last and line.last.denominator not in (None, figures.denominator):
        doubts.append(
            f"总数由上次的{plain(line.last.denominator)}变为{plain(figures.denominator)}。"
        )
    doubt_number(line, figures.value, doubts)
    doubt_places(line, figures.numerator, Decimal(1), doubts)
    return None


def doubt_places(line: Line, value: Decimal, step: Decimal, doubts: list[str]) -> None:
    """The question that the list of places raises; a share's places are its numerator's."""
    measure = "" if line.target.kind == Target.Kind.COVERAGE else line.target.measure
    sentence = suspicion.places_disagree(Fraction(value), line.places, Fraction(step), measure)
    doubts += [sentence] if sentence else []


def doubt_number(line: Line, value: Decimal, doubts: list[str]) -> None:
    """The questions that a counted figure raises."""
    points = {point.month: Fraction(point.value) for point in line.plan}
    series = suspicion.Series(
        baseline=Fraction(line.terms.baseline),
        target=Fraction(line.terms.value),
        step=Fraction(line.target.step),
        measure=line.target.measure,
        month=line.covers[-1],
        value=Fraction(value),
        readings={
            month: Fraction(reading.value)
            for month, reading in line.readings.items()
            if reading.value is not None
        },
        plan=points,
    )
    doubts += suspicion.figures(series, line.thresholds)


def read_service(line: Line, typed: dict, figures: Figures, doubts: list[str]):
    ran = typed.get("ran", [])
    if bad := [month for month in ran if month not in line.covers]:
        return "ran", f"“{str(bad[0])[:10]}”不在本次填报的月份之内。"
    figures.ran = sorted(set(ran))
    if text := typed.get("served", "").strip():
        try:
            served = read_number(text)
        except BadNumber as error:
            return "served", str(error)
        if served != served.to_integral_value() or served > 2**31 - 1:
            return "served", f"“{text[:20]}”不是合适的整数。"
        figures.served = int(served)
        last = line.last and line.last.served
        if last and figures.served < last:
            doubts.append(f"累计服务数{figures.served}比上次的{last}倒退了。")
    return None


def read_stages(line: Line, typed: dict, figures: Figures, doubts: list[str]):
    given = typed.get("stages", {})
    for milestone, _, before in line.stages:
        month = given.get(str(milestone.pk), "")
        if not month:
            if before:
                doubts.append(
                    f"节点“{milestone.name}”上次报{in_words(before)}完成，这次改为未完成。"
                )
            continue
        if not is_month(month):
            return "stages", f"节点“{milestone.name}”的完成月份“{str(month)[:10]}”不是月份。"
        if month > line.covers[-1]:
            return "stages", f"节点“{milestone.name}”的完成月份晚于本次填报的月份。"
        if month < line.terms.start:
            return "stages", f"节点“{milestone.name}”的完成月份早于起算月份。"
        if before and before != month:
            doubts.append(
                f"节点“{milestone.name}”的完成月份由{in_words(before)}改为{in_words(month)}。"
            )
        figures.stages[milestone.pk] = month
    return None


def is_behind(line: Line, figures: Figures) -> bool:
    """Whether the figures lie behind the plan at the sheet's month."""
    if line.counted:
        if line.planned is None or figures.value is None:
            return False
        gap = line.planned - figures.value
        return gap > 0 if line.rising else gap < 0
    if line.target.kind == Target.Kind.MILESTONES:
        return any(
            planned <= line.covers[-1] and milestone.pk not in figures.stages
            for milestone, planned, _ in line.stages
        )
    return bool(set(line.asked_months) - set(figures.ran))


READERS = {
    Target.Kind.QUANTITY: read_quantity,
    Target.Kind.COVERAGE: read_coverage,
    Target.Kind.SERVICE: read_service,
    Target.Kind.MILESTONES: read_stages,
}
