"""On SQLite: does each column hold a value of its kind, as Django writes it?

A fingerprint is taken over what Django reads, and SQLite keeps whatever it is given: 12.4 is read
as 12 and "" as no date, while the database compares, sorts and counts what is stored. One query a
table asks it of every row; PostgreSQL takes no value that is not of its column's kind.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from projects.models.guard import changing_models, guarded_models

DIGIT = "[0-9]"
DAY = "-".join((DIGIT * 4, DIGIT * 2, DIGIT * 2))
MOMENT = f"{DAY} {':'.join([DIGIT * 2] * 3)}"
# What a kind of column may hold; the kinds that are not here hold anything.
WHOLE, TEXT = "typeof({0}) = 'integer'", "typeof({0}) = 'text'"
KINDS = {
    models.BooleanField: WHOLE + " AND {0} IN (0, 1)",
    models.DecimalField: "typeof({0}) IN ('integer', 'real') AND round({0}, {places}) = {0}",
    models.IntegerField: WHOLE,
    models.CharField: TEXT,
    models.TextField: TEXT,
    models.FileField: TEXT,
    models.JSONField: TEXT,
    models.DateTimeField: (
        f"{TEXT} AND datetime(substr({{0}}, 1, 19)) = substr({{0}}, 1, 19)"
        f" AND ({{0}} GLOB '{MOMENT}' OR {{0}} GLOB '{MOMENT}.{DIGIT * 6}'"
        " AND {0} NOT LIKE '%.000000')"
    ),
    models.DateField: f"{TEXT} AND {{0}} GLOB '{DAY}' AND date({{0}}) = {{0}}",
}


def storing() -> Iterator[str]:
    """Rows of which a column is none of its kind, then what the database's own checks find."""
    if connection.vendor != "sqlite":
        return
    for model in kept():
        yield from misfits(model)
    with connection.cursor() as cursor:
        for (said,) in cursor.execute("PRAGMA integrity_check").fetchall():
            if said != "ok":
                yield f"数据库自检：{said}。"
        for table, row, parent, _ in cursor.execute("PRAGMA foreign_key_check").fetchall():
            yield f"{table}第{row}行指着{parent}里没有的一行。"


def kept() -> list[type[models.Model]]:
    """Every table, with those between tables, of the apps that the ledger holds anything of."""
    own = {model._meta.app_label for model in (*guarded_models(), *changing_models())}
    found = apps.get_models(include_auto_created=True)
    return [
        model
        for model in found
        if model._meta.app_label in own and model._meta.managed and not model._meta.proxy
    ]


def misfits(model: type[models.Model]) -> Iterator[str]:
    quoted, columns = connection.ops.quote_name, []
    for field in model._meta.concrete_fields:
        if fitting := fits(field, quoted(field.column)):
            columns.append(f"WHEN ({fitting}) IS NOT TRUE THEN '{field.name}'")
    key, table = quoted(model._meta.pk.column), quoted(model._meta.db_table)
    # Names of our own tables and columns, quoted; nothing of what anybody typed.
    asked = f"SELECT {key} AS row, CASE {' '.join(columns)} END AS misfit FROM {table}"  # nosec
    first = f"SELECT row, misfit FROM ({asked}) WHERE misfit IS NOT NULL LIMIT 1"  # nosec
    with connection.cursor() as cursor:
        cursor.execute(first)
        for row, name in cursor.fetchall():
            word = model._meta.get_field(name).verbose_name
            yield f"{model._meta.verbose_name}第{row}行的“{word}”存的不是系统写入的样子，被改动过。"


def fits(field: models.Field, column: str) -> str:
    """SQL that is true of what Django would have stored; "" for a kind that can hold anything."""
    kind = field.target_field if field.is_relation else field
    known = next((KINDS[each] for each in type(kind).__mro__ if each in KINDS), "")
    if not known:
        return ""
    fitting = known.format(column, places=getattr(kind, "decimal_places", 0))
    return f"{column} IS NULL OR {fitting}" if field.null else f"{column} NOT NULL AND {fitting}"
