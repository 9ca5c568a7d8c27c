"""群众意见建议: what a resident wrote, and what became of it. Nothing here reaches a card."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from projects.models import LeadUnit, Programme, Project, Site
from projects.models.fields import person
from projects.models.guard import NamedAnew

LONGEST_TEXT, LONGEST_SUMMARY, LONGEST_CONTACT = 1000, 100, 30


class PublicAnswers(models.Manager):
    """Messages whose answer the office has published."""

    def get_queryset(self):
        answered = super().get_queryset().filter(answered_at__isnull=False)
        return answered.exclude(project__programme__state=Programme.State.DRAFT)


def moment(name: str):
    return models.DateTimeField(name, null=True, blank=True)


def bounded(field: str, longest: int) -> models.CheckConstraint:
    """SQLite keeps any length that it is given; this makes every database refuse."""
    return models.CheckConstraint(
        condition=LessThanOrEqual(Length(field), longest), name=f"feedback_{field}_bounded"
    )


def paired(at: str, by: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
        | Q(**{f"{at}__isnull": False, f"{by}__isnull": False}),
        name=f"feedback_{at.removesuffix('_at')}_whole",
    )


class Feedback(NamedAnew):
    """A message on a project: moderated by the office, drafted on by the unit, answered.

    `text`, `name` and `phone` are never public; the public reads `summary` and `answer`, both
    the office's words. `name` and `phone` are erased some time after the matter is finished.
    """

    unrecorded = True
    as_sent = {
        "state": "waiting", "unit": None, "remark": "", "assigned_at": None, "assigned_by": None,
        "draft": "", "drafted_at": None, "drafted_by": None, "summary": "", "answer": "",
        "answered_at": None, "answered_by": None, "reason": "", "closed_at": None,
        "closed_by": None,
    }  # fmt: skip

    LONGEST_TEXT, LONGEST_SUMMARY, LONGEST_CONTACT = LONGEST_TEXT, LONGEST_SUMMARY, LONGEST_CONTACT

    class Kind(models.TextChoices):
        SUGGESTION = "suggestion", "建议"
        PROBLEM = "problem", "反映问题"
        MISTAKE = "mistake", "找错"

    class Seen(models.TextChoices):
        YES = "yes", "现场已用上"
        NO = "no", "还没有用上"

    class State(models.TextChoices):
        WAITING = "waiting", "待处理"
        ASSIGNED = "assigned", "已转办"
        DRAFTED = "drafted", "已拟答复"
        ANSWERED = "answered", "已答复"
        CLOSED = "closed", "已办结"

    class Reason(models.TextChoices):
        ADOPTED = "adopted", "已采纳"
        SOLVED = "solved", "已解决"
        EXPLAINED = "explained", "已解释说明"
        REFERRED = "referred", "已转其他渠道办理"
        DUPLICATE = "duplicate", "与其他留言重复"
        UNRELATED = "unrelated", "与本项目无关"
        UNCLEAR = "unclear", "内容不清，无法办理"
        ABUSIVE = "abusive", "广告或辱骂"

    OPEN = (State.WAITING, State.ASSIGNED, State.DRAFTED)
    WITH_ANSWER = (Reason.ADOPTED, Reason.SOLVED, Reason.EXPLAINED)

    code = models.CharField("查询码", max_length=16, unique=True)
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="feedback_received", verbose_name="实事项目"
    )
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="点位"
    )
    kind = models.CharField("类别", max_length=10, choices=Kind)
    seen = models.CharField("现场情况", max_length=3, choices=Seen, blank=True)
    text = models.CharField("内容", max_length=LONGEST_TEXT)
    name = models.CharField("称呼", max_length=LONGEST_CONTACT, blank=True)
    phone = models.CharField("电话", max_length=LONGEST_CONTACT, blank=True)
    at = models.DateTimeField("留言时间")
    due = models.DateField("答复期限")
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)

    unit = models.ForeignKey(
        LeadUnit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办单位"
    )
    remark = models.CharField("转办说明", max_length=300, blank=True)
    assigned_at, assigned_by = moment("转办时间"), person("转办人")
    draft = models.CharField("拟答复", max_length=LONGEST_TEXT, blank=True)
    drafted_at, drafted_by = moment("拟稿时间"), person("拟稿人")
    summary = models.CharField("公开的问题概要", max_length=LONGEST_SUMMARY, blank=True)
    answer = models.CharField("公开答复", max_length=LONGEST_TEXT, blank=True)
    answered_at, answered_by = moment("答复时间"), person("答复人")
    reason = models.CharField("办结方式", max_length=10, choices=Reason, blank=True)
    closed_at, closed_by = moment("办结时间"), person("办结人")

    everything = models.Manager()
    public = PublicAnswers()

    class Meta:
        verbose_name = "群众留言"
        verbose_name_plural = "群众留言"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["state", "due"], name="feedback_by_state")]
        constraints = [
            bounded("text", LONGEST_TEXT),
            bounded("name", LONGEST_CONTACT),
            bounded("phone", LONGEST_CONTACT),
            bounded("draft", LONGEST_TEXT),
            bounded("summary", LONGEST_SUMMARY),
            bounded("answer", LONGEST_TEXT),
            paired("assigned_at", "assigned_by"),
            paired("drafted_at", "drafted_by"),
            paired("answered_at", "answered_by"),
            paired("closed_at", "closed_by"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, summary="", answer="")
                | (Q(answered_at__isnull=False, state="answered") & ~Q(summary="") & ~Q(answer="")),
                name="feedback_answer_whole",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["answered", "closed"], closed_at__isnull=False))
                & ~Q(reason="")
                | Q(
                    state__in=["waiting", "assigned", "drafted"], closed_at__isnull=True, reason=""
                ),
                name="feedback_finished_whole",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.project}"

    @property
    def open(self) -> bool:
        return self.state in self.OPEN


class WaitingFeedback(Feedback):
    class Meta:
        proxy = True
        verbose_name = "待处理留言"
        verbose_name_plural = "待处理留言"
        default_permissions = ()
        permissions = ()


class OverdueFeedback(Feedback):
    class Meta:
        proxy = True
        verbose_name = "超期留言"
        verbose_name_plural = "超期留言"
        default_permissions = ()
        permissions = ()
