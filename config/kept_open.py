"""One connection to SQLite that a server never closes.

Whichever closes last takes the write-ahead log and its index along; the next must make them anew,
and on a full disk it cannot: then nothing could be read any more.
"""

import logging

from django.db import DEFAULT_DB_ALIAS, Error, connections

logger = logging.getLogger(__name__)
kept = []


def keep_open() -> None:
    """For as long as this process lives; a database that is away does not stop its start."""
    connection = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        connection.introspection.table_names()  # the log and its index are opened by reading
    except Error as error:
        logger.warning("the database is not kept open: %r", error)
    kept.append(connection)
