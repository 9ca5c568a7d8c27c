"""Rows that a transaction changed: its event names them, whether or not the act thought of it.

A row that may change is held to the last event that names it (`NamedAnew`), so every change by
way of the models is noted here as it happens; `record` takes what there is. What a transaction
changed without an event, as from the command line, is recorded by itself once it has committed.
"""

from collections.abc import Iterable
from contextlib import contextmanager
from threading import local

from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from projects.models.guard import NamedAnew, changing_models, held_columns

GONE = ""  # in place of a fingerprint: the row was taken away
quiet = local()


class Touched:
    """The rows of one savepoint and those within it: it goes where they are rolled back."""

    def __init__(self):
        self.rows: dict[tuple[type[models.Model], int], bool] = {}

    def __call__(self) -> None:
        if self.rows:
            recorded_apart(self.rows)


def touch(row: models.Model, *, gone: bool = False) -> None:
    """Note a change that no signal tells of: a bulk one."""
    if getattr(quiet, "on", False):
        return
    note({(row._meta.concrete_model, row.pk): gone})


def touch_all(rows: Iterable[models.Model]) -> None:
    for row in rows:
        touch(row)


def note(rows: dict[tuple[type[models.Model], int], bool]) -> None:
    here = {*connection.savepoint_ids}
    found = next((own for sids, own in noted() if sids == here), None)
    if found is not None:
        found.rows |= rows
        return
    found = Touched()
    found.rows |= rows
    transaction.on_commit(found, robust=True)


def noted() -> Iterable[tuple[set, Touched]]:
    for sids, own, *_ in connection.run_on_commit:
        if isinstance(own, Touched):
            yield sids, own


def awaited(model: type[models.Model]) -> set[int]:
    """Rows that this very transaction has yet to record."""
    return {key for _, own in noted() for changed, key in own.rows if changed is model}


def taken() -> list[tuple[type[models.Model], int, bool]]:
    """What changed within the savepoint that is open now, once; in one order."""
    here, rows = {*connection.savepoint_ids}, {}
    for sids, own in noted():
        if here <= sids:
            rows |= own.rows
            own.rows = {}
    found = [(model, key, gone) for (model, key), gone in rows.items()]
    return sorted(found, key=lambda row: (row[0]._meta.label_lower, row[1]))


@contextmanager
def quietly():
    """For what an installation lays down by itself, the same everywhere."""
    quiet.on = True
    try:
        yield
    finally:
        quiet.on = False


def recorded_apart(rows: dict) -> None:
    from projects.clock import now
    from projects.ledger.chain import record
    from projects.models import Act

    with transaction.atomic():
        note(rows)
        record(action=Act.CHANGE_APART, by=None, at=now(), in_any_order=True)


def saved(instance, created=False, update_fields=None, **kwargs) -> None:
    if created and instance.unrecorded:
        return
    if update_fields is None or held_names(instance) & {*update_fields}:
        touch(instance)


def held_names(row: models.Model) -> set[str]:
    """What is held of a row, by the names of its fields and by those of its columns."""
    columns = held_columns(type(row))
    return {*columns, *(row._meta.get_field(name).name for name in columns)}


def deleted(instance, **kwargs) -> None:
    touch(instance, gone=True)


def linked(instance, action, reverse, model, pk_set, **kwargs) -> None:
    if not action.startswith("post_"):
        return
    if not reverse:
        touch(instance)
    elif pk_set:
        for row in model._base_manager.filter(pk__in=pk_set):
            touch(row)


def watch() -> None:
    """Once the models are there. Only theirs: a receiver for all would slow every deletion."""
    from django.apps import apps

    for model in apps.get_models():
        if issubclass(model, NamedAnew):
            post_save.connect(saved, sender=model, dispatch_uid=f"touched {model._meta.label}")
            post_delete.connect(deleted, sender=model, dispatch_uid=f"gone {model._meta.label}")
    for model in changing_models():
        for name in held_columns(model):
            field = model._meta.get_field(name)
            if field.many_to_many:
                through = field.remote_field.through
                m2m_changed.connect(linked, sender=through, dispatch_uid=f"linked {field}")
