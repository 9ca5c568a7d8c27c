"""A target's figures as a resident reads them, from a card's facts or from the record alone."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from projects.models import TargetTerms
from projects.values.months import in_words, span
from projects.values.numbers import plain
from projects.values.text import quoted
from supervision.published.disclosure import UNTOLD, WITHHELD, hidden
from supervision.published.squares import Squares, squares_of
from supervision.published.wording import Shares, number, said
from supervision.rules.numbers import parse, share

VERBS = {"quantity": "已完成", "coverage": "已覆盖", "milestones": "已完成", "service": "已开展"}
PROMISES = {"coverage": "覆盖"}


@dataclass(frozen=True)
class Figure:
    """`done` of `total` in `measure`; `whole` says the same as a running total where it differs.

    `gap` compares with the plan in words, `over` is what was counted beyond the plan. `pending` is
    待定: no plan, so no figures. `shares` are None where there is no figure. `begins` is the month
    it is counted from, where that is still to come. `bound` is 不少于 or 不超过, where promised so.
    `broken` are days by which its unit had promised it.
    `reach` is the value at which it is kept; `total` counts from the baseline. A `ceiling` is a
    limit that is only to be kept, and pending.
    """

    name: str
    kind: str
    total: str
    measure: str
    done: str = ""
    whole: str = ""
    verb: str = ""
    gap: str = ""
    over: Decimal | None = None
    due: str = ""
    pending: bool = False
    behind: bool = False
    shares: Shares | None = None
    stages: list = field(default_factory=list)
    months: list = field(default_factory=list)
    parts: tuple = ()
    squares: Squares | None = None
    begins: str = ""
    bound: str = ""
    broken: tuple["Broken", ...] = ()
    reach: str = ""
    ceiling: bool = False

    @property
    def unkept(self) -> list["Broken"]:
        """The days not kept of what is still not done, with its parts; once it is, all of them."""
        own = [each for figure in (self, *self.parts) for each in figure.broken]
        done = {stage.name for stage in self.stages if stage.state in ("done", "late")}
        return own if self.finished else [each for each in own if each.stage not in done]

    @property
    def rate(self) -> str:
        """99% of a rate that is counted from a baseline: what is promised is where it ends."""
        counted = self.kind == "coverage" and self.reach not in ("", self.total)
        return f"{self.bound or '达到'}{self.reach}{self.measure}" if counted else ""

    @property
    def all_year(self) -> bool:
        """Of a service: in every month, or with no months named."""
        return self.total in ("", "12")

    @property
    def unplanned(self) -> str:
        """What stands instead of how far it is, of one that is pending."""
        return "只要守住，不比较快慢" if self.ceiling else "计划待定"

    @property
    def owing(self) -> str:
        """The stages that should be done and are not, in quotation marks; "" without such."""
        return owing(self.stages)

    def owed(self, day: dt.date) -> list[tuple[str, dt.date]]:
        """The late stages by the days that the unit promised for them; else all of them by `day`.

        Of a figure without late stages "" and the day.
        """
        found: dict[dt.date, list[Stage]] = defaultdict(list)
        for stage in self.stages:
            if stage.state == "overdue" and stage.promised:
                found[stage.promised].append(stage)
        return [(owing(late), own) for own, late in sorted(found.items())] or [(self.owing, day)]

    @property
    def withheld(self) -> bool:
        return hidden(self.done)

    @property
    def untold(self) -> str:
        """What stands where the count would: 不足10人, or 人数不公布."""
        return f"{self.done}{self.measure}" if self.done == WITHHELD else f"人数{UNTOLD}"

    @property
    def state(self) -> str:
        """How the promise stands: done, fine, behind, waiting (not due), hidden or pending."""
        if self.begins:
            return "waiting"
        if self.pending or self.shares is None:
            return "pending"
        if self.withheld:
            return "hidden"
        if self.finished:
            return "done"
        if self.behind:
            return "behind"
        idle = self.shares.planned <= 0 and (self.shares.actual or 0) <= 0
        return "waiting" if idle else "fine"

    @property
    def finished(self) -> bool:
        """All of it, to the last piece; a whole when every part is."""
        if self.parts:
            return all(part.finished for part in self.parts)
        return self.shares is not None and self.shares.done


@dataclass(frozen=True)
class Stage:
    """A stage of the works: `state` is done, late (done after its month), overdue or waiting.

    `promised` is the day that its unit gave for it, `broken` are those before that it did not keep.
    """

    name: str
    weight: str
    planned: str
    done: str
    state: str
    promised: dt.date | None = None
    broken: tuple[dt.date, ...] = ()


@dataclass(frozen=True)
class Broken:
    """A day by which a unit had promised a target, or a `stage` of it, and did not keep."""

    stage: str
    day: dt.date


@dataclass(frozen=True)
class ServiceMonth:
    month: str
    state: str  # ran, missed, unknown (nothing accepted for it), waiting or off


def from_facts(
    facts: dict,
    judged: dict,
    month: str,
    limits: tuple = (),
    units: tuple[dict, dict] | None = None,
) -> Figure:
    """The figure of one target at a month's end; `judged` is its line of the verdict.

    `units` are the same two of a coverage that is told in what it covers.
    """
    common = {
        "name": facts["name"],
        "kind": facts["kind"],
        "due": facts["due"],
        "verb": VERBS[facts["kind"]],
        "shares": shares_of(facts, judged, month, limits),
    }
    if facts["kind"] == "milestones":
        return stages_figure(facts, month, common)
    if facts["kind"] == "service":
        return service_figure(facts, month, common)
    counted, read = units or (facts, judged or {})
    return counted_figure(counted, read, month, common)


def shares_of(facts: dict, judged: dict, month: str, limits: tuple = ()) -> Shares | None:
    """The exact shares behind a line of the verdict, which has four places; None for 待定."""
    if judged["planned"] is None:
        return None
    if facts["kind"] == "milestones":
        rows = [(parse(row["weight"]), row) for row in facts["milestones"]]
        whole = sum(weight for weight, _ in rows)
        done = sum(weight for weight, row in rows if row["done"] and row["done"] <= month)
        planned = sum(weight for weight, row in rows if row["planned"] <= month)
    elif facts["kind"] == "service":
        states = [service_state(each, month, facts) for each in facts["planned_months"]]
        whole, done = len(states), states.count("ran")
        planned = done + states.count("missed")
    else:
        way = parse(facts["baseline"]), parse(facts["target"])
        untold = judged["actual"] is None or hidden(judged["value"])
        actual = None if untold else share(parse(judged["value"]), *way)
        return Shares(actual, share(parse(plan_text(facts, month)), *way), limits)
    actual = None if judged["actual"] is None else Fraction(done) / whole
    return Shares(actual, Fraction(planned) / whole, limits)


def counted_figure(facts: dict, judged: dict, month: str, common: dict) -> Figure:
    baseline, target = number(facts["baseline"]), number(facts["target"])
    total = plain(abs(target - baseline))
    value = judged.get("value", facts["baseline"])
    common |= {"measure": facts["measure"], "total": total, "reach": plain(target)}
    if baseline:
        common["verb"] = "新增" if target > baseline else "已减少"
    if not facts["plan"]:
        promised = (
            common["verb"].removeprefix("已") if baseline else PROMISES.get(facts["kind"], "")
        )
        return Figure(**{**common, "verb": promised}, pending=True)
    if hidden(value):
        return Figure(**common, done=value)
    if baseline:
        common["whole"] = whole_words(value, baseline, target, facts["measure"])
    growth = abs(number(value) - baseline) if ahead(value, baseline, target) else Decimal(0)
    plan = plan_at(facts, month)
    over = number(value) - plan if target > baseline else plan - number(value)
    gap, behind = counted_gap(facts, common, over, plan == baseline)
    if facts["start"] > month:
        gap, behind = f"{in_words(facts['start'])}起开始", False
    elif (number(value) - baseline) * (target - baseline) < 0:
        more = "多" if target < baseline else "少"
        apart = f"比起始{more}{plain(abs(number(value) - baseline))}{facts['measure']}"
        gap, behind = (apart if plan == baseline else f"{gap}，{apart}"), True
    squares = squares_of(growth, abs(target - baseline), abs(plan - baseline))
    return Figure(**common, done=plain(growth), gap=gap, behind=behind, over=over, squares=squares)


def whole_words(value: str, baseline: Decimal, target: Decimal, measure: str) -> str:
    """The running total beside what was added or taken away."""
    if target > baseline:
        return f"总数{said(value)}／{plain(target)}{measure}"
    return f"现有{said(value)}{measure}，要降到{plain(target)}{measure}"


def ahead(value: str, baseline: Decimal, target: Decimal) -> bool:
    """Whether a value has moved from the baseline towards the target at all."""
    return (number(value) - baseline) * (target - baseline) > 0


def plan_at(facts: dict, month: str) -> Decimal:
    """The plan stored for a month; the portal writes every one from the start to the due month."""
    return number(plan_text(facts, month))


def plan_text(facts: dict, month: str) -> str:
    plan = facts["plan"]
    if month in plan:
        return plan[month]
    reached = [each for each in plan if each < month]
    return plan[max(reached)] if reached else facts["baseline"]


def counted_gap(facts: dict, common: dict, over: Decimal, idle: bool) -> tuple[str, bool]:
    """The gap in words, and whether it is behind; `idle`: nothing is planned yet."""
    shares = common["shares"]
    if facts["measure"] == "%" and shares.actual is not None:
        return shares.gap, over < 0
    if idle and over <= 0:
        return "未到计划时间", False
    down = number(facts["target"]) < number(facts["baseline"])
    return against_plan(over, facts["measure"], "减" if down else ""), over < 0


def against_plan(over: Decimal, measure: str, verb: str = "") -> str:
    if over == 0:
        return "与计划持平"
    return f"比计划{'多' if over > 0 else '少'}{verb}{plain(abs(over))}{measure}"


def stages_figure(facts: dict, month: str, common: dict) -> Figure:
    rows = facts["milestones"] or []
    stages = [
        Stage(
            row["name"],
            said(row["weight"]),
            row["planned"],
            row["done"] or "",
            stage_state(row, month),
        )
        for row in rows
    ]
    done = [stage for stage in stages if stage.state in ("done", "late")]
    late = owing(stages)
    gap = f"{late}未按计划完成" if late else "按计划推进"
    return Figure(
        **common,
        measure="个节点",
        total=str(len(stages)) if stages else "",
        done=str(len(done)) if stages else "",
        gap=gap if stages else "",
        behind=bool(late),
        pending=not stages,
        stages=stages,
    )


def owing(stages: list[Stage]) -> str:
    return "".join(quoted(stage.name) for stage in stages if stage.state == "overdue")


def stage_state(row: dict, month: str) -> str:
    if row["done"] and row["done"] <= month:
        return "late" if row["done"] > row["planned"] else "done"
    return "overdue" if row["planned"] <= month else "waiting"


def service_figure(facts: dict, month: str, common: dict) -> Figure:
    planned = facts["planned_months"] or []
    first = min([facts["start"], *planned])
    months = [
        ServiceMonth(each, service_state(each, month, facts))
        for each in span(first, max([facts["due"][:7], *planned]))
    ]
    states = [each.state for each in months]
    ran, missed, unknown = (states.count(state) for state in ("ran", "missed", "unknown"))
    gap = [f"{unknown}个月未报"] if unknown else []
    gap += [f"{missed}个月未开展"] if missed else []
    return Figure(
        **common,
        measure="个月",
        total=str(len(planned)) if planned else "",
        done=str(ran) if planned else "",
        gap="，".join(gap) or ("按计划开展" if ran else ""),
        behind=missed > 0,
        pending=not planned,
        months=months if planned else [],
    )


def service_state(each: str, month: str, facts: dict) -> str:
    if each not in (facts["planned_months"] or []):
        return "off"
    if each > month:
        return "waiting"
    if each in facts["ran"]:
        return "ran"
    return "unknown" if each in facts.get("unreported", ()) else "missed"


def from_terms(terms: TargetTerms, month: str = "") -> Figure:
    """A promise of which nothing has been published yet: its number, and 待定.

    One that is counted from after `month` has not begun, and is not 待定.
    """
    target = terms.target
    begins = terms.start if month and terms.start > month else ""
    common = {
        "name": target.name, "kind": target.kind, "due": terms.due.isoformat(), "begins": begins,
        "pending": not begins, "gap": f"{in_words(begins)}起开始" if begins else "",
    }  # fmt: skip
    if terms.value is None:
        return Figure(**common, measure=target.measure, total="")
    verb, whole, total = PROMISES.get(target.kind, ""), "", abs(terms.value - terms.baseline)
    if target.kind == target.Kind.COVERAGE:
        total = terms.value
    elif terms.baseline:
        verb = "新增" if terms.value > terms.baseline else "减少"
        whole = f"总数达到{plain(terms.value)}{target.measure}"
    return Figure(
        **common,
        measure=target.measure,
        total=plain(total),
        reach=plain(terms.value),
        verb=verb,
        whole=whole,
    )
