"""How a standing is said in plain Chinese, for findings and explanations alike."""

from fractions import Fraction

from supervision.rules import months, numbers
from supervision.rules.progress import Standing, held
from supervision.rules.targets import Milestones, Quantity, Service, Stage


def standing_words(standing: Standing) -> str:
    """“计划120口，实际90口，少30口” for a target that is behind its plan."""
    target = standing.target
    if isinstance(target, Quantity):
        plan, way = target.plan.at(standing.month), held(target, standing.month).way
        actual = f"实际{amount(target, way)}{_carried(target, standing.month)}"
        lacking = "少" if target.direction > 0 else "多"
        short = f"{numbers.words(Fraction(plan - way) / target.scale)}{unit(target)}"
        return f"计划{amount(target, plan)}，{actual}，比计划{lacking}{short}"
    if isinstance(target, Service):
        planned = sum(month <= standing.month for month in target.planned)
        ran = sum(month <= standing.month for month in target.ran)
        return f"应开展{planned}个月，实际开展{ran}个月"
    shares = f"按计划应完成{percent(standing.planned)}，实际完成{percent(standing.actual)}"
    stage = next_stage(target, standing.month)
    late = months_late(stage, standing.month) if stage else 0
    return f"{shares}，“{stage.name}”已晚{late}个月" if stage and late else shares


def actual_words(standing: Standing) -> str:
    """“承诺149口，已完成90口”: how far, against the promise."""
    target = standing.target
    if isinstance(target, Quantity):
        value = amount(target, held(target, standing.month).way)
        now = f"{value}{_carried(target, standing.month)}"
        if target.direction < 0:
            return f"承诺降到{amount(target, target.length)}，现为{now}"
        return f"承诺{amount(target, target.length)}，已完成{now}"
    if isinstance(target, Service):
        return f"计划开展{len(target.planned)}个月，已开展{len(target.ran)}个月"
    done = sum(stage.done is not None for stage in target.stages)
    return f"共{len(target.stages)}个节点，已完成{done}个（{percent(standing.actual)}）"


def amount(target: Quantity, way: int | Fraction) -> str:
    """The value that has come this way, with its measure."""
    return f"{numbers.words(target.value(way))}{target.measure}"


def unit(target: Quantity) -> str:
    """What a difference between two values is counted in."""
    return "个百分点" if target.kind == "coverage" else target.measure


def percent(share: Fraction) -> str:
    return f"{numbers.words(share * 100)}%"


def next_stage(target: Milestones, month: int) -> Stage | None:
    """The first stage by plan that is not done, the notice's order between equals."""
    open_stages = (s for s in target.stages if s.done is None or s.done > month)
    return min(open_stages, key=lambda stage: stage.planned, default=None)


def months_late(stage: Stage, month: int) -> int:
    """Whole months past the planned one; planned for this month and not done is 0 late.

    A stage planned for September and open at its end is late, but by less than a month.
    """
    return max(month - stage.planned, 0)


def _carried(target: Quantity, month: int) -> str:
    reading = held(target, month)
    if reading.month is None:
        return "（尚无数据，按基期计）"
    return "" if reading.month == month else f"（沿用{months.words(reading.month, month)}数据）"
