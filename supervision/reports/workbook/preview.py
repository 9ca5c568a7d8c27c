"""What a workbook would change, row by row, before anything is written."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from projects.models import User
from supervision import scope
from supervision.models import Period, Report
from supervision.reports import draft as drafts
from supervision.reports.workbook.drafting import Drafted, drafted
from supervision.reports.workbook.incoming import OURS, Book, Place, Problem
from supervision.reports.workbook.month import Item, items, reports_of
from supervision.spreadsheets.archive import Unreadable

MOST_SHOWN = 400  # rows of changes on a page; the rest is counted
TABLE, KEPT = "table", "kept"


@dataclass(frozen=True)
class Change:
    place: Place | None
    label: str
    old: str
    new: str
    formula: bool = False


@dataclass
class Compared:
    """One report beside the workbook; `moved` when its draft changed after the download."""

    item: Item
    drafted: Drafted
    changes: list[Change]
    moved: bool

    @property
    def report(self) -> Report:
        return self.item.report


def compared(book: Book, person: User, period: Period, day: dt.date) -> Iterator[Compared]:
    """Each report that the workbook speaks of and that may still be filled in."""
    for item in items(sorted_out(book, person, period, day), period, day):
        rows = list(book.rows_of(item.report.pk))
        found = drafted(item, rows)
        moved = any(given.version != item.report.version for given in rows)
        yield Compared(item, found, changes(item, found, book), moved)


def changes(item: Item, found: Drafted, book: Book) -> list[Change]:
    return [
        Change(
            place := found.places.get(each["name"]),
            each["label"],
            each["theirs"],
            each["mine"],
            book.is_formula(place),
        )
        for each in drafts.differences(item.lines, found.draft, item.draft)
    ]


def sorted_out(book: Book, person: User, period: Period, day: dt.date) -> list[int]:
    """Keys of the reports to go on with: rows of others are problems, those of reports handed in
    are left alone."""
    mine = reports_of(person, period, day)
    states = {key: state for key, state in mine.values_list("pk", "state") if key in book.reports}
    if book.reports and not states:
        raise Unreadable(not_this_month(book, person, period, day))
    for key in book.reports:
        if key not in states:
            book.problems += [Problem(given.place(), NOT_YOURS) for given in book.rows_of(key)]
    open_ = [key for key, state in states.items() if Report(state=state).editable]
    for report in mine.filter(pk__in=set(states) - set(open_)):
        state = report.get_state_display()
        book.remarks.append(f"“{report.project}”的状态是“{state}”，表里它的各行没有读，其余照常。")
    return open_


NOT_YOURS = "这一行的项目不是您单位本月要填报的，请删去这一行，或换成本单位的表。"


def not_this_month(book: Book, person: User, period: Period, day: dt.date) -> str:
    own = scope.own_reports(person, day).filter(pk__in=book.reports).select_related("period")
    if other := own.first():
        return f"这是{other.period}的填报表，本页只收{period}的，请核对后上传。"
    return f"表里没有您单位本月要填报的项目，可能拿错了表。{OURS}"


@dataclass
class Shown:
    """A report as the page shows it."""

    report: Report
    changes: list[Change]
    missing: list[str]
    doubts: list[str]
    moved: bool
    by_self: bool
    hidden: int = 0

    @property
    def choice(self) -> str:
        """What is proposed where both sides changed: a colleague's words stand until decided."""
        return KEPT if self.moved and not self.by_self else TABLE


@dataclass
class Preview:
    """The whole page."""

    shown: list[Shown] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    changed: int = 0
    unchanged: int = 0

    @property
    def problems_shown(self) -> list[Problem]:
        return self.problems[:MOST_SHOWN]


def as_line(each: Compared) -> bytes:
    report = each.report
    line = [report.pk, report.version, each.moved, each.drafted.draft]
    return json.dumps(line).encode() + b"\n"


def picked(lines: Iterable[bytes], post) -> Iterator[tuple[int, int, dict]]:
    """The drafts to save as (report key, version, draft): where both sides changed, as chosen."""
    for line in lines:
        key, version, moved, draft = json.loads(line)
        if post.get(f"use-{key}", KEPT if moved else TABLE) == TABLE:
            yield key, version, draft


def preview(book: Book, person: User, period: Period, day: dt.date, drafts: IO[bytes]) -> Preview:
    """Into `drafts` goes what confirming saves, a line of JSON for each report."""
    found = Preview()
    room = MOST_SHOWN
    for each in compared(book, person, period, day):
        found.problems += each.drafted.problems
        found.unchanged += not each.changes
        if not each.changes:
            continue
        found.changed += len(each.changes)
        drafts.write(as_line(each))
        seen = each.changes[:room]
        room -= len(seen)
        if seen or each.moved:
            found.shown.append(
                Shown(
                    each.report,
                    seen,
                    each.drafted.missing,
                    each.drafted.doubts,
                    each.moved,
                    each.report.changed_by == person,
                    len(each.changes) - len(seen),
                )
            )
    found.problems = sorted(
        [*book.problems, *found.problems],
        key=lambda problem: (problem.place.sheet, problem.place.row, problem.place.column),
    )
    found.remarks = book.remarks
    return found
