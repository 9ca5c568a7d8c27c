"""The demonstration's places (演示): invented names, done when the readings say so."""

from collections import defaultdict
from decimal import Decimal
from itertools import count
from math import cos, sin, sqrt

from projects.actions.places import add_places, mark_built
from projects.models import Programme, Site, Target
from supervision.demonstration.moments import at

TOWNS = ("疃里镇（演示）", "马集镇（演示）", "经开区城区（演示）")


def month(number: int | None) -> str:
    return f"2023-{number:02d}" if number else ""


def spread(totals: dict[int, int]) -> list[int]:
    """Cumulative totals by month as the month of each one: {3: 2, 5: 3} is [3, 3, 5]."""
    months, before = [], 0
    for each, total in totals.items():
        months += [each] * (total - before)
        before = total
    return months


def numbered(name: str, planned: list[int], done: list[int]) -> list[tuple]:
    """(name, town, quantity, planned month, done month or None) for places of one each."""
    return [
        (name.format(number), TOWNS[number % 2], "1", plan, dict(enumerate(done, 1)).get(number))
        for number, plan in enumerate(planned, 1)
    ]


SCHOOLS = numbered(
    "演示第{}学校",
    spread({3: 4, 4: 7, 5: 10, 6: 14, 7: 20, 8: 26, 9: 28, 10: 30}),
    spread({3: 4, 4: 7, 5: 10, 6: 13, 7: 18, 8: 24}),
)
VILLAGES = numbered(
    "演示{:02d}村",
    spread({3: 4, 4: 8, 5: 12, 6: 16, 7: 22, 8: 27, 9: 32, 10: 36, 11: 40}),
    spread({3: 4, 4: 6, 5: 9, 6: 11, 7: 12, 8: 14, 9: 18, 10: 23}),
)
ROOMS = [(20, 3, 3), (13, 4, 4), (14, 5, 5), (13, 6, 6), (18, 8, 8), (12, 8, 9), (30, 9, None)]
ROOMS += [(29, 12, None)]
PIPES = [("0.7", 6, 6), ("0.6", 7, 7), ("0.6", 8, 8), ("0.5", 8, 9), ("0.8", 9, None)]
PIPES += [("0.8", 10, None)]

# (project, target): places as (name, town, quantity, planned month, done month or None).
PLACES = {
    (9, 1): [
        ("演示第1城市书房", TOWNS[2], "1", 8, 8),
        ("演示第2城市书房", TOWNS[2], "1", 10, 10),
    ],
    (9, 3): [("演示乡村书房", TOWNS[1], "1", 9, 9)],
    (10, 1): SCHOOLS,
    (11, 1): [("五和居社区幼儿园（演示）", "五和居社区（演示）", "1", 9, 9)],
    (12, 1): [
        (f"演示第{number}小学", TOWNS[number % 2], str(rooms), plan, done)
        for number, (rooms, plan, done) in enumerate(ROOMS, 1)
    ],
    (16, 1): VILLAGES,
    (20, 3): [
        (f"供热管道演示{number}段", TOWNS[2], length, plan, done)
        for number, (length, plan, done) in enumerate(PIPES, 1)
    ],
    (21, 1): [("生活垃圾中转站（演示）", TOWNS[2], "1", 12, None)],
}


# (project, target): what stood of a place before all of it does, by its name and month.
PARTLY = {(12, 1): ("演示第7小学", 10, "25")}


# Invented like the names: marks laid around three centres, as seeds lie in a flower.
CENTRES = {
    TOWNS[0]: (35.412, 116.322), TOWNS[1]: (35.372, 116.412), TOWNS[2]: (35.428, 116.392),
}  # fmt: skip


def point(town: str, nth: int) -> dict[str, Decimal]:
    """Where the town's nth invented place lies; nothing outside the three towns."""
    if town not in CENTRES:
        return {}
    north, east = CENTRES[town]
    far, turned = 0.0064 * sqrt(nth), nth * 2.4
    return {
        "latitude": Decimal(f"{north + far * cos(turned):.5f}"),
        "longitude": Decimal(f"{east + far * sin(turned) * 1.22:.5f}"),
    }


def make_places(programme: Programme, cast) -> None:
    """Every place, before the first month is told; a month's reading knows those done by then."""
    targets = {
        (target.project.number, target.number): target
        for target in Target.everything.filter(project__programme=programme).select_related(
            "project"
        )
    }
    nth = defaultdict(count)
    for key, rows in PLACES.items():
        target = targets[key]
        places = [
            Site(
                target=target, name=name, place=town, quantity=Decimal(quantity),
                planned=month(planned), done=month(done), **point(town, next(nth[town])),
            )
            for name, town, quantity, planned, done in rows
        ]  # fmt: skip
        add_places(
            project=target.project, places=places, by=cast.officers[0], at=at("2023-02-16 10:00")
        )


def mark_parts(programme: Programme, cast) -> None:
    """What stands of places under way, said with October's figures."""
    for (project, number), (name, upto, built) in PARTLY.items():
        site = Site.objects.select_related("target__project__programme").get(
            target__project__programme=programme,
            target__project__number=project,
            target__number=number,
            name=name,
        )
        mark_built(
            project=site.project, month=month(upto), built={site.pk: Decimal(built)},
            by=cast.officers[0], at=at("2023-11-03 09:30"),
        )  # fmt: skip
