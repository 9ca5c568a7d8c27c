"""The long table of open data: a row for each month, project and target of a year, as published."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from projects.models import Programme, every_name
from projects.values.days import end_of
from projects.values.numbers import plain
from supervision.models import Reading, Review, ShownCard
from supervision.published.beside import give_beside
from supervision.published.disclosure import hidden
from supervision.published.figures import Figure, plan_at
from supervision.published.in_units import in_units
from supervision.published.promised import published_figures
from supervision.published.shown import PublicCard, public_card, shown_cards
from supervision.published.wording import number
from supervision.status_sheet.figures import two_places


def figures_of_month(card: PublicCard) -> Iterator[tuple[dict, dict, Figure]]:
    judged = {each["name"]: each for each in card.verdict["targets"]}
    figures = published_figures(card)
    for facts in card.facts["targets"]:
        yield facts, judged[facts["name"]], figures[facts["name"]]


def progress(programme: Programme) -> Iterator[dict]:
    served = served_by(programme)
    for row, card in cards_of(programme):
        for facts, judged, figure in figures_of_month(card):
            shares = card.targets.get(facts["name"])
            known = shares is not None and shares.actual is not None
            percent, points = (
                two_places(shares.actual, shares.planned, shares.limits) if known else (None, None)
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
                "served": count_of(served, row, card, facts["name"]),
                **share_of(facts, judged, card),
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


def cards_of(programme: Programme) -> Iterator[tuple[ShownCard, PublicCard]]:
    """Every public card of the year, month by month."""
    projects = {project.pk: project for project in programme.projects.all()}
    give_beside(projects.values())
    rows = shown_cards().filter(period__programme=programme).select_related("period")
    for row in rows.order_by("period__month", "project__number").iterator(chunk_size=200):
        row.project, row.card.period = projects[row.project_id], row.period
        yield row, public_card(row, row.project, programme)


def served_by(programme: Programme) -> dict:
    """Counts served by project and target: (month, number, accepted at, count)."""
    rows = Reading.objects.filter(
        target__project__programme=programme,
        target__public=True,
        served__isnull=False,
        submission__review__verdict=Review.Verdict.ACCEPTED,
    ).order_by("submission__report__period__month", "submission__number")
    found = defaultdict(list)
    for key, own, former, *told in rows.values_list(
        "target__project", "target__name", "target__former_names",
        "submission__report__period__month", "submission__review__at", "served",
    ):  # fmt: skip
        for name in every_name(own, former):
            found[key, name].append(told)
    return found


def count_of(served: dict, row: ShownCard, card: PublicCard, name: str) -> Decimal | None:
    known = [
        count
        for month, at, count in served.get((row.project_id, name), ())
        if month <= card.month and at < end_of(card.as_of)
    ]
    if not known or hidden(card.beside.served_words(name, known[-1])):
        return None
    return number(plain(known[-1]))
