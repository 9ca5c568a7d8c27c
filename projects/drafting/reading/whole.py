"""The reader: text in, a reading out."""

from projects.drafting.reading.found import Reading


def read(text: str) -> Reading:
    """Return what a list's text says: its head, projects, targets and doubts. Never raises."""
    return Reading("", None, "", "", text, (), (), ())
