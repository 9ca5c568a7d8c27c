"""How a standing is said in plain Chinese, for findings and explanations alike."""

from fractions import Fraction

from supervision.rules import months, numbers
from supervision.rules.progress import Standing, held, known_months
from supervision.rules.targets import Milestones, Quantity, Service, Stage


def standing_words(standing: Standing) -> str:
    """“计划120口，实际90口，比计划少30口”: a target against its plan."""
    target, month = standing.target, standing.month
    short = short_words(standing)
    if isinstance(target, Quantity):
        way = held(target, month).way
        actual = f"{amount(target, way)}{_carried(target, month)}"
        return f"计划{amount(target, target.plan.at(month))}，实际{actual}，{short}"
    if isinstance(target, Service):
        return f"应开展{len(known_months(target, month))}个月{_unreported(target)}，{short}"
    planned, actual = percent(standing.planned), percent(standing.actual)
    return f"按计划应完成{planned}，实际完成{actual}" + (f"，{short}" if short else "")


def short_words(standing: Standing) -> str:
    """“比计划少30口”: what a target behind its plan lacks; empty where a stage is just late."""
    target, month = standing.target, standing.month
    if isinstance(target, Quantity):
        lacking = Fraction(target.plan.at(month) - held(target, month).way) / target.scale
        more_or_less = "少" if target.direction > 0 else "多"
        return f"比计划{more_or_less}{numbers.words(lacking)}{unit(target)}"
    if isinstance(target, Service):
        missed = len(known_months(target, month)) - months_by(target.ran, month)
        return f"有{missed}个月没有开展"
    stage = next_stage(target, month)
    late = months_late(stage, month) if stage else 0
    return f"“{stage.name}”已晚{late}个月" if stage and late else ""


def actual_words(standing: Standing) -> str:
    """“承诺149口，已完成90口”: how far, against the promise."""
    target, month = standing.target, standing.month
    if isinstance(target, Quantity):
        now = f"{amount(target, held(target, month).way)}{_carried(target, month)}"
        if target.direction < 0:
            return f"承诺降到{amount(target, target.length)}，现为{now}"
        if target.baseline.text.strip("0.") and target.kind == "quantity":
            added = Fraction(held(target, month).way, target.scale)
            whole = numbers.words(Fraction(target.length, target.scale))
            added_words = f"新增{numbers.words(added)}／{whole}{target.measure}"
            return f"承诺到{amount(target, target.length)}，现为{now}（{added_words}）"
        return f"承诺{amount(target, target.length)}，已完成{now}"
    if isinstance(target, Service):
        ran = f"已开展{months_by(target.ran, month)}个月{_unreported(target)}"
        return f"计划开展{len(target.planned)}个月，{ran}"
    done = sum(stage.done is not None and stage.done <= month for stage in target.stages)
    return f"共{len(target.stages)}个节点，已完成{done}个（{percent(standing.actual)}）"


def amount(target: Quantity, way: int | Fraction) -> str:
    """The value that has come this way, with its measure."""
    return f"{numbers.words(target.value(way))}{target.measure}"


def unit(target: Quantity) -> str:
    """What a difference between two values is counted in."""
    return "个百分点" if target.kind == "coverage" else target.measure


def percent(share: Fraction) -> str:
    return f"{numbers.points(share * 100, numbers.ENDS, 2)}%"


def months_by(those: tuple[int, ...], month: int) -> int:
    return sum(one <= month for one in those)


def next_stage(target: Milestones, month: int) -> Stage | None:
    """The first stage by plan that is not done; the notice's order between equals."""
    open_stages = (s for s in target.stages if s.done is None or s.done > month)
    return min(open_stages, key=lambda stage: stage.planned, default=None)


def months_late(stage: Stage, month: int) -> int:
    """Whole months since the end of the planned one."""
    return max(month - stage.planned, 0)


def _unreported(target: Service) -> str:
    return f"（另有{len(target.unknown)}个月未报）" if target.unknown else ""


def _carried(target: Quantity, month: int) -> str:
    reading = held(target, month)
    if reading.month is None:
        return "（尚无数据，按基期计）"
    return "" if reading.month == month else f"（沿用{months.words(reading.month, month)}数据）"
