"""Whether every row's file stands as it was kept, and which files no row names."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress

from django.core.files.storage import Storage
from django.utils import timezone

from projects.files.rows import HeldFile, holding_models

UNFINISHED = dt.timedelta(days=1)  # an upload still going on is younger


def files() -> Iterator[str]:
    """Each row whose file is gone, or is another than it says; named one by one."""
    for model in holding_models():
        for row in model._base_manager.order_by("pk").iterator(chunk_size=500):
            if row.has_file and (said := row.fault()):
                yield f"{model._meta.verbose_name}第{row.pk}行（{row}）的文件{said}。"


def unowned(before: dt.datetime | None = None) -> Iterator[tuple[Storage, str]]:
    """Files last written `before` that no row wants: left by a failed upload, or taken back."""
    before = before or timezone.now() - UNFINISHED
    for model in holding_models():
        storage = model._meta.get_field("file").storage
        for name in names_in(storage, folder_of(model)):
            if storage.get_modified_time(name) < before and not wanted(model, name):
                yield storage, name


def folder_of(model: type[HeldFile]) -> str:
    """The folder that only this model's files are in."""
    return model._meta.get_field("file").upload_to.split("/")[0]


def names_in(storage: Storage, folder: str) -> Iterator[str]:
    with suppress(FileNotFoundError):
        folders, names = storage.listdir(folder)
        yield from (f"{folder}/{name}" for name in sorted(names))
        for each in sorted(folders):
            yield from names_in(storage, f"{folder}/{each}")


def wanted(model: type[HeldFile], name: str) -> bool:
    return any(row.has_file for row in model._base_manager.filter(file=name))
