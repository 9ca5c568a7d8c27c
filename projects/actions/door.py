"""What apps above the record ask of its acts; they add to these lists in `ready()`.

The record does not know who judges it: docs/adr/0020-judge-at-the-door.md.
"""

import datetime as dt
from collections.abc import Callable, Iterable

from projects.models import Programme, Project, Target, TargetTerms
from projects.values.months import shift

# Each raises Refused, in words, where the projects as they now stand cannot be judged.
CHECKS: list[Callable[[Iterable[Project], dt.datetime], None]] = []
# Each brings what rests on who takes part and who leads in line with the projects as they stand.
FOLLOWING: list[Callable[[Iterable[Project], dt.datetime], None]] = []
# Each gives the last month of a programme that is over for good, or "".
CLOSED: list[Callable[[Programme], str]] = []
# Each gives what is asked of a plan, in its terms and `approve_plan`'s points, as sentences.
QUESTIONS: list[Callable[[Target, TargetTerms, object, dt.datetime], list[str]]] = []


def check(projects: Iterable[Project], at: dt.datetime) -> None:
    """Refuse what could not be judged, before the act that made it so commits."""
    projects = list(projects)
    for refuse in CHECKS if projects else ():
        refuse(projects, at)


def follow_moves(projects: Iterable[Project], at: dt.datetime) -> None:
    """After projects joined or left the year's course, or changed hands."""
    for follow in FOLLOWING:
        follow(projects, at)


def questions(target: Target, terms: TargetTerms, points, at: dt.datetime) -> list[str]:
    """What the planner is asked about a plan before it is approved; never a bar to it."""
    return [each for ask in QUESTIONS for each in ask(target, terms, points, at)]


def closed_until(programme: Programme) -> str:
    """The last closed month, or ""; no month closes until the transaction is done."""
    return max((last(programme) for last in CLOSED), default="")


def first_month(programme: Programme, start: str) -> str:
    """The month from which first terms or a first plan hold: the start, but none that is closed."""
    closed = closed_until(programme)
    return max(start, shift(closed, 1)) if closed else start
