"""SQLite's file for its owner and group alone, whatever umask the one has who starts the portal.

SQLite gives its -wal and -shm the mode of the file itself.
"""

import os
import sqlite3
import stat
from contextlib import suppress

FILE, OTHERS = 0o640, 0o007


class Connection(sqlite3.Connection):
    def __init__(self, database, *args, **options):
        if not str(database).startswith((":", "file:")):
            close_to_others(str(database))
        super().__init__(database, *args, **options)


def close_to_others(path: str) -> None:
    """By its name alone: to open and close it here would let go SQLite's locks on it."""
    with suppress(OSError):  # SQLite says itself that it cannot open it
        os.mknod(path, stat.S_IFREG | FILE)
    for each in (path, f"{path}-wal", f"{path}-shm"):
        with suppress(OSError):
            mode = stat.S_IMODE(os.stat(each).st_mode)
            if mode & OTHERS:
                os.chmod(each, mode & ~OTHERS)
