"""进程 and 时间表: which stage a list has reached, and which day each was planned for."""

from django.db import models

from projects.drafting.models.draft import Drafting
from projects.drafting.stages import Stage
from projects.models.fields import person
from projects.models.guard import OnlyAdded


class Steps(models.QuerySet):
    def now(self, drafting: Drafting) -> Stage | None:
        """The stage that a list has reached; None where nobody started the process."""
        last = self.filter(drafting=drafting).order_by("pk").values_list("stage", flat=True).last()
        return Stage(last) if last else None


class Step(OnlyAdded):
    """进程: a stage entered; the last is where the list stands. Going back has a reason.

    A drafting without any is one for which nobody started the process: it owes nothing.
    """

    series = ("drafting",)

    drafting = models.ForeignKey(
        Drafting, models.PROTECT, related_name="steps", verbose_name="清单编制"
    )
    stage = models.CharField("阶段", max_length=8, choices=Stage)
    since = models.DateField("开始日期")
    reason = models.CharField("退回理由", max_length=300, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = person("登记人")

    objects = Steps.as_manager()

    class Meta:
        verbose_name = "编制进程"
        verbose_name_plural = "编制进程"
        ordering = ["drafting", "pk"]

    def __str__(self):
        return self.get_stage_display()


class PlannedDays(models.QuerySet):
    def standing(self, drafting: Drafting) -> dict[Stage, "PlannedDay"]:
        """The day that now holds of each stage."""
        return {Stage(row.stage): row for row in self.filter(drafting=drafting).order_by("pk")}


class PlannedDay(OnlyAdded):
    """时间表: the day by which a stage is to begin; a later row replaces it."""

    series = ("drafting", "stage")

    drafting = models.ForeignKey(
        Drafting, models.PROTECT, related_name="planned_days", verbose_name="清单编制"
    )
    stage = models.CharField("阶段", max_length=8, choices=Stage)
    day = models.DateField("计划日期")
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = person("登记人")

    objects = PlannedDays.as_manager()

    class Meta:
        verbose_name = "编制时间表"
        verbose_name_plural = "编制时间表"
        ordering = ["drafting", "pk"]

    def __str__(self):
        return f"{self.get_stage_display()}：{self.day}"
