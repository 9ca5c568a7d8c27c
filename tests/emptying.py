"""Emptying the tables after a transactional test: what was written, and nothing else.

Django's `flush` empties every table and lays down permissions and roles anew, and no table that is
guarded can be emptied under its guard: together some hundred statements where a test wrote to ten.
"""

from django.db import connection, transaction

from projects.models import guard, triggers


class Emptying:
    """Made while the database stands as `migrate` left it; then brings it back there."""

    def __init__(self):
        self.tables = connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        with connection.cursor() as cursor:
            self.laid_down = {table: rows_of(cursor, table) for table in held(cursor, self.tables)}

    def empty(self) -> None:
        with connection.cursor() as cursor:
            written = [table for table in held(cursor, self.tables) if table not in self.laid_down]
            changed = [
                table for table, rows in self.laid_down.items() if rows_of(cursor, table) != rows
            ]
            models = guard.guarded_models()
            for model in models:
                if model._meta.db_table in written:
                    guard.lift(model._meta.db_table)
            with transaction.atomic():
                for table in [*written, *changed]:
                    cursor.execute(f"DELETE FROM {table}")
                for table in changed:
                    put(cursor, table, self.laid_down[table])
        gone = {*triggers.missing()}
        for model in models:
            if not gone.isdisjoint(guard.triggers(connection.vendor, model._meta.db_table)):
                guard.guard(model._meta.db_table, model.guard_when)


def held(cursor, tables: list[str]) -> list[str]:
    """Return the tables that hold rows."""
    asked = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)
    cursor.execute(" UNION ALL ".join(asked))
    return [name for (name,) in cursor.fetchall()]


def rows_of(cursor, table: str) -> list[tuple]:
    cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
    return cursor.fetchall()


def put(cursor, table: str, rows: list[tuple]) -> None:
    places = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
