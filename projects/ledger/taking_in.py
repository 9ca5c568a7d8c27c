"""An older ledger taken on: rows that may change, which its events did not yet have to name.

From then on each is held to the last event that names it. It happens once, with the first
`migrate` of a portal whose events say over which columns they go, and stands in the ledger.
"""

from django.apps import apps
from django.db import connection, transaction

from projects.clock import now
from projects.ledger.chain import named_rows, record
from projects.ledger.verification import labelled, named_keys
from projects.models import Act, Event
from projects.models.guard import changing_models


def take_in(sender, **kwargs) -> None:
    """Name all that no event names, where no event yet says its columns; after every migration."""
    if sender is not [*apps.get_app_configs()][-1]:
        return  # once, when all apps are there
    models = [model for model in labelled(changing_models()).values() if not model.unrecorded]
    tables = {*connection.introspection.table_names()}
    if not {model._meta.db_table for model in [*models, Event]} <= tables:
        return  # only part of the migrations were asked for
    if not Event.objects.exists() or Event.objects.filter(body__contains='"columns":').exists():
        return
    with transaction.atomic():
        named = named_keys()
        rows = [
            row
            for model in models
            for row in model._base_manager.exclude(pk__in=named[model._meta.label_lower])
        ]
        record(action=Act.TAKE_IN, by=None, at=now(), entries=named_rows(rows))
