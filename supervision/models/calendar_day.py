"""节假日: days off and make-up working days that the office entered itself."""

from django.conf import settings
from django.db import models

from projects.models.guard import OnlyAdded


class CalendarDay(OnlyAdded):
    """What the office says of a day; the last row of a day counts."""

    series = ("day",)

    day = models.DateField("日期")
    working = models.BooleanField("上班")
    name = models.CharField("名称", max_length=30)
    document = models.CharField("文件", max_length=100)
    at = models.DateTimeField("登记时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    objects = models.Manager()

    class Meta:
        verbose_name = "节假日"
        verbose_name_plural = "节假日"
        ordering = ["-day", "-pk"]

    def __str__(self):
        return f"{self.day} {self.name}{'（调休上班）' if self.working else ''}"
