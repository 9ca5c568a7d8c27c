"""A folder that is written whole or not at all."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from projects.errors import Refused

MARK = ".livelihood-export.json"


def check(target: Path) -> None:
    """Refuse to replace what we did not write."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise Refused(f"“{target}”不是文件夹。")
    if not target.parent.is_dir():
        raise Refused(f"没有“{target.parent}”这个文件夹。")
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise Refused(f"“{target}”里有别的文件，不是以前的导出，没有动它。请换一个空文件夹。")


@contextmanager
def replaced(target: Path) -> Iterator[Path]:
    """A new folder beside the target; it takes the target's place once the block is through."""
    check(target)
    new = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    try:
        yield new
        new.chmod(0o755)
        os.sync()
        swap(new, target)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def swap(new: Path, target: Path) -> None:
    """Two renames: for the moment between them the address has no folder."""
    check(target)
    if not target.exists():
        new.rename(target)
        return
    old = target.with_name(f"{new.name}-old")
    target.rename(old)
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def put(folder: Path, name: str, body: bytes) -> None:
    path = folder / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise Refused(f"“{name}”既要作文件又要作文件夹。") from error
    path.write_bytes(body)


def mark(folder: Path, **facts) -> None:
    (folder / MARK).write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
