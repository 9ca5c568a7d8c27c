from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models.fields import MonthField, NameField, QuantityField
from projects.models.guard import OnlyAdded
from projects.models.target import Target, TargetTerms


class Milestone(OnlyAdded):
    """节点: a stage of a construction target."""

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="milestones", verbose_name="目标指标"
    )
    number = models.PositiveSmallIntegerField("序号")
    name = NameField("节点名称", max_length=60)
    weight = models.DecimalField("权重", max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = "节点"
        verbose_name_plural = "节点"
        ordering = ["target", "number"]
        constraints = [
            models.UniqueConstraint(fields=["target", "number"], name="milestone_number_once"),
            models.UniqueConstraint(fields=["target", "name"], name="milestone_name_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="milestone_weight_above_zero"),
        ]

    def __str__(self):
        return self.name


class Plan(OnlyAdded):
    """序时进度计划: an approved version of what is planned for every month."""

    series = ("target",)

    target = models.ForeignKey(
        Target, models.PROTECT, related_name="plans", verbose_name="目标指标"
    )
    terms = models.ForeignKey(
        TargetTerms, models.PROTECT, related_name="plans", verbose_name="对应口径"
    )
    version = models.PositiveSmallIntegerField("版本", default=1)
    document = models.CharField("批准依据", max_length=100)
    effective = MonthField("生效月份")
    reason = models.CharField("调整原因", max_length=300, blank=True)
    recorded_at = models.DateTimeField("登记时间")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="登记人"
    )

    class Meta:
        verbose_name = "序时进度计划"
        verbose_name_plural = "序时进度计划"
        ordering = ["target", "version"]
        constraints = [
            models.UniqueConstraint(fields=["target", "version"], name="plan_version_once"),
        ]

    def __str__(self):
        return f"{self.target} 第{self.version}版计划"

    def same_points(self, points) -> bool:
        """Whether it already says what `points`, as approve_plan takes them, would say."""
        rows = self.points.select_related("milestone")
        if isinstance(points, Mapping):
            return {row.month: row.value for row in rows} == dict(points)
        if self.target.kind == Target.Kind.MILESTONES:
            standing = {(row.milestone.name, row.milestone.weight, row.month) for row in rows}
            return standing == set(points)
        return {row.month for row in rows} == set(points)


class PlanPoint(OnlyAdded):
    """What one month of a plan asks: a cumulative value, a stage, or that the service runs."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="points", verbose_name="计划")
    month = MonthField("月份")
    value = QuantityField("累计计划", null=True, blank=True)
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, verbose_name="节点"
    )

    class Meta:
        verbose_name = "计划月份"
        verbose_name_plural = "计划月份"
        ordering = ["plan", "month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "month"],
                condition=Q(milestone__isnull=True),
                name="plan_month_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "milestone"],
                condition=Q(milestone__isnull=False),
                name="plan_milestone_once",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(milestone__isnull=True),
                name="plan_point_value_or_stage",
            ),
        ]

    @property
    def series(self) -> tuple[str, ...]:
        return ("plan__target", "milestone" if self.milestone_id else "month")

    def __str__(self):
        return self.month
