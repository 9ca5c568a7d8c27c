from django.db import models
from django.db.models import Q

from projects.models.fields import MonthField, NameField, QuantityField
from projects.models.guard import NamedAnew
from projects.models.programme import Programme
from projects.models.target import Target


class CityTask(NamedAnew):
    """市级任务指标: a quota on the city's list and the targets that carry it, entered once."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="city_tasks", verbose_name="年度清单"
    )
    name = NameField("市级指标", max_length=100)
    measure = NameField("计量单位", max_length=10)
    quota = QuantityField("市定任务")
    document = models.CharField("市级文件", max_length=100, blank=True)
    targets = models.ManyToManyField(
        Target, related_name="city_tasks", blank=True, verbose_name="承担指标"
    )

    class Meta:
        verbose_name = "市级任务指标"
        verbose_name_plural = "市级任务指标"
        ordering = ["programme", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="city_task_name_once"),
            models.CheckConstraint(
                condition=Q(quota__gt=0),
                name="city_task_quota_above_zero",
                violation_error_message="市定任务要大于零。",
            ),
        ]

    def __str__(self):
        return self.name


class CityTaskPoint(models.Model):
    """What the city's plan asks by the end of a month, cumulative."""

    city_task = models.ForeignKey(
        CityTask, models.CASCADE, related_name="points", verbose_name="市级指标"
    )
    month = MonthField("月份")
    value = QuantityField("累计计划")

    class Meta:
        verbose_name = "市级计划月份"
        verbose_name_plural = "市级计划月份"
        ordering = ["city_task", "month"]
        constraints = [
            models.UniqueConstraint(fields=["city_task", "month"], name="city_point_once"),
        ]

    def __str__(self):
        return self.month
