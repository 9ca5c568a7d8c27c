import hashlib
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import models


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
