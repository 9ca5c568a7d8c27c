"""A list that comes as a file: its text taken out in a process of its own, then read."""

from projects.drafting.reading.found import Reading
from projects.drafting.reading.whole import read


def read_file(data: bytes, name: str) -> Reading:
    """Return the reading of a .txt, .docx, .xlsx or .pdf file.

    Raises `projects.sandbox.process.Unreadable` with a Chinese sentence that names the file.
    """
    return read(data.decode("utf-8-sig", "replace"))
