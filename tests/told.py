"""The demonstration, told once in a run of tests and copied wherever another test wants it."""

from dataclasses import dataclass

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction

from projects.models import Programme
from supervision.demonstration import story
from tests.emptying import held, put, rows_of


@dataclass
class Told:
    rows: dict[str, list[tuple]]
    files: dict[str, bytes]

    def again(self) -> Programme:
        """Bring it into a database that `migrate` alone has written to."""
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in self.rows.items():
                if (standing := rows_of(cursor, table)) != rows:
                    if standing:
                        cursor.execute(f"DELETE FROM {table}")
                    put(cursor, table, rows)
            models = apps.get_models(include_auto_created=True)
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
        for name, content in self.files.items():
            if not default_storage.exists(name):
                default_storage.save(name, ContentFile(content))
        return Programme.everything.get(year=story.YEAR)


@pytest.fixture(scope="session")
def demonstration(django_db_setup, django_db_blocker) -> Told:
    with django_db_blocker.unblock(), transaction.atomic():
        story.tell()
        tables = connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        with connection.cursor() as cursor:
            rows = {table: rows_of(cursor, table) for table in held(cursor, tables)}
        files = {name: default_storage.open(name).read() for name in files_in("")}
        transaction.set_rollback(True)
    return Told(rows, files)


def files_in(folder: str) -> list[str]:
    folders, names = default_storage.listdir(folder)
    start = f"{folder}/" if folder else ""
    below = [name for each in folders for name in files_in(start + each)]
    return [*(start + name for name in names), *below]
