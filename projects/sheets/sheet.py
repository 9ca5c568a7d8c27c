"""What every import shares: columns checked, each row read, all or nothing."""

import datetime as dt
from collections.abc import Callable

from django.core.exceptions import ValidationError
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import RowResult

from projects.errors import Refused
from projects.models import Programme, Project, Target, User
from projects.sheets.cells import BadCell, needed, whole

# Each row carries its line in the file here; a control character, so never a header.
LINE = "\x00line"
NEW, CHANGED, SAME = (
    RowResult.IMPORT_TYPE_NEW,
    RowResult.IMPORT_TYPE_UPDATE,
    RowResult.IMPORT_TYPE_SKIP,
)


class SheetImport(Resource):
    """An import by the office. Subclasses name their columns and take one row at a time.

    `take` writes through actions and returns (NEW, CHANGED or SAME, a sentence on what it
    did); it raises BadCell or Refused. A dry run does the same and is rolled back.
    """

    name, permission, hint = "", "", ""
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    take: Callable[[dict], tuple[str, str]]

    def __init__(self, *, by: User | None = None, at: dt.datetime | None = None, **kwargs):
        super().__init__()
        self.by, self.at = by, at

    class Meta:
        instance_loader_class = BaseInstanceLoader
        skip_diff = True
        use_transactions = True

    @classmethod
    def get_display_name(cls):
        return cls.name

    def finish(self) -> None:
        """Called once after the last row, where nothing was wrong."""

    def known(self, header: str) -> bool:
        return header in (*self.required, *self.optional)

    def import_data(self, dataset, *args, **kwargs):
        # Left to itself the library keeps the good rows of a sheet with bad ones.
        kwargs["rollback_on_validation_errors"] = True
        return super().import_data(dataset, *args, **kwargs)

    def before_import(self, dataset, **kwargs):
        if self.by is None or not self.by.has_perm(self.permission):
            raise Refused(f"您没有导入{self.name}的权限。")
        headers = [header for header in dataset.headers if header != LINE]
        if absent := [header for header in self.required if header not in headers]:
            raise Refused(f"缺少“{'”“'.join(absent)}”列，请用本页给出的列名。")
        if strange := [header for header in headers if not self.known(header)]:
            raise Refused(f"不认识“{'”“'.join(strange)}”列，请删去或改成本页给出的列名。")

    def handle_import_error(self, result, error, raise_errors=False):
        """Only refusals are told; anything else stops the import as it would any request."""
        if not isinstance(error, Refused):
            raise error
        super().handle_import_error(result, error, raise_errors)

    def import_row(self, row, instance_loader, **kwargs):
        result = RowResult()
        result.row_values = row
        try:
            result.import_type, result.object_repr = self.take(row)
        except BadCell as error:
            self.wrong(result, f"第{row[LINE]}行“{error.column}”：{error}")
        except Refused as error:
            self.wrong(result, f"第{row[LINE]}行：{error}")
        except ValidationError as error:
            self.wrong(result, "；".join(self.faults(row[LINE], error)))
        return result

    def faults(self, line: str, error: ValidationError) -> list[str]:
        """What the model refused, by column."""
        return [
            f"第{line}行“{self.columns[name]}”：{sentence}"
            if name in self.columns
            else f"第{line}行：{sentence}"
            for name, sentences in error.message_dict.items()
            for sentence in sentences
        ]

    def wrong(self, result: RowResult, sentence: str) -> None:
        result.import_type = RowResult.IMPORT_TYPE_INVALID
        result.validation_error = ValidationError(sentence)

    def after_import(self, dataset, result, **kwargs):
        if not (result.has_errors() or result.has_validation_errors()):
            self.finish()


def find_project(row: dict) -> Project:
    """By 年份 (else the latest year that is not archived) and 项目序号."""
    number = whole(row, "项目序号")
    programmes = Programme.everything.exclude(state=Programme.State.ARCHIVED)
    year = row.get("年份") and whole(row, "年份")
    programme = programmes.of_year(year) if year else programmes.latest_year()
    if programme is None:
        raise BadCell("年份", f"没有{row.get('年份', '')}年的清单，或已归档。")
    if project := programme.projects.filter(number=number).first():
        return project
    raise BadCell("项目序号", f"{programme.year}年清单没有第{number}项。")


def find_target(row: dict) -> Target:
    """By 指标名称 in the row's project."""
    project, name = find_project(row), needed(row, "指标名称")
    target = project.targets.select_related("project__programme").filter(name=name).first()
    if target is None:
        raise BadCell("指标名称", f"第{project.number}项没有指标“{name[:30]}”，请核对名称。")
    return target
