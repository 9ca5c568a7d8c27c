"""Files of the machine that a command writes."""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


def safe(name: str, most: int = 40) -> str:
    """A name that every disk takes, cut to a length but for its ending."""
    stem, dot, ending = UNSAFE.sub("_", name).rpartition(".")
    if not stem or len(ending) > 5:
        return UNSAFE.sub("_", name)[:most]
    return f"{stem[:most]}{dot}{ending}"


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A new file beside the path, which takes its place only once it is written whole: a full
    disk never leaves half a file under its name."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def why(error: OSError) -> str:
    """Why nothing could be written, in a few words."""
    reasons = {FileNotFoundError: "文件夹不存在", PermissionError: "没有写入的权限"}
    return reasons.get(type(error), f"磁盘或文件系统出错（{error.errno}）")
