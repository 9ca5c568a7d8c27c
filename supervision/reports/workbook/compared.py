"""What a workbook would change, report by report, before anything is written."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from projects.models import User
from projects.spreadsheets.importing import CHANGED, SAME, Change, Line
from projects.spreadsheets.reading import Unreadable
from supervision import scope
from supervision.models import Period, Report
from supervision.reports import draft as drafts
from supervision.reports.workbook.drafting import Drafted, drafted
from supervision.reports.workbook.incoming import OURS, Book, Problem
from supervision.reports.workbook.month import Item, items, reports_of

TABLE, KEPT = "table", "kept"


@dataclass
class Compared(Line):
    """One report beside the workbook; `moved` when its draft changed after the download."""

    report: Report | None = None
    drafted: Drafted | None = None
    moved: bool = False
    by_self: bool = False

    @property
    def choice(self) -> str:
        """What is proposed where both sides changed: a colleague's words stand until decided."""
        return KEPT if self.moved and not self.by_self else TABLE

    @property
    def missing(self) -> list[str]:
        return self.drafted.missing


def compared(book: Book, person: User, period: Period, day: dt.date) -> Iterator[Compared]:
    """Each report that the workbook speaks of and that may still be filled in."""
    for item in items(sorted_out(book, person, period, day), period, day):
        rows, report = book.reports[item.report.pk], item.report
        found = drafted(item, rows)
        changes = differences(item, found, book)
        yield Compared(
            CHANGED if changes else SAME,
            f"{period.covers}　{report.project}",
            changes,
            [*found.emptied, *found.doubts],
            report=report,
            drafted=found,
            moved=any(given.version != report.version for given in rows),
            by_self=report.changed_by == person,
        )


def differences(item: Item, found: Drafted, book: Book) -> list[Change]:
    return [
        Change(
            each["label"],
            each["theirs"],
            each["mine"],
            place := found.places.get(each["name"]),
            book.is_formula(place),
        )
        for each in drafts.differences(item.lines, found.draft, item.draft)
    ]


def sorted_out(book: Book, person: User, period: Period, day: dt.date) -> list[Report]:
    """The reports to go on with: rows of others are problems, those of reports handed in
    are left alone."""
    mine = {report.pk: report for report in reports_of(person, period, day)}
    if book.reports and not mine.keys() & book.reports.keys():
        raise Unreadable(not_this_month(book, person, period, day))
    for key, rows in book.reports.items():
        if key not in mine:
            book.problems += [Problem(given.place(), NOT_YOURS) for given in rows]
    spoken_of = [report for report in mine.values() if report.pk in book.reports]
    for report in spoken_of:
        if not report.editable:
            state = report.get_state_display()
            book.remarks.append(
                f"“{report.project}”的状态是“{state}”，表里它的各行没有读，其余照常。"
            )
    return [report for report in spoken_of if report.editable]


NOT_YOURS = "这一行的项目不是您单位本月要填报的，请删去这一行，或换成本单位的表。"


def not_this_month(book: Book, person: User, period: Period, day: dt.date) -> str:
    own = scope.own_reports(person, day).filter(pk__in=book.reports).select_related("period")
    if other := own.first():
        return f"这是{other.period}的填报表，本页只收{period}的，请核对后上传。"
    return f"表里没有您单位本月要填报的项目，可能拿错了表。{OURS}"
