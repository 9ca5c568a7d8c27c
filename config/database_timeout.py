"""How long a server's thread waits for PostgreSQL (docs/adr/0018-database-timeout.md).

The database's own time-outs hang with it: a server that is frozen, or whose disk is, keeps its
connections open and says nothing. So the waiting is done here, where it can be given up.
"""

import select
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager

from psycopg2 import OperationalError
from psycopg2.extensions import POLL_OK, POLL_READ, set_wait_callback

STATEMENT_SECONDS = 40.0  # seconds for one statement: the database's own time-out (30) comes first
# Whoever has no deadline waits as long as the database is at work; after so many seconds without
# an answer somebody else's small question tells whether it is.
PATIENCE, AGAIN = 2.0, 2.0
local = threading.local()
alive: Callable[[], bool] = lambda: True  # noqa: E731


def install(is_alive: Callable[[], bool]) -> None:
    """For every connection of this process."""
    global alive
    alive = is_alive
    set_wait_callback(wait)


@contextmanager
def database_deadline(seconds: float):
    """All that this thread asks meanwhile may wait so long together."""
    local.left = seconds
    try:
        yield
    finally:
        del local.left


def wait(connection) -> None:
    """Wait for a connection's next answer; psycopg2 closes the connection if this raises."""
    began = time.monotonic()
    end = began + getattr(local, "left", STATEMENT_SECONDS)
    patience = end if hasattr(local, "left") else began + PATIENCE
    try:
        while (state := connection.poll()) != POLL_OK:
            ready = select.poll()  # select.select knows no more than 1,024 open files
            ready.register(
                connection.fileno(), select.POLLIN if state == POLL_READ else select.POLLOUT
            )
            if not ready.poll(max(0.0, min(end, patience) - time.monotonic()) * 1000):
                if time.monotonic() >= end or not alive():
                    raise OperationalError("no answer from the database")
                patience = time.monotonic() + AGAIN
    finally:
        if hasattr(local, "left"):
            local.left -= time.monotonic() - began
