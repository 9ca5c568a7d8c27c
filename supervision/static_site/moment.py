"""Reading for minutes what stood at one moment, while the office goes on publishing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """All that this thread reads meanwhile is as it stood at its first question.

    The database's own snapshot: nobody waits for it, and what is written meanwhile is not in it.
    Nothing may be written. Within somebody else's transaction there is no new moment.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    former = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"  # IMMEDIATE would keep every writer out
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = former
