"""归档文件: the year's papers and files in the order of an archive, with their list.

Bulletins and slips are written as they stand; answers, acceptances, evidence and papers lie as
handed in. The list has the columns of DA/T 22 that the record knows; a file that is
gone, or no longer the one that was kept, is on the list and said to be so.
"""

import datetime as dt
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from django.db import models
from django.utils import timezone

from projects.files.rows import StoredFile
from projects.models import Programme
from projects.papers.word import word
from projects.spreadsheets.workbook import A3, Layout, fitted, write
from projects.values.files import UNSAFE
from projects.values.months import in_words
from supervision.documents import bulletin as bulletins
from supervision.documents import slip as slips
from supervision.models import (
    Acceptance,
    Evidence,
    Period,
    SignedPaper,
    Slip,
    SlipFile,
    SlipStep,
)
from supervision.models import Paper as Attached
from supervision.published.bulletin import bulletin

COLUMNS = {
    "件号": 6, "类别": 10, "责任者": 16, "文号": 22, "题名": 44, "日期": 11, "文件": 44,
    "版式文件": 44, "格式": 7, "字节数": 10, "SHA-256": 30, "备注": 16,
}  # fmt: skip
STEPS = {
    "督办单": 22, "项目": 24, "环节": 9, "时间": 16, "经办": 14, "内容": 44, "原因分析": 28,
    "整改措施": 28, "时限": 11, "责任人": 10,
}  # fmt: skip
LOST = "文件已不在，或不是当初的那一份"


BY_THE_UNIT = (SlipStep.Kind.ANSWERED, SlipStep.Kind.EXTENSION_ASKED)
ATTACHED_TO = (
    "reply__report__period__programme",
    "appeal__card__period__programme",
    "override__project__programme",
    "adjustment__programme",
    "part__report__period__programme",
)


@dataclass(frozen=True)
class Paper:
    """One thing to be kept; `read` gives its content, or raises OSError.

    `written` is a paper of the portal's own, not a file that somebody handed in.
    """

    kind: str
    author: str
    number: str
    title: str
    day: dt.date | None
    ending: str
    read: Callable[[], bytes]
    written: bool = False

    def name(self, place: int) -> str:
        """Short enough for every disk, in the order of the list."""
        doubled = bool(self.ending) and self.title.lower().endswith(self.ending)
        title = self.title[: -len(self.ending)] if doubled else self.title
        title = UNSAFE.sub("_", title)[:40]
        return f"{place:04d}-{self.kind}-{title}{self.ending}"


def papers(programme: Programme, at: dt.datetime) -> Iterator[Paper]:
    """All of a year, by kind and then as they came to be."""
    yield from of_bulletins(programme)
    yield from of_slips(programme, at)
    yield from of_signed_papers(programme)
    yield from of_acceptances(programme)
    yield from of_evidence(programme)
    yield from of_attached(programme)


def of_bulletins(programme: Programme) -> Iterator[Paper]:
    periods = list(Period.public.filter(programme=programme).order_by("month"))
    for period in periods:
        period.programme = programme
        yield Paper(
            kind="通报",
            author=programme.authority,
            number=f"第{period.bulletin_number}期",
            title=f"{programme.title}{in_words(period.month)}推进情况通报",
            day=timezone.localdate(period.published_at),
            ending=".docx",
            read=lambda period=period: bulletins.as_word(bulletin(period, periods=periods)),
            written=True,
        )


def of_slips(programme: Programme, at: dt.datetime) -> Iterator[Paper]:
    """Each slip that was signed, then what the office and the unit attached to it."""
    day = timezone.localdate(at)
    signed = Slip.objects.filter(programme=programme, number__isnull=False)
    for slip in signed.select_related("programme", "project", "addressee").order_by("number"):
        title = f"督办单{slip.label}"
        yield Paper(
            kind="督办单",
            author=programme.authority,
            number=slip.label,
            title=slips.title_of(slip).replace("\n", ""),
            day=timezone.localdate(slip.issued_at),
            ending=".docx",
            read=lambda slip=slip, title=title: word("督办单", title, slips.values_of(slip, day)),
            written=True,
        )
        for file in SlipFile.objects.filter(step__slip=slip).select_related("step").order_by("pk"):
            own = file.step.kind in BY_THE_UNIT
            yield stored(
                file,
                kind="督办佐证",
                author=slip.addressee.name if own else programme.authority,
                number=slip.label,
                title=f"{file.step.get_kind_display()}：{file.name}",
                day=timezone.localdate(file.step.at),
            )


def of_signed_papers(programme: Programme) -> Iterator[Paper]:
    """What leaders signed by hand for a month's 公开稿 and its publication."""
    rows = SignedPaper.objects.filter(period__programme=programme).select_related("period")
    for held in rows.order_by("period__month", "pk"):
        yield stored(
            held,
            kind="签批",
            author=held.signer,
            number="",
            title=f"{held.period}{held.get_kind_display()}签批：{held.name}",
            day=timezone.localdate(held.at),
        )


def of_acceptances(programme: Programme) -> Iterator[Paper]:
    rows = Acceptance.objects.filter(project__programme=programme).select_related("project")
    for held in rows.order_by("project__number", "pk"):
        yield stored(
            held,
            kind="验收",
            author=held.body,
            number=held.document,
            title=f"{held.project}验收：{held.name}",
            day=held.held_on,
        )


def of_evidence(programme: Programme) -> Iterator[Paper]:
    rows = Evidence.objects.filter(report__period__programme=programme, withdrawn_at=None)
    related = rows.select_related("report__period", "report__project", "report__unit")
    for file in related.order_by("report__period__month", "report__project__number", "pk"):
        report = file.report
        yield stored(
            file,
            kind="佐证",
            author=report.unit.name,
            number="",
            title=f"{report.period.month} {report.project}：{file.name}",
            day=timezone.localdate(file.added_at),
        )


def of_attached(programme: Programme) -> Iterator[Paper]:
    """What 申辩, 复核, 认定, 承诺调整 and supporting units' parts rest on."""
    theirs = models.Q()
    for way in ATTACHED_TO:
        theirs |= models.Q(**{way: programme})
    for file in Attached.objects.filter(theirs).order_by("pk"):
        about, kind = file.about, type(file.about)._meta.verbose_name
        unit = about.report.unit if file.kind == "reply" else getattr(about, "unit", None)
        yield stored(
            file,
            kind="附件",
            author=unit.name if unit else programme.authority,
            number="",
            title=f"{f'{file.project}　' if file.project else ''}{kind}：{file.name}",
            day=timezone.localdate(file.at),
        )


def stored(row: StoredFile, **paper) -> Paper:
    return Paper(**paper, ending=PurePath(row.file.name).suffix.lower(), read=row.content)


def entry(place: int, paper: Paper, path: str, content: bytes | None, fixed: str) -> list:
    """A row of the list; `content` is None where it could not be read, `fixed` its PDF/A file."""
    kept = content is not None
    return [
        place,
        paper.kind,
        paper.author,
        paper.number,
        paper.title,
        paper.day and paper.day.isoformat(),
        path if kept else "",
        fixed,
        paper.ending.removeprefix("."),
        len(content) if kept else None,
        hashlib.sha256(content).hexdigest() if kept else "",
        "" if kept else LOST,
    ]


def catalogue(programme: Programme, rows: list[list]) -> bytes:
    return table(programme, "归档文件目录", COLUMNS, rows)


def course_of_slips(programme: Programme) -> bytes:
    """督办办理过程: every step of every slip, the unit's answers in full."""
    steps = SlipStep.objects.filter(slip__programme=programme).order_by("slip__number", "pk")
    rows = [
        [
            step.slip.label,
            step.slip.matter,
            step.get_kind_display(),
            timezone.localtime(step.at).strftime("%Y-%m-%d %H:%M"),
            str(step.by or "系统"),
            step.text,
            "\n".join(filter(None, (step.cause, step.objective_cause))),
            step.measures,
            step.deadline and step.deadline.isoformat(),
            step.responsible,
        ]
        for step in steps.select_related(
            "slip__programme", "slip__project", "slip__target", "by"
        )
    ]  # fmt: skip
    return table(programme, "督办办理过程", STEPS, rows)


def table(programme: Programme, name: str, widths: dict[str, float], rows: list[list]) -> bytes:
    out, sizes = io.BytesIO(), tuple(widths.values())
    layout = Layout(
        name=name,
        title=f"{programme.title}{name}{programme.demonstration_mark}",
        widths=sizes,
        row_heights=fitted([list(widths), *rows], sizes),
        paper=A3,
    )
    write(out, list(widths), rows, layout)
    return out.getvalue()
