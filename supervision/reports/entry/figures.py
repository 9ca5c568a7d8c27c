"""What is typed for a target of each kind, read strictly: a problem, doubts, or clean figures."""

import datetime as dt
import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from projects.models import Target
from projects.values.months import in_words, is_month
from projects.values.numbers import (
    WHOLE,
    BadNumber,
    half_width,
    hundredths,
    in_steps,
    plain,
    read_number,
)
from supervision.reports.entry.lines import Line
from supervision.rules import suspicion

MONTH, TOTAL = "month", "total"
TOO_FAR = 1000  # times what was promised: a slip, and no percentage that anybody can read


@dataclass
class Figures:
    """A target's clean figures for the month; `ran` are months.

    `stages` are {milestone key: month}, `finishes` the days promised {milestone key: day}.
    """

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    served: Decimal | None = None
    ran: list[str] = field(default_factory=list)
    stages: dict[int, str] = field(default_factory=dict)
    finish: dt.date | None = None
    finishes: dict[int, dt.date] = field(default_factory=dict)
    behind: bool = False


SEPARATED = re.compile(r"\+?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def number_typed(text: str, measure: str) -> Decimal:
    """A number as a clerk copies it: with the target's measure behind it, or 1,024."""
    copied = half_width(text.strip()).replace("，", ",")
    if measure and copied.endswith(measure):
        copied = copied.removesuffix(measure).rstrip()
    if SEPARATED.fullmatch(copied):
        copied = copied.replace(",", "")
    try:
        return read_number(copied)
    except BadNumber:
        return read_number(text)


def not_in_steps(text: str, target: Target) -> str:
    return f"“{text[:20]}”不是{plain(target.step)}{target.measure}的整倍数。"


def read_quantity(line: Line, typed: dict, figures: Figures):
    text = typed.get("value", "")
    if not text.strip():
        return "value", "请填写完成数。没有新增就在“本月新增”填 0。"
    try:
        value = number_typed(text, line.target.measure)
    except BadNumber as error:
        return "value", str(error)
    if typed.get("mode", MONTH) == MONTH:
        if line.waiting:
            return "value", (
                f"{in_words(line.waiting)}的报送还在等待审核，本月新增加在哪个数上还不知道。"
                "请改填累计数，或等审核后再填。"
            )
        value = line.last_value + (value if line.rising else -value)
    if not in_steps(value - line.terms.baseline, line.target.step):
        return "value", not_in_steps(text, line.target)
    if value < 0:
        return "value", f"累计数成了{plain(value)}，不能小于零。"
    promised = abs(line.terms.value - line.terms.baseline)
    if abs(value - line.terms.baseline) >= TOO_FAR * promised:
        return "value", (
            f"累计数{plain(value)}，比要完成的{plain(promised)}{line.target.measure}"
            "大了上千倍，请核对数和计量单位。"
        )
    if value >= 10**WHOLE:
        return "value", f"累计数{plain(value)}太大了，整数部分最多{WHOLE}位。"
    figures.value = value
    return None


def asked_of_quantity(line: Line, figures: Figures) -> list[str]:
    way = abs(figures.value - line.terms.baseline)
    return [
        *asked_of_number(line, figures.value),
        *asked_of_places(line, way, line.target.step),
    ]


def read_coverage(line: Line, typed: dict, figures: Figures):
    for name, label in (("value", "已覆盖数"), ("denominator", "总数")):
        if not typed.get(name, "").strip():
            return name, f"请填写{label}。"
        try:
            number = number_typed(typed[name], "")
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
    figures.value = hundredths(share, falls=not line.rising)
    return None


def asked_of_coverage(line: Line, figures: Figures) -> list[str]:
    asked = []
    if line.last and line.last.denominator not in (None, figures.denominator):
        asked.append(
            f"总数由上次的{plain(line.last.denominator)}变为{plain(figures.denominator)}。"
        )
    asked += asked_of_number(line, figures.value)
    return asked + asked_of_places(line, figures.numerator, Decimal(1))


def asked_of_places(line: Line, value: Decimal, step: Decimal) -> list[str]:
    """The question that the list of places raises; a share's places are its numerator's."""
    measure = "" if line.target.kind == Target.Kind.COVERAGE else line.target.measure
    sentence = suspicion.places_disagree(Fraction(value), line.places, Fraction(step), measure)
    return [sentence] if sentence else []


def asked_of_number(line: Line, value: Decimal) -> list[str]:
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
    return suspicion.figures(series, line.thresholds)


def read_service(line: Line, typed: dict, figures: Figures):
    ran = typed.get("ran", [])
    if bad := [month for month in ran if month not in line.covers]:
        return "ran", f"“{str(bad[0])[:10]}”不在本次填报的月份之内。"
    figures.ran = sorted(set(ran))
    if text := typed.get("served", "").strip():
        try:
            served = number_typed(text, line.target.measure)
        except BadNumber as error:
            return "served", str(error)
        if not in_steps(served, line.target.step):
            return "served", not_in_steps(text, line.target)
        figures.served = served
    return None


def asked_of_service(line: Line, figures: Figures) -> list[str]:
    last = line.last and line.last.served
    if last and figures.served is not None and figures.served < last:
        return [f"累计服务数{plain(figures.served)}比上次的{plain(last)}倒退了。"]
    return []


def read_stages(line: Line, typed: dict, figures: Figures):
    given = typed.get("stages", {})
    for milestone, _, _ in line.stages:
        month = given.get(str(milestone.pk), "")
        if not month:
            continue
        if not is_month(month):
            return "stages", f"节点“{milestone.name}”的完成月份“{str(month)[:10]}”不是月份。"
        if month > line.covers[-1]:
            return "stages", f"节点“{milestone.name}”的完成月份晚于本次填报的月份。"
        if month < line.terms.start:
            return "stages", f"节点“{milestone.name}”的完成月份早于起算月份。"
        figures.stages[milestone.pk] = month
    return None


def asked_of_stages(line: Line, figures: Figures) -> list[str]:
    asked = []
    for milestone, _, before in line.stages:
        month, name = figures.stages.get(milestone.pk, ""), f"节点“{milestone.name}”"
        if before and not month:
            asked.append(f"{name}上次报{in_words(before)}完成，这次改为未完成。")
        elif before and before != month:
            asked.append(f"{name}的完成月份由{in_words(before)}改为{in_words(month)}。")
        elif month and not before and month <= line.last_month:
            asked.append(
                f"{name}报{in_words(month)}完成，可{in_words(line.last_month)}"
                "的报送里还没有完成；请说明并附写明日期的证明材料。"
            )
    return asked


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
ASKED = {
    Target.Kind.QUANTITY: asked_of_quantity,
    Target.Kind.COVERAGE: asked_of_coverage,
    Target.Kind.SERVICE: asked_of_service,
    Target.Kind.MILESTONES: asked_of_stages,
}


def asked_of(line: Line, figures: Figures) -> list[str]:
    """Every question that a target's figures raise, beside what is known of it so far."""
    return ASKED[line.target.kind](line, figures)
