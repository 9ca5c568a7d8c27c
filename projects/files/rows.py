"""Rows with a file: what the file must be is in the row, and both stand or neither."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath
from threading import local

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import DatabaseError, InterfaceError, models, transaction

CHUNK = 1024 * 1024
made = local()  # `rows`: the files kept so far by this thread's act
MISSING, ANOTHER = "不在或读不出来", "的内容与登记的大小或校验码不符"


class Spoilt(OSError):
    """The file is gone, or is not the one that was kept."""


class HeldFile(models.Model):
    """A row with a `file`, held to its size and SHA-256 whenever it is handed out or verified."""

    sha256 = models.CharField("校验码", max_length=64)
    size = models.PositiveIntegerField("字节数")

    class Meta:
        abstract = True

    @property
    def has_file(self) -> bool:
        """Whether the file should stand: rows outlive what was taken back."""
        return bool(self.file)

    def put(self, stored: str, content: bytes) -> None:
        """Put the content on the disk under about this name; the row is yet to be saved."""
        self.size, self.sha256 = len(content), hashlib.sha256(content).hexdigest()
        self.file.save(stored, ContentFile(content), save=False)
        if getattr(made, "rows", None) is not None:
            made.rows.append((type(self), self.file.storage, self.file.name))

    def content(self) -> bytes:
        """The file as it was kept; Spoilt where it is not that any more."""
        if said := self.fault():
            raise Spoilt(f"“{self}”的文件{said}")
        with self.file.open("rb") as file:
            return file.read()

    def chunks(self) -> Iterator[bytes]:
        """The file piece by piece; ask `fault` first whether it is what was kept."""
        with self.file.storage.open(self.file.name, "rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def fault(self) -> str:
        """What is wrong with the file, "" where nothing is."""
        try:
            with self.file.storage.open(self.file.name, "rb") as file:
                digest, size = hashlib.sha256(), 0
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
        except (OSError, ValueError):
            return MISSING
        return "" if (size, digest.hexdigest()) == (self.size, self.sha256) else ANOTHER


class StoredFile(HeldFile):
    """A row with a `file` of its own, under the name that the person gave it."""

    name = models.CharField("文件名", max_length=200)

    class Meta:
        abstract = True

    def keep(self, name: str, content: bytes) -> None:
        """Put the content on the disk; the row is yet to be saved.

        Stored under its hash: a person's own name may be too long for a disk, or no name there.
        """
        self.name = name
        digest = hashlib.sha256(content).hexdigest()
        self.put(f"{digest[:24]}{PurePath(name).suffix.lower()}", content)


@contextmanager
def filed() -> Iterator[None]:
    """The transaction of an act that keeps files: where it fails, none of them stays either.

    Asked again once it is over: a file that a row names after all stays, as the connection may
    have broken after the commit was taken. What cannot be asked is left for `sweep_files`.
    """
    outer, made.rows = getattr(made, "rows", None), []
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for model, storage, name in made.rows:
            if not is_named(model, name):
                storage.delete(name)
        raise
    else:
        if outer is not None:
            outer += made.rows
    finally:
        made.rows = outer


def is_named(model: type[models.Model], name: str) -> bool:
    """Whether a row says that it has this file; a database that is away may hold one."""
    try:
        return model._base_manager.filter(file=name).exists()
    except (DatabaseError, InterfaceError):
        return True


def holding_models() -> list[type[HeldFile]]:
    found = [model for model in apps.get_models() if issubclass(model, HeldFile)]
    return [model for model in found if not model._meta.proxy]
