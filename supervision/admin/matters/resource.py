"""What the office takes out of the matters: 申辩, 复核 and residents' messages."""

from projects.sheets.resources import Scoped, Shown
from supervision.models import Appeal, Feedback, TrialReply

OFFICE = "supervision.supervise"


class ReplyResource(Scoped):
    """申辩: one row a reply, with what the office made of it."""

    name, model, permission = "拟亮牌申辩", TrialReply, OFFICE

    year = Shown("年份", "report.period.programme.year")
    month = Shown("月份", "report.period.month")
    number = Shown("项目序号", "report.project.number")
    project = Shown("项目名称", "report.project.title")
    unit = Shown("牵头单位", "report.unit.name")
    at = Shown("申辩时间", "at")
    by = Shown("申辩人", "by.name")
    text = Shown("申辩内容", "text")
    verdict = Shown("结论", lambda row: answered(row, lambda it: it.get_verdict_display()))
    reason = Shown("理由", lambda row: answered(row, lambda it: it.reason))
    answered_at = Shown("答复时间", lambda row: answered(row, lambda it: it.at))
    answered_by = Shown("答复人", lambda row: answered(row, lambda it: it.by.name))

    def with_related(self, rows):
        return rows.select_related(
            "report__period__programme", "report__project", "report__unit", "by", "answer__by"
        )


def answered(reply: TrialReply, how):
    answer = getattr(reply, "answer", None)
    return how(answer) if answer else ""


class AppealResource(Scoped):
    """复核: one row an appeal, with each step."""

    name, model, permission = "复核申请", Appeal, OFFICE

    year = Shown("年份", "card.period.programme.year")
    month = Shown("月份", "card.period.month")
    number = Shown("项目序号", "card.project.number")
    project = Shown("项目名称", "card.project.title")
    unit = Shown("申请单位", "unit.name")
    card = Shown("申请时的牌", lambda row: row.card.label or row.card.get_colour_display())
    at = Shown("申请时间", "at")
    by = Shown("申请人", "by.name")
    text = Shown("申请理由", "text")
    outcome = Shown("结论", lambda row: last_step(row, said) or "待受理")
    reason = Shown("结论理由", lambda row: last_step(row, lambda it: it.reason))
    ended = Shown("结论时间", lambda row: last_step(row, lambda it: it.at))

    def with_related(self, rows):
        related = rows.select_related("card__period__programme", "card__project", "unit", "by")
        return related.prefetch_related("steps")


def said(step) -> str:
    return step.get_kind_display()


def last_step(appeal: Appeal, how):
    steps = [*appeal.steps.all()]
    return how(steps[-1]) if steps else ""


class FeedbackResource(Scoped):
    """留言, without who sent it: names and telephones are erased in time, and a sheet is not."""

    name, model, permission = "群众留言", Feedback, OFFICE

    code = Shown("查询码", "code")
    number = Shown("项目序号", "project.number")
    project = Shown("项目名称", "project.title")
    site = Shown("点位", lambda row: str(row.site or ""))
    kind = Shown("类别", lambda row: row.get_kind_display())
    text = Shown("内容", "text")
    at = Shown("留言时间", "at")
    due = Shown("答复期限", "due")
    state = Shown("状态", lambda row: row.get_state_display())
    unit = Shown("承办单位", lambda row: str(row.unit or ""))
    summary = Shown("公开的问题概要", "summary")
    answer = Shown("公开答复", "answer")
    answered_at = Shown("答复时间", lambda row: row.answered_at or "")
    reason = Shown("办结方式", lambda row: row.get_reason_display())
    closed_at = Shown("办结时间", lambda row: row.closed_at or "")

    def get_queryset(self):
        rows = Feedback.everything.all()
        allowed = self.by is not None and self.by.is_active and self.by.has_perm(self.permission)
        return rows if allowed else rows.none()

    def with_related(self, rows):
        return rows.select_related("project", "site", "unit")
