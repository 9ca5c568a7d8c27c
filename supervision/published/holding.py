"""What a line of a month bears of words: the facts that typed sentences are held against."""

import datetime as dt
import re
from dataclasses import replace

from supervision.published.claims import ALL, FAST, FINE, LATE, Fact, Known, contradicted
from supervision.published.figures import Figure
from supervision.published.line import Line, finish_of
from supervision.published.placeholders import PLACEHOLDER, TAG, Values

COLOURS = {"blue": "蓝", "yellow": "黄", "red": "红"}
# Stands for a placeholder: what it says is the card's own.
SAID = "※"


def known_of(line: Line, until: dt.date) -> Known:
    """`until` is the day for which the month's figures hold."""
    card, figures = line.card, [part for each in line.figures for part in each.parts or (each,)]
    facts = tuple(fact_of(each, line, until) for each in figures)
    grading, grade = card.grading, card.grade
    colour = (grade and grading.colour_of(grade.key)) or ""
    own = {*grading.grades.get(colour, ()), *([grade.name, grade.words] if grade else [])} - {""}
    if not grading.coloured:  # what is not shown is nobody's to write
        own -= {name for name, _ in grading.grades.values()}
    others = {words for pair in grading.grades.values() for words in pair} - own - {""}
    whole = Fact(
        name=line.project.title,
        paces=paces_of(line, facts, colour) if card.rated and grade else ALL,
        finished=bool(figures) and all(each.finished for each in figures),
        done=card.shares and card.shares.actual,
        planned=card.shares and card.shares.planned,
        promised=tuple(day for each in facts for day in each.promised),
        due=tuple(day for each in facts for day in each.due),
    )
    told = "、".join(sorted(own)) if grade else "不公布的"
    several = facts if len(facts) > 1 else ()
    if len(facts) == 1:
        whole = one(whole, facts[0])
    seen = COLOURS.get(colour, "") if grading.coloured else ""
    return Known(whole, until, seen, frozenset(own), frozenset(others), told, several)


def one(whole: Fact, only: Fact) -> Fact:
    """A project of one figure is told by it."""
    return replace(only, name=whole.name, paces=whole.paces)


def paces_of(line: Line, facts: tuple[Fact, ...], colour: str) -> frozenset[str]:
    """What may be said of the project's pace: of a late card that it is late, and so on."""
    found = {pace for each in facts for pace in each.paces if pace != FINE}
    if line.card.grading.rank(colour):
        found = {LATE}
    elif line.card.ahead:
        found.add(FAST)
    if not line.card.grading.rank(colour) or all(FINE in each.paces for each in facts):
        found.add(FINE)
    return frozenset(found)


def fact_of(figure: Figure, line: Line, until: dt.date) -> Fact:
    shares, promised = figure.shares, finish_of(figure, line.finish)
    due = dt.date.fromisoformat(figure.due) if figure.due else None
    told = not (figure.withheld or figure.pending or figure.begins) and shares is not None
    paces = {LATE} if figure.behind else {FINE}
    if told and not figure.behind and (shares.deviation or 0) > 0:
        paces.add(FAST)
    if figure.finished and due and due > until:
        paces.add(FAST)
    return Fact(
        name=figure.name,
        paces=frozenset(paces) if told else ALL,
        finished=figure.finished,
        done=shares.actual if told else None,
        planned=shares.planned if told else None,
        stages=tuple(each.name for each in figure.stages if each.done),
        steps=tuple(each.name for each in figure.stages),
        promised=(promised,) if promised else (),
        due=(due,) if due else (),
    )


def words_against(text: str, known: Known, values: Values) -> dict[str, str]:
    """`contradicted` of a text with placeholders: names are read, the rest is the card's own."""
    named = PLACEHOLDER.sub(lambda found: name_in(found[1].strip(), values), TAG.sub("", text))
    return contradicted(re.sub(r"[ \t\u3000]", "", named), known)


def name_in(name: str, values: Values) -> str:
    return str(values.get(name) or SAID) if name.endswith("名称") else SAID
