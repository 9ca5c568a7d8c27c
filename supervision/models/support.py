from django.conf import settings
from django.db import models
from django.db.models import Q

from projects.models import LeadUnit
from projects.models.guard import OnlyAdded
from supervision.models.report import Report


class SupportPart(OnlyAdded):
    """配合情况: what a supporting unit says of its part in a project's month, to the lead alone."""

    series = ("report", "unit")

    report = models.ForeignKey(
        Report, models.PROTECT, related_name="parts", verbose_name="月度进展"
    )
    unit = models.ForeignKey(
        LeadUnit, models.PROTECT, related_name="parts", verbose_name="配合单位"
    )
    text = models.CharField("配合情况", max_length=500)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填写人"
    )

    class Meta:
        verbose_name = "配合情况"
        verbose_name_plural = "配合情况"
        ordering = ["report", "pk"]
        default_permissions = ("view",)
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="support_part_says")]

    def __str__(self):
        return f"{self.report} {self.unit}"
