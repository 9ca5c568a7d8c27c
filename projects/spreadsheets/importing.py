"""An import, previewed cell by cell and then applied: whole, as it was previewed, or not at all."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from django.db import transaction

from projects.spreadsheets.reading import Table

NEW, CHANGED, SAME = "新增", "更新", "不变"
MOST_SHOWN = 1_000  # changed cells, or problems, on a page


@dataclass(frozen=True)
class Change:
    """A cell that would change, from its old to its new words; `place` is where the file has it."""

    label: str
    old: str
    new: str
    place: object = ""
    formula: bool = False


@dataclass
class Line:
    """What one row of the file, or one report, comes to: NEW, CHANGED or SAME, and its cells."""

    kind: str
    said: str
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[Change]:
        """The cells side by side; what is all new stands in a line, as `all_new`."""
        return [] if self.kind == NEW else self.changes

    @property
    def all_new(self) -> str:
        named = [f"{each.label}：{each.new}" for each in self.changes if each.new]
        return "；".join(named) if self.kind == NEW else ""


@dataclass
class Outcome:
    """What a file would do or did; with `problems` nothing is done."""

    lines: list[Line] = field(default_factory=list)
    problems: list = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    moved_on: bool = False  # no longer what was previewed
    planned: list | None = None  # what an import wants to be handed back at the confirmation

    @property
    def problems_shown(self) -> list:
        return self.problems[:MOST_SHOWN]

    @property
    def shown(self) -> list[Line]:
        """As many lines as one page holds."""
        cells = accumulate(len(line.shown) for line in self.lines)
        return [line for line, upto in zip(self.lines, cells, strict=True) if upto <= MOST_SHOWN]

    @property
    def unshown(self) -> int:
        return self.changed - sum(len(line.changes) for line in self.shown)

    @property
    def changed(self) -> int:
        """How many cells change."""
        return sum(len(line.changes) for line in self.lines)

    def count(self, kind: str) -> int:
        return sum(line.kind == kind for line in self.lines)

    @property
    def counted(self) -> str:
        return (
            f"新增{self.count(NEW)}行，更新{self.count(CHANGED)}行，"
            f"与已有相同而未动{self.count(SAME)}行"
        )

    @property
    def digest(self) -> str:
        shown = [(line.kind, line.said, line.changes, line.notes) for line in self.lines]
        return hashlib.sha256(repr((shown, self.problems)).encode()).hexdigest()


class Import:
    """Subclasses say in `run` what the tables of a file do, and do it."""

    most_rows = 5_000
    keeps_problems = False  # whether a file with problems is kept, to be handed back marked

    def run(self, tables: list[Table], name: str, choices: Mapping | None) -> Outcome:
        """`choices` are what was picked at the confirmation; None in the preview."""
        raise NotImplementedError

    def preview(self, tables: list[Table], name: str) -> Outcome:
        """Return what the file would do, done and taken back."""
        with transaction.atomic():
            outcome = self.run(tables, name, None)
            transaction.set_rollback(True)
        return outcome

    def apply(self, tables: list[Table], name: str, digest: str, choices, planned) -> Outcome:
        """Do what was previewed; where it would no longer be the same, do nothing."""
        with transaction.atomic():
            outcome = self.run(tables, name, choices)
            outcome.moved_on = outcome.digest != digest
            if outcome.moved_on or outcome.problems:
                transaction.set_rollback(True)
        return outcome
