"""The demonstration's places (演示): invented names, done when the readings say so."""

import io
from decimal import Decimal

from PIL import Image, ImageDraw

from projects.actions.places import add_places
from projects.models import Programme, Site, Target
from supervision.actions.photos import propose_photo, release_photo
from supervision.actions.reports import add_evidence
from supervision.demonstration.moments import at
from supervision.models import Evidence, Period

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
    spread({3: 4, 4: 8, 5: 12, 6: 16, 7: 21, 8: 26, 9: 32, 10: 36, 11: 40}),
    spread({3: 4, 4: 6, 5: 9, 6: 11, 7: 12, 8: 14, 9: 18, 10: 23}),
)
ROOMS = [(20, 3, 3), (13, 4, 4), (14, 5, 5), (13, 6, 6), (18, 8, 8), (12, 8, 9), (29, 9, None)]
ROOMS += [(30, 12, None)]
PIPES = [("0.7", 6, 6), ("0.6", 7, 7), ("0.6", 8, 8), ("0.5", 8, 9), ("0.8", 9, None)]
PIPES += [("0.8", 10, None)]

# (project, target): places as (name, town, quantity, planned month, done month or None).
PLACES = {
    (9, 1): [
        ("演示第1城市书房", TOWNS[2], "1", 8, 8),
        ("演示第2城市书房", TOWNS[2], "1", 10, None),
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


def make_places(programme: Programme, cast) -> None:
    """Every place, before the first month is told; a month's reading knows those done by then."""
    targets = {
        (target.project.number, target.number): target
        for target in Target.everything.filter(project__programme=programme).select_related(
            "project"
        )
    }
    for key, rows in PLACES.items():
        target = targets[key]
        places = [
            Site(
                target=target, name=name, place=town, quantity=Decimal(quantity),
                planned=month(planned), done=month(done),
            )
            for name, town, quantity, planned, done in rows
        ]  # fmt: skip
        add_places(
            project=target.project, places=places, by=cast.officers[0], at=at("2023-02-16 10:00")
        )


SKY, GROUND, WALL, ROOF, EARTH = "#dbe9f4", "#c7d3b4", "#f3e3c3", "#b4493a", "#b89b72"


# 演示 as strokes on a square of 100, since not every machine has a Chinese font.
STROKES = [
    [(8, 12), (20, 22)], [(4, 38), (16, 48)], [(4, 92), (20, 62)], [(62, 2), (62, 18)],
    [(34, 30), (34, 18), (92, 18), (88, 30)], [(44, 34), (82, 34)],
    [(40, 46), (86, 46), (86, 80), (40, 80), (40, 46)], [(40, 63), (86, 63)],
    [(63, 34), (63, 80)], [(50, 84), (36, 98)], [(76, 84), (92, 98)],
    [(144, 14), (198, 14)], [(130, 38), (212, 38)], [(171, 38), (171, 94), (158, 86)],
    [(150, 54), (132, 80)], [(190, 54), (210, 80)],
]  # fmt: skip


def label(pen: ImageDraw.ImageDraw, left: int, top: int) -> None:
    for stroke in STROKES:
        points = [(left + 0.9 * x, top + 0.9 * y) for x, y in stroke]
        pen.line(points, fill="#222222", width=7, joint="curve")


def drawing(built: bool) -> bytes:
    """A drawing, plainly no photograph: bare ground, or a kindergarten on it."""
    picture = Image.new("RGB", (960, 640), SKY)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 430, 960, 640), fill=GROUND if built else EARTH)
    if built:
        pen.rectangle((220, 240, 740, 470), fill=WALL)
        pen.polygon([(190, 240), (480, 110), (770, 240)], fill=ROOF)
        pen.rectangle((440, 350, 520, 470), fill="#7a5230")
        for left in (270, 350, 560, 640):
            pen.rectangle((left, 300, left + 50, 350), fill="#7fb2d6")
    else:
        for left in (120, 380, 660):
            pen.polygon([(left, 470), (left + 90, 400), (left + 190, 470)], fill="#9c7f57")
    label(pen, 40, 525)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


PICTURES = {
    3: ("before", "平整前的空地，还没有动工（演示图，不是真实照片）", "演示-开工前.jpg"),
    9: ("after", "建成的幼儿园，红顶两侧各两扇窗（演示图，不是真实照片）", "演示-建成后.jpg"),
}


def attach_picture(period: Period, cast, number: int) -> None:
    """Project 11's clerk adds a drawing to the report before handing it in, and proposes it."""
    if number not in PICTURES:
        return
    stage, caption, name = PICTURES[number]
    report = period.reports.get(project__number=11)
    clerk, day = cast.clerks[report.unit.slug], period.data_until.isoformat()
    evidence: Evidence = add_evidence(
        report=report, target=None, name=name, content=drawing(stage == "after"), photo=True,
        by=clerk, at=at(f"{day} 09:00"),
    )  # fmt: skip
    photo = propose_photo(
        evidence=evidence, site=Site.objects.get(target__project=report.project), moment=stage,
        caption=caption, consent=True, by=clerk, at=at(f"{day} 09:10"),
    )  # fmt: skip
    release_photo(photo=photo, by=cast.officers[0], at=at(f"{day} 17:00"))
