"""What the office takes out of the reports, and a unit of its own."""

from projects.sheets.resources import Scoped, Shown
from supervision.models import Report, Review, Submission
from supervision.scope import reports


def last(report: Report) -> Submission | None:
    return max(report.submissions.all(), key=lambda row: row.number, default=None)


def of_last(how) -> Shown:
    return lambda report: how(found) if (found := last(report)) else ""


def reviewed(submission: Submission) -> str:
    review = getattr(submission, "review", None)
    if review is None:
        return "待审核"
    reason = f"：{review.reason}" if review.reason else ""
    return f"{Review.Verdict(review.verdict).label}{reason}"


class ReportResource(Scoped):
    """月度进展: one row a report, with what was handed in last."""

    name, model, permission = "月度进展", Report, "supervision.supervise"

    year = Shown("年份", "period.programme.year")
    month = Shown("月份", "period.month")
    number = Shown("项目序号", "project.number")
    project = Shown("项目名称", "project.title")
    unit = Shown("牵头单位", "unit.name")
    due = Shown("报送截止", "period.due")
    state = Shown("状态", lambda row: row.get_state_display())
    times = Shown("第几次报送", of_last(lambda found: found.number))
    at = Shown("报送时间", of_last(lambda found: found.at))
    by = Shown("报送人", of_last(lambda found: found.by.name))
    progress = Shown("进展", of_last(lambda found: found.progress))
    next_steps = Shown("下步打算", of_last(lambda found: found.next_steps))
    review = Shown("审核", of_last(reviewed))

    def own(self, rows):
        return reports(self.by, self.day)

    def whole(self, rows):
        related = rows.select_related("period__programme", "project", "unit")
        return related.prefetch_related("submissions__review", "submissions__by")
