import json

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models import CityTask, Programme, Project, Target
from projects.models.fields import MonthField
from projects.models.guard import OnlyAdded
from supervision.models.base import Decision


class Adjustment(OnlyAdded):
    """承诺调整: a change of a public promise, plan, course or quota, proposed with its approval.

    `asked` is what is to change, as JSON text; `said` tells it in words, a line each, as it was
    when it was proposed. Nothing changes before another person confirms.
    """

    class Kind(models.TextChoices):
        TARGET = "target", "指标承诺和计划"
        COURSE = "course", "项目去留"
        QUOTA = "quota", "市级任务"

    kind = models.CharField("对象", max_length=6, choices=Kind)
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="adjustments", verbose_name="年度清单"
    )
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="adjustments",
        verbose_name="实事项目",
    )
    target = models.ForeignKey(
        Target,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="adjustments",
        verbose_name="目标指标",
    )
    quota = models.ForeignKey(
        CityTask,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="adjustments",
        verbose_name="市级任务指标",
    )
    asked = models.TextField("内容")
    said = models.TextField("调整")
    answer = models.CharField("对计划的说明", max_length=500, blank=True)
    authority = models.CharField("批准机关", max_length=100)
    meeting = models.CharField("会议", max_length=100)
    document = models.CharField("文号", max_length=100)
    effective = MonthField("生效月份")
    reason = models.CharField("原因", max_length=300, help_text="会在公众页面显示。")
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )

    class Meta:
        verbose_name = "承诺调整"
        verbose_name_plural = "承诺调整"
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="target", project__isnull=False, target__isnull=False, quota__isnull=True
                )
                | Q(kind="course", project__isnull=False, target__isnull=True, quota__isnull=True)
                | Q(kind="quota", project__isnull=True, target__isnull=True, quota__isnull=False),
                name="adjustment_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="adjustment_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.about}的调整"

    @property
    def about(self) -> str:
        """What it changes, by name."""
        if self.kind == self.Kind.QUOTA:
            return f"市级任务“{self.quota}”"
        return f"{self.project}{f'　{self.target}' if self.target else ''}"

    @property
    def lines(self) -> list[str]:
        return self.said.splitlines()

    @property
    def given(self) -> dict:
        """What `asked` holds."""
        return json.loads(self.asked)


class AdjustmentDecision(Decision):
    """Another person of the office confirms a change of a promise, or declines it."""

    adjustment = models.OneToOneField(
        Adjustment, models.PROTECT, related_name="decision", verbose_name="承诺调整"
    )

    class Meta(Decision.Meta):
        verbose_name = "调整确认"
        verbose_name_plural = "调整确认"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed=True) | ~Q(reason=""),
                name="declined_adjustment_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.adjustment} {self.word}"
