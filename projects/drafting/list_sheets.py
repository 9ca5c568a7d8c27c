"""The draft's projects and targets as sheets, out and back, compared cell by cell until issue."""

import io
from collections.abc import Callable
from dataclasses import replace

from projects.drafting.actions import drafts
from projects.drafting.models import Drafting, Passage
from projects.errors import Refused
from projects.sheets.cells import BadCell, choice, kept, needed, whole_number
from projects.sheets.sheet import SheetImport
from projects.spreadsheets.importing import CHANGED, SAME, Change, Line
from projects.spreadsheets.workbook import printable, write
from projects.values.promises import COMPARISONS, KINDS, ProjectText, TargetText
from projects.values.text import folded

KEY = "项目序号"
PROJECT = {
    "title": ("项目名称", 100), "category": ("类别", 20), "lead": ("牵头单位", 60),
    "partners": ("共同牵头单位", 600), "supports": ("配合单位", 600),
    "funds": ("投资", 100), "funds_source": ("资金来源", 100),
    "leader": ("分管领导", 50),
}  # fmt: skip
TARGET = {
    "kind": ("类型", 10), "baseline": ("基数", 20), "value": ("目标值", 20),
    "measure": ("计量单位", 10), "comparison": ("要求", 10), "start": ("起算月份", 7),
    "due": ("完成时限", 12), "step": ("最小计数单位", 12), "weight": ("权重", 9),
    "part_of": ("属于哪个总数", 60), "definition": ("口径说明", 2000),
    "evidence": ("应附佐证", 200),
}  # fmt: skip
NAME = "指标名称"
CHOICES = {"kind": tuple(KINDS.items()), "comparison": tuple(COMPARISONS.items())}


def shown(row: ProjectText | TargetText, name: str) -> str:
    value = getattr(row, name)
    if name in CHOICES:
        return dict(CHOICES[name]).get(value, value)
    return "、".join(value) if isinstance(value, tuple) else str(value or "")


def projects_of(drafting: Drafting) -> list[Passage]:
    return [row for row in drafting.passages.current() if row.is_project]


def project_rows(drafting: Drafting) -> list[list[str]]:
    found = [row.content.project for row in projects_of(drafting)]
    return [[str(each.number or ""), *(shown(each, name) for name in PROJECT)] for each in found]


def target_rows(drafting: Drafting) -> list[list[str]]:
    return [
        [str(project.number or ""), each.name, *(shown(each, name) for name in TARGET)]
        for project in (row.content.project for row in projects_of(drafting))
        for each in project.targets
    ]


class ListImport(SheetImport):
    """A sheet of the draft: what stands in a cell replaces what stood, an empty one leaves it."""

    fields: dict[str, tuple[str, int]] = {}
    rows: Callable[[Drafting], list[list[str]]]
    hint = "先下载现有的表，改了再传回来；空着的格子不改，写“清空”才清空。公布原文不在表里改。"

    def __init__(self, *, drafting: Drafting, **kw):
        super().__init__(**kw)
        self.drafting = drafting

    def begin(self, rows) -> None:
        self.drafting.check_open()
        self.pieces: dict[int, list[Passage]] = {}
        for row in projects_of(self.drafting):
            self.pieces.setdefault(row.content.project.number, []).append(row)
        self.seen: set = set()

    def piece(self, row) -> Passage:
        number = whole_number(row, KEY)
        found = self.pieces.get(number, [])
        if len(found) != 1:
            why = "不止一项" if found else "没有"
            raise BadCell(KEY, f"清单里{why}第{number}项。")
        return found[0]

    def once(self, key, column: str) -> None:
        if key in self.seen:
            raise BadCell(column, "这一行在表里写了两次。")
        self.seen.add(key)

    def taken(self, row, standing) -> tuple[dict, list[Change]]:
        """What changes of a project or target, and the cells side by side."""
        given, changes = {}, []
        for name, (label, longest) in self.fields.items():
            text = kept(row, label, shown(standing, name))
            if len(text) > longest:
                raise BadCell(label, f"最多{longest}字，现有{len(text)}字。")
            if text == shown(standing, name):
                continue
            changes.append(Change(label, shown(standing, name), text, label))
            given[name] = self.read(name, label, text)
        return given, changes

    def read(self, name: str, label: str, text: str):
        if name in CHOICES:
            return choice({label: text}, label, CHOICES[name])
        if name in ("partners", "supports"):
            parts = (each.strip() for each in text.replace("，", "、").split("、"))
            return tuple(dict.fromkeys(each for each in parts if each))
        return text

    def saved(self, piece: Passage, project: ProjectText) -> None:
        """Keep the piece, and hold it for the rows that follow."""
        content = replace(piece.content, project=project)
        made = drafts.save(
            drafting=self.drafting,
            key=piece.key,
            version=piece.version,
            content=content,
            by=self.by,
            at=self.at,
        )
        self.pieces[project.number] = [made]


class ProjectsImport(ListImport):
    name, fields, rows = "清单项目表", PROJECT, staticmethod(project_rows)
    required, optional = (KEY,), tuple(label for label, _ in PROJECT.values())

    def take(self, row) -> Line:
        piece = self.piece(row)
        self.once(piece.key, KEY)
        project = piece.content.project
        given, changes = self.taken(row, project)
        if given:
            self.saved(piece, replace(project, **given))
        return Line(CHANGED if given else SAME, f"{piece}", changes)


class TargetsImport(ListImport):
    name, fields, rows = "清单指标表", TARGET, staticmethod(target_rows)
    required, optional = (KEY, NAME), tuple(label for label, _ in TARGET.values())

    def take(self, row) -> Line:
        piece, name = self.piece(row), needed(row, NAME)
        project = piece.content.project
        alike = [each for each in project.targets if folded(each.name) == folded(name)]
        if len(alike) != 1:
            raise BadCell(NAME, f"第{project.number}项没有指标“{name[:30]}”，或不止一个。")
        self.once((piece.key, alike[0].name), NAME)
        given, changes = self.taken(row, alike[0])
        if given:
            targets = tuple(
                replace(each, **given) if each is alike[0] else each for each in project.targets
            )
            self.saved(piece, replace(project, targets=targets))
        return Line(CHANGED if given else SAME, f"{piece}　{alike[0].name}", changes)


SHEETS: dict[str, type[ListImport]] = {"projects": ProjectsImport, "targets": TargetsImport}


def workbook(kind: type[ListImport], drafting: Drafting) -> bytes:
    """The sheet as it stands: its columns are those that its import takes."""
    if not (rows := kind.rows(drafting)):
        raise Refused("清单里还没有项目。" if kind is ProjectsImport else "清单里还没有指标。")
    headers = [*kind.required, *kind.optional]
    out = io.BytesIO()
    write(out, headers, rows, printable(headers, rows, kind.name, f"{drafting}{kind.name}"))
    return out.getvalue()
