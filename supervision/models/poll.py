from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.files.rows import StoredFile
from projects.models import Programme, Project
from projects.models.guard import OnlyAdded
from supervision.models.base import Decision


class PublicPolls(models.Manager):
    """Confirmed, of a year that is public; the last held first."""

    def get_queryset(self):
        rows = super().get_queryset().filter(decision__confirmed=True)
        return rows.exclude(programme__state=Programme.State.DRAFT)


class Poll(StoredFile, OnlyAdded):
    """满意度测评: how deputies or residents found each project at the year's end, on paper."""

    class Voters(models.TextChoices):
        DEPUTIES = "deputies", "代表测评"
        RESIDENTS = "residents", "群众测评"

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="polls", verbose_name="年度清单"
    )
    voters = models.CharField("由谁测评", max_length=10, choices=Voters)
    body = models.CharField("组织测评的单位", max_length=100, help_text="会在公众页面显示。")
    held_on = models.DateField("测评日期")
    document = models.CharField("文号或会议名称", max_length=100, help_text="会在公众页面显示。")
    asked = models.PositiveIntegerField("发出票数")
    file = models.FileField("测评文件", upload_to="polls/%Y/%m/")
    proposed_at = models.DateTimeField("登记时间")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    objects = models.Manager()
    public = PublicPolls()

    class Meta:
        verbose_name = "满意度测评"
        verbose_name_plural = "满意度测评"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(body="") & ~Q(document=""), name="poll_is_on_paper"
            ),
            models.CheckConstraint(condition=Q(asked__gt=0), name="poll_asked_somebody"),
        ]

    def __str__(self):
        return f"{self.programme}{self.get_voters_display()}（{self.held_on}）"


class PollCount(OnlyAdded):
    """The ballots on one project."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="counts", verbose_name="满意度测评")
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="poll_counts", verbose_name="实事项目"
    )
    satisfied = models.PositiveIntegerField("满意")
    fairly = models.PositiveIntegerField("基本满意")
    dissatisfied = models.PositiveIntegerField("不满意")

    class Meta:
        verbose_name = "测评票数"
        verbose_name_plural = "测评票数"
        ordering = ["poll", "project__number"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "project"], name="one_count_a_project"),
            models.CheckConstraint(
                condition=Q(satisfied__gt=0) | Q(fairly__gt=0) | Q(dissatisfied__gt=0),
                name="counted_some_ballots",
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.outcome}"

    @property
    def ballots(self) -> int:
        return self.satisfied + self.fairly + self.dissatisfied

    @property
    def in_words(self) -> str:
        return (
            f"{self.outcome}（满意{self.satisfied}票，基本满意{self.fairly}票，"
            f"不满意{self.dissatisfied}票）"
        )

    @property
    def outcome(self) -> str:
        """满意 where more than half of the ballots say so, 基本满意 where more than half say one or
        the other, else 不满意."""
        if 2 * self.satisfied > self.ballots:
            return "满意"
        return "基本满意" if 2 * (self.satisfied + self.fairly) > self.ballots else "不满意"


class PollDecision(Decision):
    """Another person of the office confirms a poll, or sends it away."""

    poll = models.OneToOneField(
        Poll, models.PROTECT, related_name="decision", verbose_name="满意度测评"
    )

    class Meta(Decision.Meta):
        verbose_name = "测评确认"
        verbose_name_plural = "测评确认"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed=True) | ~Q(reason=""), name="declined_poll_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.poll} {self.word}"
