"""Public pages read from a streaming replica, the published version with them.

With the primary dead they go on; with the replica dead they read from the primary. Which of the
two it is, the question for the published version finds out, once a second in each process.
"""

import threading
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections

REPLICA = "replica"
local = threading.local()


class Chosen:
    """Where public pages are read from now."""

    alias = REPLICA


class PublicPages:
    """Sends what a public page reads to the replica; everything else stays with the primary."""

    def db_for_read(self, model, **hints):
        return Chosen.alias if getattr(local, "public", False) else None

    def allow_relation(self, one, other, **hints):
        return True  # two roads to the same rows

    def allow_migrate(self, db, app_label, **hints):
        return False if db == REPLICA else None


@contextmanager
def public_reading():
    """All that this thread reads meanwhile is for the public."""
    former, local.public = getattr(local, "public", False), True
    try:
        yield
    finally:
        local.public = former


def reading_alias() -> str:
    return Chosen.alias if REPLICA in settings.DATABASES else DEFAULT_DB_ALIAS


def asked_of_either(ask):
    """What `ask` says of the replica, or of the primary where the replica is away."""
    if REPLICA not in settings.DATABASES:
        return ask()
    for alias in (REPLICA, DEFAULT_DB_ALIAS):
        Chosen.alias = alias
        try:
            with public_reading():
                return ask()
        except Error:
            connections[alias].close()
            if alias == DEFAULT_DB_ALIAS:
                Chosen.alias = REPLICA
                raise
    raise AssertionError


def primary_answers() -> bool:
    """Whether the primary answers a small question; Error where it does not."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT 1")
    return True
