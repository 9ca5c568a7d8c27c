"""Reading a list of projects out of its text: pure, without Django or a database.

    reading = read(text)                      # pasted text
    reading = read_file(data, "清单.docx")    # txt, docx, xlsx, pdf; read in a process of its own

`read` never raises; `read_file` raises `projects.sandbox.process.Unreadable`, whose text is a
Chinese sentence for the page, where the file cannot be opened.
"""

from projects.drafting.reading.files import read_file
from projects.drafting.reading.found import (
    Check,
    Comparison,
    Kind,
    NotTarget,
    PartRead,
    ProjectRead,
    Reading,
    TargetRead,
    TaskRead,
)
from projects.drafting.reading.reader import read

__all__ = [
    "Check",
    "Comparison",
    "Kind",
    "NotTarget",
    "PartRead",
    "ProjectRead",
    "Reading",
    "TargetRead",
    "TaskRead",
    "read",
    "read_file",
]
