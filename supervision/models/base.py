"""What several models are made of: something published, decided by a second person, stored."""

import hashlib
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
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


class StoredFile(models.Model):
    """A row with a `file` of its own, under the name that the person gave it."""

    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("校验码", max_length=64)
    size = models.PositiveIntegerField("字节数")

    class Meta:
        abstract = True

    def keep(self, name: str, content: bytes) -> None:
        """Put the content on the disk; the row is yet to be saved.

        Stored under its hash: a person's own name may be too long for a disk, or no name there.
        """
        self.name, self.size = name, len(content)
        self.sha256 = hashlib.sha256(content).hexdigest()
        stored = f"{self.sha256[:24]}{PurePath(name).suffix.lower()}"
        self.file.save(stored, ContentFile(content), save=False)
