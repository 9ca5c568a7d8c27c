"""An uploaded spreadsheet on its way: looked at, kept for an hour, confirmed by who uploaded it."""

import io
import json
from collections.abc import Callable

from django.contrib import messages

from projects.errors import Refused
from projects.files.refusals import noted
from projects.spreadsheets import kept
from projects.spreadsheets.importing import Import, Outcome
from projects.spreadsheets.reading import MEGABYTE, MOST_BYTES, Unreadable, read, tables

MOVED_ON = "预览以后有人改过其中的内容。这次一行也没有写入，请核对下面的最新对照。"


class Upload:
    """One request's step of an import; `make` gives a fresh import for each reading of the file.

    `outcome` is what the file would do, `token` names it for the confirmation, `problem` says
    why there is none, `said` why what was confirmed was not done.
    """

    most_bytes = MOST_BYTES // MEGABYTE

    def __init__(self, request, purpose: str, make: Callable[[], Import]):
        self.request, self.purpose, self.make = request, purpose, make
        self.importer: Import | None = None
        self.outcome: Outcome | None = None
        self.name = self.token = self.problem = self.said = self.counted = ""
        self.status = 200

    def look(self) -> None:
        """Preview the posted file."""
        file = self.request.FILES.get("import_file")
        if file is None:
            self.refuse("请先选择要上传的文件。")
        else:
            self.read(file, file.name[:200])

    def read(self, file, name: str) -> None:
        try:
            with noted():
                if file.size > MOST_BYTES:
                    size = f"{file.size / MEGABYTE:.1f}MB，最多{self.most_bytes}MB"
                    raise Unreadable(f"“{name}”文件太大，有{size}。")
                self.preview(read(file.read(), name, self.make().most_rows), name)
        except Unreadable as error:
            self.refuse(str(error))

    def preview(self, found: list[dict], name: str) -> None:
        self.importer, self.name = self.make(), name
        self.outcome = self.importer.preview(tables(found, name), name)
        self.status = 400 if self.outcome.problems else 200
        if self.importer.keeps_problems or not self.outcome.problems:
            self.keep(found)

    def keep(self, found: list[dict]) -> None:
        content = json.dumps([found, self.outcome.planned]).encode()
        what = {
            "file": kept.keep(io.BytesIO(content)),
            "name": self.name,
            "digest": self.outcome.digest,
            "purpose": self.purpose,
        }
        self.token = kept.signed(what, owner=self.request.user)

    def back(self) -> tuple[dict, list[dict], list | None]:
        """What was signed at the preview, read and planned; Gone where it is too late."""
        what = kept.unsigned(self.request.POST.get("token", ""), owner=self.request.user)
        if what["purpose"] != self.purpose:
            raise kept.Gone
        return what, *json.loads(kept.fetch(what["file"]))

    def confirm(self) -> bool:
        """Apply what was previewed; where that may not be, show what it would now be."""
        try:
            what, found, planned = self.back()
        except kept.Gone:
            self.refuse(kept.GONE)
            return False
        kept.drop(what["file"])
        if self.applied(what, found, planned):
            return True
        try:
            self.preview(found, what["name"])
        except Unreadable as error:
            self.refuse(str(error))
        self.status = 409 if self.said else self.status
        return False

    def applied(self, what: dict, found: list[dict], planned: list | None) -> bool:
        self.importer, name, choices = self.make(), what["name"], self.request.POST
        try:
            found = tables(found, name)
            outcome = self.importer.apply(found, name, what["digest"], choices, planned)
        except Refused as error:
            self.said = f"{error}这次一行也没有写入，请核对下面的最新对照。"
            return False
        self.counted, self.said = outcome.counted, MOVED_ON if outcome.moved_on else ""
        return not outcome.moved_on and not outcome.problems

    def refuse(self, problem: str) -> None:
        self.problem, self.status = problem, 400

    def thank(self, words: str) -> None:
        messages.success(self.request, words)
