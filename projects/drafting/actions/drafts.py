"""A draft list: begun from a text or from last year's, described, edited, cleared, dropped.

Every act adds revisions and never changes one; the last revision of each piece is the draft.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.db.models import Max

from projects.drafting.content import Content, Proposed
from projects.drafting.models import Act, Drafting, Passage
from projects.errors import Refused, Stale
from projects.ledger.chain import canonical, record
from projects.models import Programme, User
from projects.values.privacy import sentence
from projects.values.promises import ProjectText

STEP = 1_000_000  # between two neighbours, so that others fit in between
MOVED_ON = "“{}”在您打开以后被{}改过，没有保存。请核对后再改。"


@transaction.atomic
def start(
    *,
    year: int,
    title: str,
    authority: str,
    document_number: str = "",
    issued_on: dt.date | None = None,
    origin: str = Drafting.Origin.ADOPTED,
    pieces: Iterable[Content] = (),
    by: User | None,
    at: dt.datetime,
) -> Drafting:
    """Begin a year's list with the pieces that were read, if any."""
    refuse_year(year)
    drafting = Drafting.objects.create(
        year=year,
        title=title.strip() or f"{year}年民生实事",
        authority=authority.strip(),
        document_number=document_number.strip(),
        issued_on=issued_on,
        origin=origin,
        started_at=at,
        started_by=by,
    )
    rows = write_pieces(drafting, pieces, by, at)
    record_act(Act.START, drafting, [drafting, *rows], by, at, f"{len(rows)}段")
    return drafting


@transaction.atomic
def start_addition(
    *, programme: Programme, pieces: Iterable[Content], by: User, at: dt.datetime
) -> Drafting:
    """Begin what is to be added to a public list."""
    programme.check_open()
    going = programme.additions.filter(state=Drafting.State.OPEN)
    if going.exists():
        raise Refused(f"{programme}已经有一份增列在编制，请接着编，或先把它作废。")
    drafting = Drafting.objects.create(
        year=programme.year,
        title=programme.title,
        authority=programme.authority,
        origin=Drafting.Origin.ADDED,
        extends=programme,
        started_at=at,
        started_by=by,
    )
    rows = write_pieces(drafting, pieces, by, at)
    record_act(Act.START, drafting, [drafting, *rows], by, at, f"{len(rows)}段")
    return drafting


def refuse_year(year: int) -> None:
    if Programme.everything.of_year(year):
        raise Refused(f"{year}年清单已经印发，不能再编一份；要改请办理“承诺调整”。")
    going = Drafting.objects.filter(year=year, extends=None)
    if going.exclude(state=Drafting.State.DROPPED).exists():
        raise Refused(f"{year}年清单已经在编制，请接着编，或先把它作废。")


def write_pieces(drafting: Drafting, pieces: Iterable[Content], by, at) -> list[Passage]:
    """Add the pieces behind what stands."""
    highest = drafting.passages.aggregate(key=Max("key"), position=Max("position"))
    key, position = highest["key"] or 0, highest["position"] or 0
    return [
        revision(drafting, key + count, 1, position + count * STEP, piece, by, at)
        for count, piece in enumerate(pieces, 1)
    ]


def revision(
    drafting: Drafting, key: int, version: int, position: int, content: Content, by, at, **more
) -> Passage:
    kinds = Passage.Kind
    return Passage.objects.create(
        drafting=drafting,
        key=key,
        version=version,
        position=position,
        kind=kinds.PROSE if content.project is None else kinds.PROJECT,
        body=canonical(content.as_dict()),
        recorded_at=at,
        recorded_by=by,
        **more,
    )


def record_act(
    act: str, drafting: Drafting, rows, by, at, what: str, *, public: bool = False
) -> None:
    """Record what was done to a draft; `public` where a public page shows it."""
    record(action=act, by=by, at=at, rows=rows, note=f"{drafting}　{what}", public=public)


def refuse_personal(what: str, *texts: str, office: bool = True) -> None:
    """Refuse to tell who somebody is in words that are public or sent, naming what was found.

    In words of the office its own telephone may stand.
    """
    if why := sentence(what, *texts, office=office):
        raise Refused(why)


def locked(drafting: Drafting) -> Drafting:
    drafting = Drafting.objects.select_for_update().get(pk=drafting.pk)
    drafting.check_open()
    return drafting


def found(drafting: Drafting, key: int, version: int) -> Passage:
    """The piece as it stands; Stale where it is no longer the version that was looked at."""
    last = drafting.passages.filter(key=key).order_by("version").last()
    if last is None:
        raise Refused("清单里没有这一段。")
    if last.version != version or last.removed:
        raise Stale(MOVED_ON.format(last, last.recorded_by or "别人"))
    return last


@transaction.atomic
def describe(
    *,
    drafting: Drafting,
    title: str,
    authority: str,
    document_number: str,
    issued_on: dt.date | None,
    by: User,
    at: dt.datetime,
) -> Drafting:
    """Write the head of the list: what it is called, who issues it and by which document."""
    drafting = locked(drafting)
    given = {
        "title": title.strip(),
        "authority": authority.strip(),
        "document_number": document_number.strip(),
        "issued_on": issued_on,
    }
    changed = {name: value for name, value in given.items() if getattr(drafting, name) != value}
    if not changed:
        return drafting
    names = {name: drafting._meta.get_field(name).verbose_name for name in changed}
    note = "；".join(
        f"{names[name]}：{getattr(drafting, name) or '空'}→{value or '空'}"
        for name, value in changed.items()
    )
    for name, value in changed.items():
        setattr(drafting, name, value)
    drafting.save(update_fields=list(changed))
    record_act(Act.DESCRIBE, drafting, [drafting], by, at, note)
    return drafting


@transaction.atomic
def add_text(*, drafting: Drafting, read: Proposed, by: User, at: dt.datetime) -> list[Passage]:
    """Put what was read of one more text behind what stands."""
    drafting = locked(drafting)
    if not read.pieces:
        raise Refused("没有读到文字，没有加入。")
    rows = write_pieces(drafting, read.pieces, by, at)
    record_act(Act.READ_TEXT, drafting, rows, by, at, f"加入{len(rows)}段")
    return rows


@transaction.atomic
def save(
    *, drafting: Drafting, key: int, version: int, content: Content, by: User, at: dt.datetime
) -> Passage:
    """Keep a piece as it was edited."""
    drafting = locked(drafting)
    former = found(drafting, key, version)
    if content == former.content:
        return former
    row = revision(drafting, key, version + 1, former.position, content, by, at)
    record_act(Act.SAVE, drafting, [row], by, at, f"{row}　{differences(former.content, content)}")
    return row


LABELS = {
    "number": "序号", "title": "项目名称", "text": "原文", "category": "类别", "lead": "牵头单位",
    "partners": "共同牵头单位", "supports": "配合单位", "funds": "投资",
    "funds_source": "资金来源", "leader": "分管领导",
    "sensitive": "涉健康或未成年人", "tasks": "任务", "targets": "指标", "remarks": "原文疑误",
}  # fmt: skip


def differences(before: Content, after: Content) -> str:
    """Which parts of a piece were changed; what they were stands in the revision before."""
    if after.project is None or before.project is None:
        return "改文字"
    parts = [
        label
        for name, label in LABELS.items()
        if getattr(before.project, name) != getattr(after.project, name)
    ]
    parts += ["非指标"] if before.asides != after.asides else []
    parts += ["收下"] if after.taken and not before.taken else []
    parts += ["重新核对"] if before.taken and not after.taken else []
    return "、".join(parts) or "改动"


@transaction.atomic
def take_all(*, drafting: Drafting, keys: Iterable[int], by: User, at: dt.datetime) -> int:
    """Take every project named that nobody has taken yet, as it was proposed."""
    drafting = locked(drafting)
    rows = []
    for former in drafting.passages.current().filter(key__in=list(keys)):
        if former.is_project and not former.content.taken:
            content = replace(former.content, taken=True)
            rows.append(
                revision(drafting, former.key, former.version + 1, former.position, content, by, at)
            )
    if not rows:
        raise Refused("没有要收下的项目。")
    record_act(Act.SAVE_MANY, drafting, rows, by, at, f"收下{len(rows)}项")
    return len(rows)


@transaction.atomic
def add(
    *, drafting: Drafting, after: int | None, content: Content, by: User, at: dt.datetime
) -> Passage:
    """Put a new piece behind the one named, or at the very end."""
    drafting = locked(drafting)
    standing = list(drafting.passages.current())
    place = next((i for i, row in enumerate(standing) if row.key == after), len(standing) - 1)
    rows = room_behind(drafting, standing, place, by, at)
    key = (drafting.passages.aggregate(last=Max("key"))["last"] or 0) + 1
    position = middle(standing, place)
    row = revision(drafting, key, 1, position, content, by, at)
    record_act(Act.ADD, drafting, [*rows, row], by, at, str(row))
    return row


def middle(standing: list[Passage], place: int) -> int:
    """The position half way between a piece and the next."""
    before = standing[place].position if standing else 0
    if place + 1 < len(standing):
        return (before + standing[place + 1].position) // 2
    return before + STEP


def room_behind(drafting: Drafting, standing: list[Passage], place: int, by, at) -> list[Passage]:
    """Spread the pieces out anew where no number is left between two of them."""
    if place + 1 >= len(standing):
        return []
    if standing[place + 1].position - standing[place].position > 1:
        return []
    rows = [again(drafting, row, count * STEP, by, at) for count, row in enumerate(standing, 1)]
    standing[:] = rows
    return rows


def again(drafting: Drafting, row: Passage, position: int, by, at) -> Passage:
    return revision(drafting, row.key, row.version + 1, position, row.content, by, at)


@transaction.atomic
def remove(*, drafting: Drafting, key: int, version: int, by: User, at: dt.datetime) -> Passage:
    """Take a piece out of the draft; its last revision is kept and can be put back."""
    drafting = locked(drafting)
    former = found(drafting, key, version)
    row = revision(
        drafting, key, version + 1, former.position, former.content, by, at, removed=True
    )
    record_act(Act.REMOVE, drafting, [row], by, at, str(row))
    return row


@transaction.atomic
def restore(*, drafting: Drafting, key: int, by: User, at: dt.datetime) -> Passage:
    """Put a removed piece back where it stood."""
    drafting = locked(drafting)
    last = drafting.passages.filter(key=key).order_by("version").last()
    if last is None or not last.removed:
        raise Refused("这一段没有删去。")
    row = again(drafting, last, last.position, by, at)
    record_act(Act.RESTORE, drafting, [row], by, at, str(row))
    return row


@transaction.atomic
def move(
    *, drafting: Drafting, key: int, version: int, up: bool, by: User, at: dt.datetime
) -> Passage:
    """Change places with the next project above or below."""
    drafting = locked(drafting)
    former = found(drafting, key, version)
    rows = [row for row in drafting.passages.current() if row.is_project]
    place = next(i for i, row in enumerate(rows) if row.key == key)
    other = place - 1 if up else place + 1
    if not former.is_project or not 0 <= other < len(rows):
        raise Refused(f"“{former}”已经在{'最前' if up else '最后'}。")
    neighbour = rows[other]
    moved = [
        again(drafting, former, neighbour.position, by, at),
        again(drafting, neighbour, former.position, by, at),
    ]
    record_act(Act.MOVE, drafting, moved, by, at, f"{former}{'上移' if up else '下移'}")
    return moved[0]


@transaction.atomic
def read_again(
    *,
    drafting: Drafting,
    key: int,
    version: int,
    pieces: list[Content],
    by: User,
    at: dt.datetime,
) -> list[Passage]:
    """Put what a piece's text was read as anew in its place: split, joined, or told otherwise."""
    drafting = locked(drafting)
    former = found(drafting, key, version)
    if not pieces:
        raise Refused("没有读到文字，没有改动。")
    rows = [revision(drafting, key, version + 1, former.position, pieces[0], by, at)]
    standing = list(drafting.passages.current())
    place = next(i for i, row in enumerate(standing) if row.key == key)
    last = standing[place + 1].position if place + 1 < len(standing) else None
    room = (last - former.position) if last else STEP * len(pieces)
    if room < len(pieces):
        raise Refused("这里已经插入了太多段，请把新的一段加在清单末尾再移上来。")
    highest = drafting.passages.aggregate(last=Max("key"))["last"]
    for count, piece in enumerate(pieces[1:], 1):
        position = former.position + count * room // len(pieces)
        rows.append(revision(drafting, highest + count, 1, position, piece, by, at))
    record_act(Act.READ_AGAIN, drafting, rows, by, at, f"{former}：读成{len(rows)}段")
    return rows


@transaction.atomic
def drop(*, drafting: Drafting, reason: str, by: User, at: dt.datetime) -> Drafting:
    """Give a draft up, with a reason; another may be begun for the year."""
    drafting = locked(drafting)
    if not reason.strip():
        raise Refused("作废要写明原因。")
    drafting.state = Drafting.State.DROPPED
    drafting.save(update_fields=["state"])
    record_act(Act.DROP, drafting, [drafting], by, at, f"作废：{reason.strip()}")
    return drafting


def empty_project(drafting: Drafting) -> Content:
    """A new project, numbered after the last."""
    rows = [row.content.project for row in drafting.passages.current() if row.is_project]
    numbers = [each.number or 0 for each in rows]
    if drafting.extends:
        numbers += drafting.extends.projects.values_list("number", flat=True)
    number = max(numbers, default=0) + 1
    return Content.of(ProjectText(number=number, text=""))
