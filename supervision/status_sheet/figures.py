"""How one target's stored figures are said in a row of the status spreadsheet."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from projects.models import Target, TargetTerms
from projects.values.months import run_in_words, short
from projects.values.numbers import plain
from supervision.models import Reading
from supervision.published.beside import Beside
from supervision.published.disclosure import UNTOLD, hidden
from supervision.published.figures import plan_at
from supervision.published.wording import Shares, number
from supervision.rules.numbers import show_points
from supervision.rules.progress import Standing

UNDECIDED, MISSING, CLOSED = "待定", "未报", "不公开"
SETTLED = "已全部完成，不再填报"
PLACES = 2
WHOLE = (Fraction(0), Fraction(100))
ASKED = {"at_least": "不少于", "at_most": "不超过"}
NONE: Mapping[str, Reading] = {}


class Line(NamedTuple):
    """All that is known of one target at a month's end: a plain row, as a sheet may have 100,000.

    `facts` and `judged` are its entries in the card's facts and verdict, `standing` the exact
    shares behind them, None for 待定. `covers` are the months of the period, `turning` the gaps
    at which a card changes. `beside` says what may be told of people; None where the edition is
    the office's own.
    """

    facts: dict
    judged: dict
    standing: Shares | Standing | None
    covers: list[str]
    reported: bool
    target: Target | None = None
    terms: TargetTerms | None = None
    readings: Mapping[str, Reading] = NONE
    turning: tuple[Fraction, ...] = (Fraction(0),)
    beside: Beside | None = None

    @property
    def month(self) -> str:
        return self.covers[-1]

    @property
    def measure(self) -> str:
        return self.target.measure if self.target else self.facts.get("measure", "")

    @property
    def reading(self) -> Reading | None:
        """This month's accepted reading."""
        return self.readings.get(self.month)


class Said(NamedTuple):
    """The figures of a row: numbers where there are numbers, else words."""

    annual_target: str
    month_done: Decimal | str
    total_done: Decimal | str
    total_planned: Decimal | str
    percent: Decimal | str
    points: Decimal | str
    remarks: tuple[str, ...] = ()


def said(line: Line) -> Said:
    if line.standing is None:
        return Said(annual_target(line), *[UNDECIDED] * 5, remarks=(pending(line),))
    if line.facts["kind"] == "milestones":
        return stages(line)
    return service(line) if line.facts["kind"] == "service" else counted(line)


def pending(line: Line) -> str:
    if line.facts["kind"] == "milestones":
        return "节点和序时计划待定"
    return "序时计划待定"


def annual_target(line: Line) -> str:
    facts = line.facts
    if facts["kind"] == "milestones":
        names = [stage["name"] for stage in facts["milestones"] or []]
        return "、".join(names) or f"节点{UNDECIDED}"
    if facts["kind"] == "service":
        months = facts["planned_months"]
        return f"开展{len(months)}个月（{run_in_words(months)}）" if months else "常年开展"
    baseline, target = number(facts["baseline"]), number(facts["target"])
    words = ASKED.get(line.terms.comparison, "") if line.terms else ""
    whole = f"{words}{plain(target)}{facts['measure']}"
    if not baseline:
        return whole
    change = "新增" if target > baseline else "减少"
    return f"{whole}（基数{plain(baseline)}，{change}{plain(abs(target - baseline))}）"


def shares(line: Line) -> tuple[Decimal | str, Decimal | str]:
    if line.judged["actual"] is None:
        return CLOSED, CLOSED
    return two_places(line.standing.actual, line.standing.planned, line.turning)


def two_places(
    actual: Fraction, planned: Fraction, turning: tuple[Fraction, ...]
) -> tuple[Decimal, Decimal]:
    """Percent and points with two places, more where rounding would cross where a card turns."""
    return (
        Decimal(show_points(actual * 100, WHOLE, PLACES)),
        Decimal(show_points((actual - planned) * 100, turning, PLACES)),
    )


def counted(line: Line) -> Said:
    """Quantity and coverage: cumulative numbers, the baseline included."""
    judged, month_done, remarks = line.judged, increment(line), []
    planned = planned_value(line)
    if judged["value_month"] is None:
        return Said(annual_target(line), *[MISSING] * 2, planned, *[MISSING] * 2)
    if judged["carried"]:
        remarks.append(f"沿用{short(judged['value_month'])}数据")
    if hidden(judged["value"]):
        return Said(
            annual_target(line), month_done, judged["value"], planned, CLOSED, CLOSED,
            tuple(remarks),
        )  # fmt: skip
    value, baseline = number(judged["value"]), number(line.facts["baseline"])
    if baseline:
        change = "新增" if number(line.facts["target"]) > baseline else "减少"
        remarks.append(f"其中本年{change}{plain(abs(value - baseline))}{line.measure}")
    remarks += share_remark(line)
    return Said(annual_target(line), month_done, value, planned, *shares(line), tuple(remarks))


def planned_value(line: Line) -> Decimal:
    """What the plan asks by the month's end."""
    return Decimal(plain(plan_at(line.facts, line.month)))


def share_remark(line: Line) -> list[str]:
    """A coverage's numerator and denominator; never where people could be counted from it."""
    reading = line.reading
    if line.facts["kind"] != "coverage" or reading is None or reading.numerator is None:
        return []
    if line.beside and line.beside.protects(line.facts["name"], "coverage"):
        return []
    unit = line.target.counted_in if line.target else ""
    part, of = plain(reading.numerator), plain(reading.denominator)
    return [f"{of}{unit}中已覆盖{part}{unit}" if unit else f"已覆盖{part}，总数{of}"]


def increment(line: Line) -> Decimal | str:
    """What this period added; nothing where one of the two counts is not told."""
    facts, judged = line.facts, line.judged
    if judged["carried"]:
        done = judged["actual"] is not None and line.standing.done
        return "已完成" if done and not line.reported else MISSING
    earlier = [month for month in facts["readings"] if month < line.covers[0]]
    before = facts["readings"][max(earlier)]["value"] if earlier else facts["baseline"]
    if hidden(judged["value"]) or hidden(before):
        return UNTOLD
    return number(judged["value"]) - number(before)


def stages(line: Line) -> Said:
    """Stages by name, with the weight done in percent."""
    rows = line.facts["milestones"]
    done = [row for row in rows if row["done"] and row["done"] <= line.month]
    planned = [row for row in rows if row["planned"] <= line.month]
    new = [row["name"] for row in done if row["done"] >= line.covers[0]]
    nothing = "无" if line.reported else "已完成" if line.standing.done else MISSING
    return Said(
        annual_target(line),
        "、".join(new) or nothing,
        staged(done, line.standing.actual),
        staged(planned, line.standing.planned),
        *shares(line),
    )


def staged(rows: list[dict], share: Fraction) -> str:
    names = "、".join(row["name"] for row in rows) or "无"
    return f"{names}（{plain(Decimal(show_points(share * 100, WHOLE, PLACES)))}%）"


def service(line: Line) -> Said:
    """Months run, and the people or things served so far."""
    planned, ran = line.facts["planned_months"], set(line.facts["ran"])
    unknown = set(line.facts.get("unreported", ())) - ran
    due = [month for month in planned if month <= line.month and month not in unknown]
    run = [month for month in due if month in ran]
    return Said(
        annual_target(line),
        this_month([month for month in line.covers if month in planned], ran, unknown),
        f"开展{len(run)}个月{served(line)}",
        f"开展{len(due)}个月",
        *shares(line),
        (f"{len(unknown)}个月未报",) if unknown else (),
    )


def this_month(asked: list[str], ran: set[str], unknown: set[str]) -> str:
    run = [month for month in asked if month in ran]
    if not asked:
        return "本月未计划"
    if not run:
        return MISSING if unknown.issuperset(asked) else "未开展"
    return "已开展" if len(asked) == 1 else f"已开展{len(run)}个月"


def served(line: Line) -> str:
    counts = [r.served for _, r in sorted(line.readings.items()) if r.served is not None]
    if not counts:
        return ""
    facts, last = line.facts, counts[-1]
    told = line.beside.served_words(facts["name"], last) if line.beside else plain(last)
    return f"，服务人数{UNTOLD}" if told == UNTOLD else f"，服务{told}{line.measure}"
