"""What several models are made of: something published, decided by a second person."""

from django.conf import settings
from django.db import models

from projects.models.fields import person
from projects.models.guard import OnlyAdded


class Published(models.Model):
    """What the public sees from a moment on, who signed for it and on what basis."""

    published_at = models.DateTimeField("公开时间", null=True, blank=True)
    published_by = person("公开操作人")
    signer = models.CharField("签发人", max_length=50, blank=True)
    basis = models.CharField("公开依据", max_length=200, blank=True)

    class Meta:
        abstract = True


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
