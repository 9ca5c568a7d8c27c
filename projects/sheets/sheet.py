"""What every import by the office shares: columns checked, each row read, all or nothing."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from projects.actions.turns import every_programme, hold
from projects.errors import Refused
from projects.models import Programme, Project, Target, User
from projects.models.violations import violated
from projects.sheets.cells import BadCell, needed, whole_number
from projects.spreadsheets.importing import Import, Line, Outcome
from projects.spreadsheets.reading import Fault, Row, Sheet, Table, sheet
from projects.values.months import read_month
from projects.values.numbers import half_width
from projects.values.text import folded

MONTH_HEADER = re.compile(r"(20\d\d年)?(1[0-2]|[1-9])月")


class SheetImport(Import):
    """An import by the office. Subclasses name their columns and take one row at a time.

    `take` writes through actions and returns what it did as a Line; it raises BadCell or Refused.
    """

    name, permission, hint = "", "", ""
    confirmed = ""  # said beside the button, where the answer to it is a file
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    columns: dict[str, str] = {}  # the column of each of the model's fields
    by_month = False  # whether “1月” to “12月”, “2024年1月” are columns too

    def __init__(self, *, by: User, at: dt.datetime):
        self.by, self.at = by, at

    def begin(self, rows: list[Row]) -> None:
        """Called once before the first row."""

    def take(self, row: Row) -> Line:
        raise NotImplementedError

    def finish(self) -> None:
        """Called once after the last row, where nothing was wrong."""

    def run(self, tables: list[Table], name: str, choices) -> Outcome:
        found = sheet(tables, name)
        if problems := self.header_problems(found):
            return Outcome(problems=problems)
        hold(every_programme({}))
        outcome = Outcome(remarks=found.remarks)
        self.begin(found.rows)
        for row in found.rows:
            self.take_row(row, outcome)
        if not outcome.problems:
            self.finish()
        return outcome

    def column_of(self, header: str) -> str:
        """Our name of a column, however wide its signs and blanks are; "" where it is none."""
        known = {folded(each): each for each in (*self.required, *self.optional)}
        found = known.get(folded(header), "")
        if found or not self.by_month:
            return found
        month = half_width("".join(header.split()))
        return month if MONTH_HEADER.fullmatch(month) else ""

    def header_problems(self, found: Sheet) -> list[str]:
        """Take over our names of the columns; what is missing or unknown stops the file."""
        names = {header: self.column_of(header) for header in found.headers}
        problems = []
        if absent := [header for header in self.required if header not in names.values()]:
            problems.append(f"缺少“{'”“'.join(absent)}”列，请用本页给出的列名。")
        if strange := [header for header, column in names.items() if not column]:
            problems.append(f"不认识“{'”“'.join(strange)}”列，请删去或改成本页给出的列名。")
        columns = [column for column in names.values() if column]
        if double := {column for column in columns if columns.count(column) > 1}:
            said = "、".join(sorted(double))
            problems.append(f"不止一列写的是“{said}”，请只留一列。")
        for row in found.rows if not problems else []:
            cells = {names[header]: value for header, value in row.items()}
            row.clear()
            row.update(cells)
        return problems

    def take_row(self, row: Row, outcome: Outcome) -> None:
        faults = [
            f"第{row.line}行“{column}”：{value.why}"
            for column, value in row.items()
            if isinstance(value, Fault)
        ]
        try:
            with transaction.atomic():
                if not faults:
                    line = self.take(row)
                    line.said = f"第{row.line}行　{line.said}"
                    outcome.lines.append(line)
        except BadCell as error:
            faults = [f"第{row.line}行“{error.column}”：{error}"]
        except Refused as error:
            faults = [f"第{row.line}行：{error}"]
        except ValidationError as error:
            faults = self.refused_by_model(row, error)
        except IntegrityError as error:
            faults = [f"第{row.line}行：{violated(error).sentence}"]
        outcome.problems += faults

    def refused_by_model(self, row: Row, error: ValidationError) -> list[str]:
        """What the model refused, by column."""
        return [
            f"第{row.line}行“{self.columns[name]}”：{sentence}"
            if name in self.columns
            else f"第{row.line}行：{sentence}"
            for name, sentences in error.message_dict.items()
            for sentence in sentences
        ]


def filled(row: Row, year: int) -> dict[str, str]:
    """The month columns that are filled in: {month: column}; no month may stand twice."""
    found: dict[str, str] = {}
    for column in filter(MONTH_HEADER.fullmatch, row):
        each = read_month(column, year)
        if each in found:
            raise BadCell(column, f"“{found[each]}”和“{column}”是同一个月，请只留一列。")
        found[each] = column
    return {each: column for each, column in found.items() if row[column]}


def find_project(row: Row) -> Project:
    """By 年份 (else the running year) and 项目序号."""
    number = whole_number(row, "项目序号")
    programme = find_programme(row)
    if project := programme.projects.filter(number=number).first():
        return project
    raise BadCell("项目序号", f"{programme.year}年清单没有第{number}项。")


def find_programme(row: Row) -> Programme:
    """The list of 年份; without it the one that is running, else the only one there is."""
    open_ones = Programme.everything.exclude(state=Programme.State.ARCHIVED)
    if row.get("年份"):
        found = list(open_ones.filter(year=whole_number(row, "年份")))
    else:
        running = open_ones.filter(state=Programme.State.PUBLISHED).order_by("year")
        found = list(running) or list(open_ones.order_by("year"))
    if len(found) > 1:
        years = "、".join(f"{each.year}年" for each in found)
        raise BadCell("年份", f"现有{years}几份清单，请加“年份”一列写明是哪一年的。")
    if not found:
        raise BadCell("年份", f"没有{row.get('年份', '')}年的清单，或已归档。")
    return found[0]


def find_target(row: Row) -> Target:
    """By 指标名称 in the row's project."""
    project, name = find_project(row), needed(row, "指标名称")
    targets = project.targets.select_related("project__programme")
    return named(targets, name) or refuse_target(project, name)


def refuse_target(project: Project, name: str):
    raise BadCell("指标名称", f"第{project.number}项没有指标“{name[:30]}”，请核对名称。")


def named(rows, name: str):
    """The row of that name, else the only one whose name differs in width or blanks alone."""
    rows = list(rows)
    exact = [row for row in rows if row.name == name]
    alike = [row for row in rows if folded(row.name) == folded(name)]
    return (exact or [*alike, None])[0] if exact or len(alike) == 1 else None


def running() -> list[Programme]:
    return list(Programme.everything.exclude(state=Programme.State.ARCHIVED))


def laid_out(kind, rows: list[dict]) -> tuple[list[str], list[list]]:
    """A sheet to fill in: the columns of an import, and what is known of its rows."""
    headers = [*kind.required, *kind.optional]
    return headers, [[row.get(header, "") for header in headers] for row in rows]
