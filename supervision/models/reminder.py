from django.conf import settings
from django.db import models

from projects.models import LeadUnit
from projects.models.guard import OnlyAdded
from supervision.models.period import Period


class Reminder(models.Model):
    """提醒: the one message that a person gets on a day; `sent_at` None until it has left."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders", verbose_name="收件人"
    )
    day = models.DateField("日期")
    text = models.TextField("内容")
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)

    class Meta:
        verbose_name = "提醒"
        verbose_name_plural = "提醒"
        ordering = ["-day", "person"]
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="one_message_a_day"),
        ]

    def __str__(self):
        return f"{self.day} {self.person}"


class Chase(OnlyAdded):
    """催报: the office asked a unit for the reports that it still owed for a month."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="chases", verbose_name="调度期")
    unit = models.ForeignKey(LeadUnit, models.PROTECT, related_name="chases", verbose_name="单位")
    at = models.DateTimeField("催报时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="催报人"
    )

    class Meta:
        verbose_name = "催报"
        verbose_name_plural = "催报"
        ordering = ["-at", "unit"]

    def __str__(self):
        return f"{self.unit} {self.period}催报"
