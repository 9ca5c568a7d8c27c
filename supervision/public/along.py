"""Short lists that come along with a row: what else a page tells of it, in the row's own query."""

import datetime as dt

from django.db.models import Func, JSONField, Model, QuerySet, Subquery


class Rows(JSONField):
    """Model instances out of a JSON list of rows; only the named columns of them are loaded."""

    def __init__(self, model: type[Model], names: tuple[str, ...]):
        super().__init__()
        self.model, self.columns = model, [model._meta.get_field(name) for name in names]

    def from_db_value(self, value, expression, connection) -> list[Model]:
        return [
            self.model(
                **{
                    column.name: read(column, each)
                    for column, each in zip(self.columns, row, strict=True)
                }
            )
            for row in super().from_db_value(value, expression, connection)
        ]


def read(column, value):
    """SQLite keeps moments as bare UTC."""
    value = column.to_python(value)
    bare = isinstance(value, dt.datetime) and value.tzinfo is None
    return value.replace(tzinfo=dt.UTC) if bare else value


class Row(Func):
    """The named columns as a JSON list; Django's own asks SQLite first whether it knows JSON."""

    function, output_field = "JSON_ARRAY", JSONField()

    def as_postgresql(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="JSONB_BUILD_ARRAY", **extra)


class Along(Subquery):
    """The rows of a query on `OuterRef`, in its order, as a list of instances.

    A prefetch asks once for every kind of row; this asks for none of them apart. Meant for a few
    rows of plain columns beside one row.
    """

    template = "(SELECT JSON_GROUP_ARRAY(JSON(own)) FROM (%(subquery)s))"

    def __init__(self, rows: QuerySet, *names: str):
        super().__init__(rows.values(own=Row(*names)), output_field=Rows(rows.model, names))

    def as_postgresql(self, compiler, connection, **extra):
        template = "(SELECT COALESCE(JSONB_AGG(own), '[]') FROM (%(subquery)s) AS rows)"
        return self.as_sql(compiler, connection, template=template, **extra)
