"""Running a reader: whatever a file does to it, the server goes on and says so in a sentence."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from threading import BoundedSemaphore

from projects.errors import Refused

MEGABYTE = 1024 * 1024
MEMORY = 1024 * MEGABYTE
MOST_OUTPUT = 200 * MEGABYTE
SECONDS = 30
CHILD = Path(__file__).with_name("child.py")
# What the readers need of the installed packages, which they do not look for themselves.
LIBRARIES = str(Path(find_spec("python_calamine").origin).parent.parent)
# How a reader ends: with what it read, with a sentence of its own, or out of memory.
DONE, REFUSED, SWELLED = 0, 3, 4
AT_ONCE = BoundedSemaphore(3)


class Unreadable(Refused):
    """A file that cannot be taken; its text is the Chinese sentence to show, naming the file."""


def read(reader: str, data: bytes, *, name: str, **options) -> bytes:
    """Return what a reader makes of a file, or raise Unreadable with a sentence naming the file."""
    settings = {
        "reader": reader, "libraries": LIBRARIES, "memory": MEMORY, "seconds": SECONDS,
        "output": MOST_OUTPUT, **options,
    }  # fmt: skip
    command = [sys.executable, "-I", "-S", str(CHILD), json.dumps(settings)]
    with AT_ONCE, TemporaryFile() as output:
        try:
            status = subprocess.run(
                command, input=data, stdout=output, stderr=subprocess.DEVNULL,
                timeout=settings["seconds"], env={},
            ).returncode  # fmt: skip
        except subprocess.TimeoutExpired:
            raise Unreadable(f"“{name}”读了太久也没有读完，请删去多余的内容后再传。") from None
        output.seek(0)
        if status == DONE:
            return output.read()
        if status == REFUSED:
            raise Unreadable(f"“{name}”{output.read().decode()}")
    if status == SWELLED:
        raise Unreadable(f"“{name}”展开后太大，读不出来，请删去多余的内容后再传。")
    raise Unreadable(f"“{name}”可能已经损坏，读不出来，请重新保存后再传。")
