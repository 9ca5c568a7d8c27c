"""The demonstration's photos (演示): drawings, attached by clerks, released by the office."""

import io
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PIL import Image, ImageDraw

from projects.models import Site
from supervision.actions.evidence import add_evidence
from supervision.actions.photos import propose_photo, release_photo
from supervision.actions.releases import put_in_photo
from supervision.demonstration.moments import at
from supervision.models import Period, Photo, Release

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


def kindergarten(pen: ImageDraw.ImageDraw, built: bool) -> None:
    """Bare ground, or a kindergarten on it."""
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


def classroom(pen: ImageDraw.ImageDraw) -> None:
    """A room with new lamps, a blackboard and desks."""
    pen.rectangle((0, 0, 960, 640), fill=WALL)
    pen.rectangle((0, 0, 960, 110), fill="#ffffff")
    pen.rectangle((0, 500, 960, 640), fill=EARTH)
    for left in (90, 370, 650):
        pen.rectangle((left, 110, left + 220, 128), fill="#4a4a4a")
        pen.rectangle((left, 128, left + 220, 152), fill="#fff7c2")
    pen.rectangle((250, 210, 710, 390), fill="#7a5230")
    pen.rectangle((262, 222, 698, 378), fill="#2f5d50")
    for left in (330, 560, 780):
        pen.rectangle((left, 470, left + 130, 490), fill="#8f6a3f")
        pen.rectangle((left + 12, 490, left + 24, 580), fill="#6d4f2d")
        pen.rectangle((left + 106, 490, left + 118, 580), fill="#6d4f2d")


def drawing(scene: Callable[[ImageDraw.ImageDraw], None]) -> bytes:
    """A scene as a JPEG, plainly no photograph and labelled 演示."""
    picture = Image.new("RGB", (960, 640), SKY)
    pen = ImageDraw.Draw(picture)
    scene(pen)
    label(pen, 40, 525)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


class Picture(NamedTuple):
    """`moment` is empty for a photo of the month's 公开稿."""

    moment: str
    caption: str
    name: str
    scene: Callable[[ImageDraw.ImageDraw], None]


# (project, month): the drawing that its clerk adds to the report before handing it in.
PICTURES = {
    (11, 3): Picture(
        "before",
        "平整前的空地，还没有动工（演示图，不是真实照片）",
        "演示-开工前.jpg",
        partial(kindergarten, built=False),
    ),
    (11, 9): Picture(
        "after",
        "建成的幼儿园，红顶两侧各两扇窗（演示图，不是真实照片）",
        "演示-建成后.jpg",
        partial(kindergarten, built=True),
    ),
    (12, 9): Picture(
        "",
        "教室里新换的三排灯，黑板前光线均匀（演示图，不是真实照片）",
        "演示-教室新灯.jpg",
        classroom,
    ),
}


def attach_pictures(period: Period, cast, month: int) -> None:
    """The month's drawings: those of places are released at once, others wait for their 公开稿."""
    for (number, told_in), picture in PICTURES.items():
        if told_in != month:
            continue
        report = period.reports.get(project__number=number)
        clerk, day = cast.clerks[report.unit.slug], period.data_until.isoformat()
        evidence = add_evidence(
            report=report, target=None, name=picture.name, content=drawing(picture.scene),
            photo=True, by=clerk, at=at(f"{day} 09:00"),
        )  # fmt: skip
        site = Site.objects.get(target__project=report.project) if picture.moment else None
        photo = propose_photo(
            evidence=evidence, site=site, moment=picture.moment, caption=picture.caption,
            consent=True, by=clerk, at=at(f"{day} 09:10"),
        )  # fmt: skip
        if site:
            release_photo(photo=photo, by=cast.officers[0], at=at(f"{day} 17:00"))


def put_in(release: Release, by, when) -> None:
    """Let the photos proposed for the month go out with its sentence."""
    own = Photo.everything.filter(
        site__isnull=True,
        evidence__report__period=release.period,
        evidence__report__project=release.project,
    )
    for photo in own:
        put_in_photo(release=release, photo=photo, by=by, at=when)
