from django.conf import settings
from django.db import models

from projects.models.guard import OnlyAdded


class Decision(OnlyAdded):
    """What another person of the office says to what one of them proposed."""

    confirmed = models.BooleanField("同意")
    reason = models.CharField("意见", max_length=300, blank=True)
    at = models.DateTimeField("确认时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="确认人"
    )

    class Meta:
        abstract = True
        ordering = ["-at"]

    @property
    def word(self) -> str:
        return "同意" if self.confirmed else "不同意"
