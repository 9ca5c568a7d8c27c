"""年度归档: one zip with the year's public pages, its spreadsheets, and the ledger's proof.

What everybody may read stands apart from 内部, which names officials; see
docs/adr/0008-archive.md. Pages wait in a folder and everything else goes straight into the
zip, so that memory does not grow with the year.
"""

import datetime as dt
import io
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.core.management import CommandError, call_command
from django.db.models import Max, QuerySet
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone

from projects.errors import Refused
from projects.files.packed import Packed
from projects.models import Event, LedgerHead, Programme
from supervision.documents.pdf import as_pdf
from supervision.models import Period
from supervision.public.replay import standalone
from supervision.static_site.moment import one_moment
from supervision.static_site.reading import Site
from supervision.status_sheet.files import KINDS, filename
from supervision.status_sheet.status import status_sheet
from supervision.yearend import dossier, sheet
from supervision.yearend import paper as document
from supervision.yearend.offline import Offline
from supervision.yearend.summary import summary

PAGES, SHEETS, INTERNAL, FILED = "公开网页", "推进情况表", "内部", "归档文件"
STYLES = ("tokens", "base", "frame", "corrections", "card", "project")
REPLAY, README = "核验/replay_card.pyz", "说明.txt"


@dataclass
class Archive:
    """What is put together: `internal` says whether 内部 is part of it.

    `pdf` whether its official papers come as PDF/A besides. `verdict` is what checking the
    ledger came to, in a sentence, once it is written.
    """

    programme: Programme
    site: Site
    internal: bool
    at: dt.datetime
    head: LedgerHead
    pdf: bool = False
    verdict: str = ""

    @property
    def file_name(self) -> str:
        programme = self.programme
        part = "含内部材料" if self.internal else "公开部分"
        return f"{programme}归档_{part}{programme.demonstration_mark}.zip"

    def write(self, target: BinaryIO) -> int:
        """Write the zip; gives the number of its files. All of it is of the moment it begins."""
        with one_moment():
            return self.write_now(target)

    def write_now(self, target: BinaryIO) -> int:
        self.head.refresh_from_db()
        stamp = self.programme.periods.aggregate(last=Max("published_at"))["last"] or self.at
        with Packed(target, stamp) as packed:
            self.pages(packed)
            self.sheets(packed, Period.public.filter(programme=self.programme), public=True)
            packed.add(REPLAY, standalone())
            if self.internal:
                self.kept_inside(packed)
            packed.add("index.html", self.cover(packed.names()).encode())
            packed.add(README, render_to_string("archive/readme.txt", self.context()).encode())
            packed.add_sums()
        return len(packed.sums)

    def pages(self, packed: Packed) -> None:
        with tempfile.TemporaryDirectory(prefix="archive-") as folder:
            offline = Offline(self.programme.year, self.site, Path(folder))
            offline.read()
            for name, body in offline.pages():
                packed.add(f"{PAGES}/{name}", body)

    def sheets(self, packed: Packed, periods: QuerySet, *, public: bool) -> None:
        """The status sheet of each month in every format."""
        folder = SHEETS if public else f"{INTERNAL}/{SHEETS}"
        for period in periods.order_by("month"):
            period.programme = self.programme
            made = status_sheet(period, public=public)
            for kind in KINDS.values():
                with kind.file(made) as file:
                    packed.stream(f"{folder}/{filename(made, kind.ending)}", file)

    def kept_inside(self, packed: Packed) -> None:
        closed = self.programme.periods.closed()
        self.sheets(packed, closed, public=False)
        year = summary(self.programme, self.at)
        packed.add(f"{INTERNAL}/{year.file_name}.xlsx", sheet.workbook(year))
        packed.add(f"{INTERNAL}/{year.file_name}.docx", document.as_word(year))
        self.dossier(packed)
        packed.stream(f"{INTERNAL}/操作留痕.jsonl", links(self.head))
        report, self.verdict = proof()
        packed.add(f"{INTERNAL}/核验报告.txt", report.encode())

    def dossier(self, packed: Packed) -> None:
        """Papers and files of the year, each read once, then their list."""
        entries, written = [], {}
        for place, paper in enumerate(dossier.papers(self.programme, self.at), 1):
            path = f"{INTERNAL}/{FILED}/{paper.name(place)}"
            try:
                content = paper.read()
            except OSError:
                content = None
            else:
                packed.add(path, content)
            if self.pdf and paper.written:
                written[path] = content
            entries.append((place, paper, path, content))
        fixed = {path: f"{path.removesuffix('.docx')}.pdf" for path in written}
        for path, content in as_pdf(written).items() if self.pdf else ():
            packed.add(fixed[path], content)
        rows = [dossier.entry(*each, fixed.get(each[2], "")) for each in entries]
        packed.add(f"{INTERNAL}/归档文件目录.xlsx", dossier.catalogue(self.programme, rows))
        packed.add(f"{INTERNAL}/督办办理过程.xlsx", dossier.course_of_slips(self.programme))

    def cover(self, names: list[str]) -> str:
        styles = [static(f"public/{name}.css") for name in STYLES]
        context = {
            "styles": [f"{PAGES}{each}" for each in styles],
            "sheets": grouped(name for name in names if name.startswith(f"{SHEETS}/")),
            "inside": grouped(
                name
                for name in names
                if name.startswith(f"{INTERNAL}/") and f"/{FILED}/" not in name
            ),
            "filed": sum(name.startswith(f"{INTERNAL}/{FILED}/") for name in names),
        }
        return render_to_string("archive/index.html", self.context() | context)

    def context(self) -> dict:
        return {
            "programme": self.programme,
            "internal": self.internal,
            "at": timezone.localtime(self.at),
            "head": self.head,
            "origin": self.site.origin,
            "verdict": self.verdict,
            "months": Period.public.filter(programme=self.programme).count(),
        }


def grouped(names: Iterable[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Files of the same name in several formats together: what it is, each format, each file."""
    found = defaultdict(list)
    for name in names:
        stem, _, ending = name.rpartition(".")
        found[stem.rpartition("/")[2]].append((ending, name))
    return list(found.items())


def links(head: LedgerHead) -> Iterator[bytes]:
    """Every link of the ledger up to the head, one JSON object a line."""
    events = Event.objects.filter(number__lte=head.number).order_by("number")
    columns = ("number", "previous", "hash", "body")
    for link in events.values_list(*columns).iterator(chunk_size=500):
        line = json.dumps(dict(zip(columns, link, strict=True)), ensure_ascii=False)
        yield f"{line}\n".encode()


def proof() -> tuple[str, str]:
    """The report of checking the whole ledger, and what it came to."""
    said = io.StringIO()
    try:
        call_command("verify_ledger", stdout=said)
    except CommandError as failed:
        return (
            f"{said.getvalue()}{failed}\n",
            "留痕核验未通过，请先查明原因，见“内部”里的核验报告。",
        )
    return said.getvalue(), "留痕核验通过。"


def archive(
    programme: Programme, site: Site, *, internal: bool, at: dt.datetime, pdf: bool = False
) -> Archive:
    """The archive of a public year, not yet written."""
    if programme.state == Programme.State.DRAFT:
        raise Refused(f"{programme}还没有公布，不能归档。")
    head, _ = LedgerHead.objects.get_or_create(pk=1)
    return Archive(programme, site, internal, at, head, pdf)
