"""Files on the disk and their rows in the database: both or neither."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def none_left(rows: list) -> Iterator[None]:
    """Where the block fails, no file of these rows stays on the disk, however far it came."""
    try:
        yield
    except BaseException:
        for row in rows:
            row.file.delete(save=False)
        raise
