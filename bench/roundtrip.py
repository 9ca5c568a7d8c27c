"""A workbook of 5,000 readings previewed and applied, beside the stock library path.

    python -m bench.roundtrip [READINGS]

The stock way is django-import-export's own: its xlsx reader and a plain resource over readings,
a dry run with differences and then the import. Neither draws its pages. Each runs in a process
of its own, on a copy of one database, and is measured in the processor's time.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

READINGS = 5_000
A_PROJECT = 4  # targets
LEAST_RATIO = 5
MOST_MEMORY = 2.5  # five times the rows may take this many times the memory
MEGABYTE = 1024
CAUSE, MEASURES = "灯具到货晚，厂家排产推迟。", "增加一个班组，周末施工。"


def fill(readings: int, folder: Path) -> None:
    """A unit with a month to report, its workbook filled in, and the same rows for a resource."""
    from projects.models import Plan, PlanPoint, Target, TargetTerms
    from supervision.models import Report, Submission
    from tests.factories import (
        make_clerk,
        make_period,
        make_programme,
        make_project,
        make_target,
        make_unit,
        moment,
    )

    unit = make_unit("量测")
    clerk = make_clerk(unit, "clerk")
    programme = make_programme()
    period = make_period(programme)
    terms, plans, points = [], [], []
    for _ in range(readings // A_PROJECT):
        project = make_project(programme, unit=unit)
        first = make_target(project, "甲", value="100")
        made = Target.everything.bulk_create(
            Target(project=project, task=first.task, number=n, name=f"指标{n}", measure="个",
                   kind="quantity", step=1)
            for n in range(2, A_PROJECT + 1)
        )  # fmt: skip
        known = first.terms.get()
        own = [clone(known, target) for target in made]
        TargetTerms.objects.bulk_create(own)
        terms += [known, *own]
        report = Report.objects.create(period=period, project=project, unit=unit)
        Submission.objects.create(
            report=report, number=1, progress="量测", next_steps="量测", unit_name="量测",
            at=period.opened_at, by=clerk,
        )  # fmt: skip
    plans = Plan.objects.bulk_create(
        Plan(target=t.target, terms=t, document="量测", effective="2023-01",
             recorded_at=moment("2023-01-31 00:00"))
        for t in terms
    )  # fmt: skip
    points = (
        PlanPoint(plan=plan, month=f"2023-{month:02d}", value=100 * month // 12)
        for plan in plans
        for month in range(1, 13)
    )
    PlanPoint.objects.bulk_create(points, batch_size=5_000)
    write_files(folder, clerk, period)


def clone(terms, target):
    from projects.models import TargetTerms

    return TargetTerms(
        target=target, baseline=terms.baseline, value=terms.value, start=terms.start,
        due=terms.due, approved_by=terms.approved_by, document=terms.document,
        effective=terms.effective, recorded_at=terms.recorded_at,
    )  # fmt: skip


def write_files(folder: Path, clerk, period) -> None:
    import io

    import openpyxl

    from supervision.models import Submission
    from supervision.monthbook.outgoing import workbook
    from tests.factories import moment

    book = openpyxl.load_workbook(io.BytesIO(workbook(clerk, period, moment("2023-10-05 10:00"))))
    sheet = book["填报"]
    at = {cell.value: cell.column for cell in sheet[3]}
    plain = openpyxl.Workbook(write_only=True)
    rows = plain.create_sheet()
    rows.append(["submission", "target", "value", "cause", "measures"])
    keys = dict(Submission.objects.values_list("report", "pk"))
    for number in range(4, sheet.max_row + 1):
        report, target = sheet.cell(number, 1).value.split("-")
        value = 30 + number % 40
        sheet.cell(number, at["完成数"]).value = value
        sheet.cell(number, at["原因"]).value = CAUSE
        sheet.cell(number, at["措施"]).value = MEASURES
        rows.append([keys[int(report.split("v")[0])], int(target), value, CAUSE, MEASURES])
    book.save(folder / "ours.xlsx")
    plain.save(folder / "stock.xlsx")


def ours(content: bytes):
    """What the upload and the confirmation do, but for the pages around them."""
    from projects.models import User
    from supervision.actions.reports import save_workbook
    from supervision.models import Period, Report
    from supervision.monthbook.incoming import read_book
    from supervision.monthbook.preview import picked, preview
    from tests.factories import moment

    clerk, period, at = User.objects.get(), Period.everything.get(), moment("2023-10-05 10:00")
    yield
    found = preview(read_book(content), clerk, period, at.date())
    assert found.changed and not found.problems
    drafts = picked("\n".join(found.drafts), {})
    saved = save_workbook(period=period, drafts=drafts, by=clerk, at=at)
    yield
    assert saved == Report.objects.filter(state="draft").count() == Report.objects.count()


def stock(content: bytes):
    """The library's reader and resource: a dry run for the preview, then the import."""
    from import_export.fields import Field
    from import_export.formats.base_formats import XLSX
    from import_export.resources import ModelResource
    from import_export.widgets import ForeignKeyWidget

    from projects.models import Target
    from supervision.models import Reading

    class TargetWidget(ForeignKeyWidget):
        """The stock one asks for `.objects`, which unpublished rows do not have."""

        def get_queryset(self, value, row, *args, **kwargs):
            return Target.everything.all()

    class ReadingResource(ModelResource):
        target = Field("target", "target", TargetWidget(Target))

        class Meta:
            model = Reading
            import_id_fields = ["submission", "target"]
            fields = ["submission", "target", "value", "cause", "measures"]

    yield
    for dry_run in (True, False):
        dataset = XLSX().create_dataset(content)
        result = ReadingResource().import_data(dataset, dry_run=dry_run, use_transactions=True)
        assert not result.has_errors() and not result.has_validation_errors()
    yield
    assert Reading.objects.count() == len(dataset)


PATHS = {"ours": ours, "stock": stock}


def alone(name: str, folder: Path) -> None:
    """One path in this process: prints seconds of work and the memory it added, in kB."""
    steps = PATHS[name]((folder / f"{name}.xlsx").read_bytes())
    next(steps)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    next(steps)
    seconds = time.process_time() - began
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    next(steps, None)


def measure(name: str, folder: Path) -> tuple[float, float]:
    """Seconds and MB added by one path, in a fresh process on a copy of the database."""
    shutil.copy(folder / "filled.sqlite3", folder / "used.sqlite3")
    out = run("--alone", name, folder)
    (folder / "used.sqlite3").unlink()
    seconds, added = out.split()
    return float(seconds), float(added) / MEGABYTE


def run(*arguments) -> str:
    command = [sys.executable, "-m", "bench.roundtrip", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def prepared(readings: int, folder: Path) -> Path:
    folder.mkdir()
    run("--fill", readings, folder)
    return folder


def compare(readings: int = READINGS) -> bool:
    with tempfile.TemporaryDirectory() as place:
        large = prepared(readings, Path(place) / "large")
        small = prepared(readings // 5, Path(place) / "small")
        print(f"填报表 {readings} 条进度数据：上传预览并写入")
        found = {}
        for name, words in (("ours", "本平台"), ("stock", "库自带")):
            # The better of two each: a machine is rarely ours alone.
            found[name] = min(measure(name, large) for _ in range(2))
            seconds, added = found[name]
            print(f"  {words}  {seconds:6.2f} 秒  内存增 {added:6.1f} MB")
        added = measure("ours", small)[1]
        ratio = found["stock"][0] / found["ours"][0]
        growth = found["ours"][1] / max(added, 1)
        print(f"  本平台五分之一的行，内存增 {added:.1f} MB；五倍的行是它的 {growth:.1f} 倍")
        print(f"  快 {ratio:.1f} 倍（要求不少于 {LEAST_RATIO} 倍）")
        return ratio >= LEAST_RATIO and growth <= MOST_MEMORY


def at_work(step: str, arguments: list[str]) -> None:
    folder = Path(arguments[-1])
    from bench.database import set_up

    name = "filled" if step == "--fill" else "used"
    set_up(f"sqlite:///{folder}/{name}.sqlite3", migrate=step == "--fill")
    if step == "--alone":
        alone(arguments[0], folder)
        return
    from django.db import connection

    fill(int(arguments[0]), folder)
    with connection.cursor() as cursor:  # all of it into the one file that is copied
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


if __name__ == "__main__":
    if sys.argv[1:2] in (["--fill"], ["--alone"]):
        at_work(sys.argv[1], sys.argv[2:])
    else:
        sys.exit(not compare(*map(int, sys.argv[1:2])))
