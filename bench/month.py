"""A month of a unit with many projects, and the files that the round trip is measured with."""

from pathlib import Path

A_PROJECT = 4  # targets
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
    from supervision.reports.workbook.outgoing import workbook
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
