"""Where every file stands that the portal acknowledges: evidence, photos, papers, kept uploads."""

import os
from pathlib import Path

from django.core.files.storage import FileSystemStorage

MODE = 0o640  # what people attach is nobody's to read but the portal's


class DurableStorage(FileSystemStorage):
    """A file is on the disk when `save` returns: its bytes, its name, and new folders' names.

    Django leaves them to the system's memory; after a power cut the rows stood and their files
    were empty.
    """

    def _save(self, name, content):
        while True:
            path = Path(self.path(name))
            make_folders(path.parent)
            try:
                handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
            except FileExistsError:
                name = self.get_available_name(name)
                continue
            write(handle, path, content)
            return name.replace("\\", "/")

    def delete(self, name):
        super().delete(name)
        folder = Path(self.path(name)).parent
        if folder.is_dir():
            sync_folder(folder)


def write(handle: int, path: Path, content) -> None:
    """All of it or nothing: what could not be written whole is taken away again."""
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in content.chunks():
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def make_folders(folder: Path) -> None:
    """The folder and those above it; each that is new is named on the disk too."""
    new = []
    while not folder.is_dir():
        new.append(folder)
        folder = folder.parent
    for each in reversed(new):
        each.mkdir(mode=0o750, exist_ok=True)
        sync_folder(each.parent)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
