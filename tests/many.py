"""Thousands of rows like one that is there, made by the database itself."""

from django.db import connection
from django.db.models import Max, Model


def copies(row: Model, count: int, **changes: str) -> int:
    """Add `count` copies of a stored row, n from 1 on; `changes` are SQL over n, by column.

    Their keys are n added to the number that is given back.
    """
    model, quote = type(row), connection.ops.quote_name
    last = model._base_manager.aggregate(last=Max("pk"))["last"]
    quoted = {field.column: quote(field.column) for field in model._meta.concrete_fields}
    values = {**quoted, "id": f"{last} + n", **changes}
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers"
            f" WHERE n < {count}) INSERT INTO {table} ({', '.join(quoted.values())})"
            f" SELECT {', '.join(values.values())} FROM numbers, {table} WHERE id = {row.pk}"
        )
    return last
