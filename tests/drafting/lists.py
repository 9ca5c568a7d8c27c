"""A small list as the reader gives it, for tests that do not read."""

import datetime as dt
from decimal import Decimal

from projects.drafting.actions import drafts
from projects.drafting.content import Content
from projects.drafting.models import Drafting
from projects.drafting.proposing import proposed
from projects.drafting.reading import (
    Check,
    Comparison,
    Kind,
    NotTarget,
    PartRead,
    ProjectRead,
    Reading,
    TargetRead,
    TaskRead,
)
from projects.values.promises import ProjectText, TargetText, TaskText
from tests.factories import moment

AT = moment("2024-01-10 09:00")
HEAD = "关于印发2024年民生实事项目的通知\n演示管发〔2024〕3号\n\n"
PLACES = "1. 增加托位。①新增托位162个，托位总数达到537个，服务65岁以下。②建成1所示范园。"
JOBS = "2. 开发公益岗位549个。其中城镇209个、乡村340个。牵头单位：演示人社局"
TAIL = "\n\n演示管委会办公室"


def span_of(text: str, excerpt: str) -> tuple[int, int]:
    start = text.index(excerpt)
    return start, start + len(excerpt)


def target(text: str, name: str, *said: str, **kw) -> TargetRead:
    kw = {
        "kind": Kind.QUANTITY, "value": Decimal(1), "baseline": None, "measure": "个",
        "comparison": Comparison.EXACTLY, "due": None, "parts": (), "task": 0, **kw,
    }  # fmt: skip
    spans = tuple(span_of(text, each) for each in said)
    return TargetRead(name=name, spans=spans, excerpts=said, **kw)


def part(text: str, name: str, value: int, said: str) -> PartRead:
    return PartRead(name, Decimal(value), "个", (span_of(text, said),), (said,))


def task(text: str, number: int, marker: str, words: str) -> TaskRead:
    return TaskRead(number, marker, words, span_of(text, words))


def a_reading() -> Reading:
    text = HEAD + PLACES + "\n" + JOBS + TAIL
    places = ProjectRead(
        number=1, marker="1.", title="增加托位", titled=True, text=PLACES,
        span=span_of(text, PLACES), lead_units=("演示教育局", "演示卫健局"),
        support_units=("演示财政局",), due=None, category="托育", city=True,
        tasks=(
            task(PLACES, 1, "①", "新增托位162个，托位总数达到537个，服务65岁以下。"),
            task(PLACES, 2, "②", "建成1所示范园。"),
        ),
        targets=(
            target(PLACES, "托位", "新增托位162个", "托位总数达到537个", value=Decimal(537),
                   baseline=Decimal(375), comparison=Comparison.AT_LEAST),
            target(PLACES, "示范园", "建成1所示范园", measure="所", task=1,
                   due=dt.date(2024, 9, 30)),
        ),
    )  # fmt: skip
    jobs = ProjectRead(
        number=2, marker="2.", title="开发公益岗位549个", titled=True, text=JOBS,
        span=span_of(text, JOBS), lead_units=("演示人社局",), support_units=(), due=None,
        category="就业", city=False,
        tasks=(task(JOBS, 1, "", "开发公益岗位549个。其中城镇209个、乡村340个。"),),
        targets=(
            target(JOBS, "公益岗位", "公益岗位549个", value=Decimal(549), parts=(
                part(JOBS, "城镇公益岗位", 209, "城镇209个"),
                part(JOBS, "乡村公益岗位", 340, "乡村340个"),
            )),
        ),
    )  # fmt: skip
    return Reading(
        title="2024年民生实事项目", year=2024, issuer="演示管委会",
        document_number="演示管发〔2024〕3号", text=text, projects=(places, jobs),
        not_targets=(NotTarget("65岁", "年龄", 0, span_of(PLACES, "65岁")),),
        checks=(Check("misprint", "疑为错字。", 0, span_of(PLACES, "示范园")),),
    )  # fmt: skip


def make_drafting(by=None, *, origin: str = Drafting.Origin.ADOPTED, **kw) -> Drafting:
    read = proposed(a_reading())
    given = {
        "year": 2024, "title": read.title, "authority": read.authority,
        "document_number": read.document_number, "issued_on": dt.date(2024, 1, 5),
        "origin": origin, "pieces": read.pieces, **kw,
    }  # fmt: skip
    return drafts.start(**given, by=by, at=AT)


def pieces(drafting: Drafting) -> list:
    return list(drafting.passages.current())


def projects(drafting: Drafting) -> list:
    return [row for row in pieces(drafting) if row.is_project]


def whole_pieces(year: int) -> list:
    """One project that lacks nothing but units, which it names none of."""
    text = "1. 建场地。建成球场2个。"
    start = text.index("建成球场2个")
    target = TargetText(
        name="球场", value="2", baseline="0", measure="个", start=f"{year}-01", due=f"{year}-12-31",
        spans=((start, start + 6),),
    )  # fmt: skip
    task = TaskText(number=1, text="建成球场2个。")
    project = ProjectText(
        number=1, title="建场地", text=text, category="体育", tasks=(task,), targets=(target,)
    )
    return [Content.of(project, taken=True)]
