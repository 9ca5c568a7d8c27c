"""Files that were refused while a request was answered: whoever sent them is told by the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from projects.errors import Refused

# The sentences by which files were refused, each naming its file, where somebody gathers them.
FOUND: ContextVar[list[str] | None] = ContextVar("refused files", default=None)


@contextmanager
def noted() -> Iterator[None]:
    """What is refused within is a file's fault."""
    try:
        yield
    except Refused as refused:
        if (found := FOUND.get()) is not None:
            found.append(str(refused))
        raise
