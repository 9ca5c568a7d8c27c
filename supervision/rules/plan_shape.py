"""Whether a plan is sound: asked when it is approved, answered and never a bar (docs/rules.md).

A plan is given as its monthly steps, from the month it starts to the one it is due: what is added
in each, the weight of its stages, or 1 for each month that a service runs.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

from supervision.rules.numbers import ZERO, words
from supervision.rules.targets import Decided, Milestones, Quantity

Steps = Sequence[Fraction]
HEAVIEST = Fraction(3, 4)  # 后重: the centroid lies later than this part of the plan's length
LARGEST_LAST = Fraction(1, 3)
FIRST_BY = 4  # months: a third of the year
FURTHEST = Fraction(1, 4)  # from last year's real course, at any time of the year


def centroid(steps: Steps) -> Fraction:
    """Return where a plan's work lies on average: 1 where all of it is in the last month."""
    weighed = sum((step * at for at, step in enumerate(steps, 1)), ZERO)
    return weighed / (sum(steps, ZERO) * len(steps))


def questions(steps: Steps, former: Steps = ()) -> list[str]:
    """Return what the planner is asked; `former` are the real steps of last year, if any."""
    asked, whole = [], sum(steps, ZERO)
    if (middle := centroid(steps)) > HEAVIEST:
        asked.append(
            f"计划后重：各月工作量的重心在全程的{_percent(middle)}处，超过75%。为什么不能早些做？"
        )
    if (last := steps[-1] / whole) > LARGEST_LAST:
        asked.append(f"最后一个月要完成{_percent(last)}，超过三分之一。怎样保证做得完？")
    first = next(at for at, step in enumerate(steps, 1) if step)
    if first > FIRST_BY:
        asked.append(f"前{first - 1}个月没有安排，第{first}个月才有第一步。前面做什么？")
    if former and (apart := distance(steps, former)) > FURTHEST:
        asked.append(f"与去年的实际进度相差最多{_percent(apart)}。有什么不同？")
    return asked


def distance(steps: Steps, former: Steps) -> Fraction:
    """Return the furthest apart that two courses are, both of a length of 1, at any month's end."""
    one, other = _course(steps), _course(former)
    ends = {Fraction(at, len(course) - 1) for course in (one, other) for at in range(len(course))}
    return max(abs(_at(one, end) - _at(other, end)) for end in ends)


def steps_of(target: Decided) -> list[Fraction]:
    """Return the monthly steps of a target as it is planned."""
    due = target.due.year * 12 + target.due.month - 1
    span = range(target.start, due + 1)
    if isinstance(target, Quantity):
        ways = [Fraction(target.plan.at(month)) for month in range(target.start - 1, due + 1)]
        return [after - before for before, after in zip([ZERO, *ways[1:]], ways[1:], strict=False)]
    if isinstance(target, Milestones):
        planned = [(max(stage.planned, target.start), stage.weight) for stage in target.stages]
    else:
        planned = [(max(month, target.start), Fraction(1)) for month in target.planned]
    return [sum((w for month, w in planned if month == each), ZERO) for each in span]


def _course(steps: Steps) -> list[Fraction]:
    whole = sum(steps, ZERO)
    return [ZERO, *(done / whole for done in accumulate(steps))]


def _at(course: Sequence[Fraction], time: Fraction) -> Fraction:
    """Straight between two months' ends."""
    at = time * (len(course) - 1)
    before = int(at)
    if before == len(course) - 1:
        return course[-1]
    return course[before] + (course[before + 1] - course[before]) * (at - before)


def _percent(share: Fraction) -> str:
    return f"{words(share * 100)}%"
