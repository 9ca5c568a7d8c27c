"""Rows that are only ever added: the database itself refuses to change or delete them.

SQLite drops a table's triggers whenever a migration rebuilds it, so every migration that
touches a guarded table ends with `guard`, and `triggers` tells `verify_ledger` what was lost.
"""

from operator import attrgetter

from django.apps import apps
from django.db import connection, models

MESSAGE = "ledger rows are only ever added"


class OnlyAdded(models.Model):
    """A model whose rows, once `guard_when` holds of them (SQL over `OLD`), never change.

    Where rows are drafts at first, `guard_field` is the moment that ends that. `series` names
    what two versions of one thing have in common. `later` as in `columns_before`, `as_sent` as in
    `NamedAnew`.
    """

    guard_when = ""
    guard_field = ""
    as_sent: dict = {}
    series: tuple[str, ...] = ()
    later: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def former(self):
        """The row that stood before this one was added; None for the first of its series."""
        if not self.series:
            return None
        same = {name: attrgetter(name.replace("__", "."))(self) for name in self.series}
        earlier = type(self)._base_manager.filter(**same, pk__lt=self.pk)
        return earlier.order_by("-pk").first()


class NamedAnew(models.Model):
    """A model whose rows may change: each action that changes one names it anew in its event.

    No trigger can guard them; `verify_ledger` holds each to the last event that names it. `held`
    are the columns that this goes for, where they are not all of them; `unrecorded`: rows of it
    may come without an act, laid down by an installation or sent by strangers. `as_sent` is what
    such a row says in the columns that acts write, for as long as no act has named it.
    """

    held: tuple[str, ...] = ()
    unrecorded = False
    as_sent: dict = {}
    later: tuple[str, ...] = ()

    class Meta:
        abstract = True


def held_columns(model: type[models.Model]) -> list[str]:
    """The columns that a fingerprint is taken over, and with them what a changing row links to."""
    if held := getattr(model, "held", ()):
        return [*held]
    links = model._meta.many_to_many if issubclass(model, NamedAnew) else ()
    own = [field.attname for field in model._meta.concrete_fields]
    return [*own, *(field.name for field in links)]


def columns_before(model: type[models.Model]) -> list[str]:
    """The columns of an event from the time when events did not say theirs: all but `later`.

    Frozen: a column that is added today is in no such event, and needs no mention there either.
    """
    own = [field.attname for field in model._meta.concrete_fields]
    return [name for name in own if name not in model.later]


def changing_models() -> list[type[NamedAnew]]:
    found = [model for model in apps.get_models() if issubclass(model, NamedAnew)]
    return [model for model in found if not model._meta.proxy]


def guarded_models() -> list[type[OnlyAdded]]:
    return [model for model in apps.get_models() if issubclass(model, OnlyAdded)]


def statements(vendor: str, table: str, when: str) -> list[str]:
    """The SQL that guards one table."""
    clause = f"WHEN ({when})" if when else ""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER guard_{table}_{verb.lower()} BEFORE {verb} ON {table} {clause}"
            f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';"
        " END $$",
        f"CREATE TRIGGER guard_{table}_update BEFORE UPDATE ON {table} FOR EACH ROW {clause}"
        " EXECUTE FUNCTION refuse_change()",
        f"CREATE TRIGGER guard_{table}_delete BEFORE DELETE ON {table} FOR EACH ROW {clause}"
        " EXECUTE FUNCTION refuse_change()",
        f"CREATE TRIGGER guard_{table}_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
        " EXECUTE FUNCTION refuse_change()",
    ]


def triggers(vendor: str, table: str) -> list[str]:
    verbs = ("update", "delete") if vendor == "sqlite" else ("update", "delete", "truncate")
    return [f"guard_{table}_{verb}" for verb in verbs]


def lift(table: str) -> None:
    """Take the guard off a table: before a migration rebuilds it, or a test empties it."""
    suffix = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        for trigger in triggers(connection.vendor, table):
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{suffix}")


def guard(table: str, when: str = "") -> None:
    """Put the guard on a table, anew if it stands."""
    lift(table)
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor, table, when):
            cursor.execute(statement)


TWO_LEADS = """NEW.role = 'lead' AND EXISTS (
    SELECT 1 FROM projects_assignment AS other
    WHERE other.project_id = NEW.project_id AND other.role = 'lead' AND other.id <> NEW.id
    AND other.since <= COALESCE(NEW.until, {forever})
    AND COALESCE(other.until, {forever}) >= NEW.since)"""


def lead_statements(vendor: str) -> list[str]:
    """The SQL that lets no project have two lead units on one day.

    Neither database's constraints can say it of days that overlap without an extension.
    """
    if vendor == "sqlite":
        when = TWO_LEADS.format(forever="'9999-12-31'")
        return [
            f"CREATE TRIGGER one_lead_a_day_{verb.lower()} AFTER {verb}"
            f" ON projects_assignment WHEN {when}"
            " BEGIN SELECT RAISE(ABORT, 'two units lead on one day'); END"
            for verb in ("INSERT", "UPDATE")
        ]
    when = TWO_LEADS.format(forever="DATE '9999-12-31'")
    return [
        "CREATE OR REPLACE FUNCTION one_lead_a_day() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF {when} THEN RAISE EXCEPTION 'two units lead on one day'"
        " USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER one_lead_a_day BEFORE INSERT OR UPDATE ON projects_assignment"
        " FOR EACH ROW EXECUTE FUNCTION one_lead_a_day()",
    ]


def guard_leads() -> None:
    with connection.cursor() as cursor:
        for statement in lead_statements(connection.vendor):
            cursor.execute(statement)
