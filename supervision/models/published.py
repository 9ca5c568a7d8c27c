from django.db import models

from projects.models.fields import person


class Published(models.Model):
    """What the public sees from a moment on, who signed for it and on what basis."""

    published_at = models.DateTimeField("公开时间", null=True, blank=True)
    published_by = person("公开操作人")
    signer = models.CharField("签发人", max_length=50, blank=True)
    basis = models.CharField("公开依据", max_length=200, blank=True)

    class Meta:
        abstract = True
