import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from projects.files.rows import StoredFile
from projects.models import Programme, Project
from projects.models.fields import MonthField
from projects.models.guard import OnlyAdded
from supervision.models.base import Decision
from supervision.models.period import Period


class Acceptances(models.QuerySet):
    def confirmed(self):
        """Those that count, the latest confirmed first: a project's first one is in force."""
        return self.filter(decision__confirmed=True).order_by("-decision__at", "-pk")

    def in_force(self, projects, before: dt.datetime | None = None) -> dict[int, "Acceptance"]:
        """The one that counts (or counted at a moment) of each of some projects, by its key."""
        rows = self.confirmed().filter(project__in=projects)
        if before:
            rows = rows.filter(decision__at__lt=before)
        return {row.project_id: row for row in reversed(rows)}


class PublicAcceptances(models.Manager):
    """Confirmed, of a public year, and only once their month or a later one is published."""

    def get_queryset(self):
        rows = Acceptances(self.model, using=self._db).confirmed()
        published = Period.everything.filter(
            programme=OuterRef("project__programme"),
            month__gte=OuterRef("shown_from"),
            published_at__isnull=False,
        )
        rows = rows.filter(Exists(published))
        return rows.exclude(project__programme__state=Programme.State.DRAFT)


class Acceptance(StoredFile, OnlyAdded):
    """验收: whether a project's promise was kept, as a body found it and put it on paper.

    A later one supersedes an earlier one and alters nothing in it. `shown_from` is the month
    whose publication makes it public: that of the day it was held, December at the latest.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="acceptances", verbose_name="实事项目"
    )
    passed = models.BooleanField("通过")
    body = models.CharField("验收单位", max_length=100, help_text="会在公众页面显示。")
    held_on = models.DateField("验收日期")
    document = models.CharField("验收文号", max_length=100, help_text="会在公众页面显示。")
    reason = models.CharField("理由", max_length=300, blank=True)
    shown_from = MonthField("公开月份")
    file = models.FileField("验收文件", upload_to="acceptances/%Y/%m/")
    proposed_at = models.DateTimeField("登记时间")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    objects = Acceptances.as_manager()
    public = PublicAcceptances()

    class Meta:
        verbose_name = "验收"
        verbose_name_plural = "验收"
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(passed=True) | ~Q(reason=""), name="failed_acceptance_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(body="") & ~Q(document=""), name="acceptance_is_on_paper"
            ),
        ]

    def __str__(self):
        return f"{self.project} {self.outcome}"

    @property
    def outcome(self) -> str:
        return "通过验收" if self.passed else "未通过验收"


class AcceptanceDecision(Decision):
    """Another person of the office confirms an acceptance, or sends it away."""

    acceptance = models.OneToOneField(
        Acceptance, models.PROTECT, related_name="decision", verbose_name="验收"
    )

    class Meta(Decision.Meta):
        verbose_name = "验收确认"
        verbose_name_plural = "验收确认"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed=True) | ~Q(reason=""),
                name="declined_acceptance_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.acceptance} {self.word}"
