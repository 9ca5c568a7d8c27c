"""The long table of open data: a row for each month, project and target of a year, as published."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from projects.models import Programme
from supervision.published.beside import give_beside
from supervision.published.disclosure import hidden
from supervision.published.figures import Figure, plan_at
from supervision.published.in_units import in_units
from supervision.published.promised import published_figures, terms_and_days
from supervision.published.shown import PublicCard, public_card, shown_cards
from supervision.published.unit_days import Given, UnitDays, given, known_by, unit_days
from supervision.published.wording import number
from supervision.status_sheet.figures import two_places


def figures_of_month(card: PublicCard) -> Iterator[tuple[dict, dict, Figure]]:
    judged = {each["name"]: each for each in card.verdict["targets"]}
    figures = published_figures(card)
    for facts in card.facts["targets"]:
        yield facts, judged[facts["name"]], figures[facts["name"]]


def progress(programme: Programme) -> Iterator[dict]:
    reports, due = reports_by(programme), due_now(programme)
    for row, card in cards_of(programme):
        known, turning = known_by(card, reports[row.project_id]), card.grading.turning
        served, days = served_by(known), unit_days(known, card)
        for facts, judged, figure in figures_of_month(card):
            shares = card.targets.get(facts["name"])
            known = shares is not None and shares.actual is not None
            percent, points = (
                two_places(shares.actual, shares.planned, turning) if known else (None, None)
            )
            yield {
                "year": programme.year,
                "month": card.month,
                "project": row.project.number,
                "target": facts["name"],
                "kind": facts["kind"],
                **counted(facts, judged, card.month),
                "percent": percent,
                "points": points,
                "card": card_word(card),
                "due": facts["due"],
                "version": row.period.data_version,
                "baseline": number(facts.get("baseline")),
                "goal": number(facts.get("target")),
                "state": figure.state if card.grading.judges else None,
                "served": count_of(served, card, facts["name"]),
                **share_of(facts, judged, card),
                "due_now": due.get((row.project_id, facts["name"])),
                **promised(days.of(figure), days),
            }


def share_of(facts: dict, judged: dict, card: PublicCard) -> dict:
    """A coverage as so many of so many, where it is told so."""
    units = in_units(facts, judged, card.beside)
    if units is None:
        return {"part": None, "whole": None, "counted_in": None}
    counted, read = units
    return {
        "part": Decimal(read["value"]),
        "whole": Decimal(counted["whole"]),
        "counted_in": counted["measure"],
    }


def card_word(card: PublicCard) -> str | None:
    if card.grade is None:
        return None
    return card.grade.colour or card.grade.words


def counted(facts: dict, judged: dict, month: str) -> dict:
    """Unit, value and planned value, in whatever the target counts."""
    if facts["kind"] == "milestones":
        rows = facts["milestones"] or []
        done = sum(bool(each["done"]) and each["done"] <= month for each in rows)
        planned = sum(each["planned"] <= month for each in rows)
        known = facts["milestones"] is not None
        return {
            "unit": "个节点",
            "value": done if known else None,
            "planned": planned if known else None,
        }
    if facts["kind"] == "service":
        months = facts["planned_months"]
        if months is None:
            return {"unit": "个月", "value": None, "planned": None}
        unknown = facts.get("unreported", ())
        due = [each for each in months if each <= month and each not in unknown]
        return {
            "unit": "个月",
            "value": sum(each in facts["ran"] for each in due),
            "planned": len(due),
        }
    value = None if not facts["plan"] else judged.get("value")
    return {
        "unit": facts["measure"],
        "value": number(value),
        "planned": plan_at(facts, month) if facts["plan"] else None,
    }


def cards_of(programme: Programme) -> Iterator[tuple]:
    """Every public card of the year with its `ShownCard`, month by month."""
    projects = {project.pk: project for project in programme.projects.all()}
    give_beside(projects.values())
    rows = shown_cards().filter(period__programme=programme).select_related("period")
    for row in rows.order_by("period__month", "project__number").iterator(chunk_size=200):
        row.project, row.card.period = projects[row.project_id], row.period
        yield row, public_card(row, row.project, programme)


def promised(figure: Figure, days: UnitDays) -> dict:
    """The unit's own day, while it has one to keep, and those before that it did not keep."""
    day = None if figure.finished else days.finish.get(figure.name)
    broken = " ".join(dict.fromkeys(each.day.isoformat() for each in figure.unkept))
    return {"promised": day, "broken": broken or None}


def reports_by(programme: Programme) -> dict[int, list[tuple]]:
    """What all accepted reports of a year gave, by project."""
    found = defaultdict(list)
    for row in given(target__project__programme=programme):
        found[row[0]].append(row)
    return found


def due_now(programme: Programme) -> dict[tuple[int, str], dt.date]:
    """The day in force of each target of a year, whatever month it holds from."""
    keys = [project.pk for project in programme.projects.all()]
    _, days = terms_and_days(keys, "")
    return {(key, name): day.now for key, own in days.items() for name, day in own.items()}


def served_by(reports: list[Given]) -> dict[str, Decimal]:
    return {name: row.served for row in reports if row.served is not None for name in row.names}


def count_of(served: dict[str, Decimal], card: PublicCard, name: str) -> Decimal | None:
    count = served.get(name)
    if count is None or hidden(card.beside.served_words(name, count)):
        return None
    return count
