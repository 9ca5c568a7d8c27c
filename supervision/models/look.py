from django.conf import settings
from django.db import models

from projects.models.guard import OnlyAdded
from supervision.models.report import Submission


class Look(OnlyAdded):
    """打开审核: the first time that somebody of the office opened what was handed in."""

    submission = models.OneToOneField(
        Submission, models.PROTECT, related_name="look", verbose_name="报送"
    )
    at = models.DateTimeField("打开时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="打开人"
    )

    class Meta:
        verbose_name = "打开审核"
        verbose_name_plural = "打开审核"
        ordering = ["submission"]
        default_permissions = ()

    def __str__(self):
        return f"{self.submission} 打开审核"
