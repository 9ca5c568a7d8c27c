"""What the office takes out of the reports, and a unit of its own."""

from projects.sheets.resources import Scoped, Shown
from projects.values import days
from supervision.cards.discipline import Handed, stood_when_due
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


def by_target(name: str):
    """What was said of each target, a line each."""

    def said(submission: Submission) -> str:
        found = [(row.target.name, getattr(row, name)) for row in submission.readings.all()]
        return "\n".join(f"{target}：{words}" for target, words in found if words)

    return said


def late(report: Report) -> bool | str:
    """Whether nothing stood handed in when the due day ended; "" while nothing came at all."""
    ordinary = [Handed.of(row) for row in report.submissions.all() if not row.correction]
    return not stood_when_due(ordinary, report.period) if ordinary else ""


def returns(report: Report) -> str:
    """Each time it was sent back, and why."""
    judged = [getattr(row, "review", None) for row in report.submissions.all()]
    sent_back = [row for row in judged if row and row.verdict == Review.Verdict.RETURNED]
    return "\n".join(f"{days.moment_in_words(row.at)}：{row.reason}" for row in sent_back)


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
    behalf = Shown("代填依据", of_last(lambda found: found.on_behalf))
    late = Shown("迟报", late)
    progress = Shown("进展", of_last(lambda found: found.progress))
    next_steps = Shown("下步打算", of_last(lambda found: found.next_steps))
    cause = Shown("原因", of_last(by_target("cause_in_words")))
    measures = Shown("措施", of_last(by_target("measures")))
    review = Shown("审核", of_last(reviewed))
    returns = Shown("退回理由", returns)

    def own(self, rows):
        return reports(self.by, self.day)

    def with_related(self, rows):
        related = rows.select_related("period__programme", "project", "unit")
        return related.prefetch_related(
            "submissions__review", "submissions__by", "submissions__readings__target"
        )
