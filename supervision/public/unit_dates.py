"""The days that units promised (责任单位承诺), as events of the calendar of promised days.

A target has one, the last day that its unit gave, apart from the promise itself: an event of its
own that moves with each report, and is CANCELLED where a later report takes the day back.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from projects import clock
from projects.models import Programme, Target
from projects.values import days
from supervision.public.answers import cards_of
from supervision.public.promised import Promised
from supervision.published.promised import figures_of, terms_and_days
from supervision.published.sentences import unit_words
from supervision.published.unit_days import TELLING, Given, given, known_by, standing, unit_days

NEVER = "9999-12"  # after every month


def of_units(programme: Programme) -> Iterator[Promised]:
    """By what the last published month knows; in a number of queries that does not grow.

    Only projects whose units ever gave a day are read.
    """
    gave = given(target__project__programme=programme).filter(TELLING).order_by()
    projects = programme.projects.filter(pk__in=gave.values("submission__report__project"))
    cards = cards_of(list(projects), programme)
    if not cards:
        return
    month = next(iter(cards.values())).month
    terms, moved = terms_and_days(list(cards), month)
    targets = defaultdict(list)
    for target in Target.published.filter(project__in=cards).select_related("project"):
        targets[target.project_id].append(target)
    rows = given(submission__report__project__in=cards)
    for key, own in groupby(rows, key=lambda row: row[0]):
        card = cards[key]
        known = known_by(card, own)
        figures = figures_of(card, terms.get(key, []))
        figures, finish = standing(figures, unit_days(known, card), moved.get(key, {}), card)
        parts = {part.name: part for whole in figures for part in (whole, *whole.parts)}
        for target in targets[key]:
            figure = next((parts[name] for name in target.names if name in parts), None)
            told = [row for row in known if row.name == target.name]
            if figure and any(row.days for row in told):
                yield event_of(target, figure, told, finish, card)


def event_of(target: Target, figure, told: list[Given], finish: dict, card) -> Promised:
    """`figure` is what the card tells of it; `told` are its accepted reports, the last one last:
    each may move the day. A day of stages is told as theirs, not as that of the whole."""
    of = next((row.month, row.number) for row in reversed(told) if row.days)
    given = [row for row in told if (row.month, row.number) == of]
    last = max(day for row in given for _, day in row.days)
    day, meant = finish.get(figure.name), stages_of(figure, given)
    done = figure.finished or (bool(meant) and all(stage.done for stage in meant))
    words = unit_words(figure, finish, card.month, clock.today()) if day else ""
    late = [stage for stage in figure.stages if stage.state == "overdue"] if day else meant
    stages = "" if figure.finished else "".join(f"“{stage.name}”" for stage in late)
    now = f"{words}。" if words else f"责任单位原承诺{days.in_words(last)}完成{stages}。"
    return Promised(
        key=f"unit-{target.pk}",
        project=target.project,
        what=f"责任单位承诺完成“{figure.name}”{stages and f'的{stages}'}",
        day=day or last,
        told=now + ("已经完成。" if done else ""),
        at=max(row.accepted for row in told),
        sequence=len({(row.month, row.number) for row in told}) - 1,
        cancelled=day is None and not done,
    )


def stages_of(figure, given: list[Given]) -> list:
    """The stages that a report's days are of: those they name, else those late in its month."""
    named, month = {row.stage for row in given if row.own}, given[0].month
    late = [each for each in figure.stages if each.planned <= month < (each.done or NEVER)]
    return [each for each in figure.stages if each.name in named] if named else late
