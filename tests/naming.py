"""What the ledger says of a row that may change."""

import json

from projects.ledger.chain import fingerprint
from projects.models import Event


def named_as_it_stands(row) -> bool:
    """Whether the last event that names a row has the hash it has now."""
    label, key = row._meta.label_lower, row.pk
    named = [
        digest
        for event in Event.objects.order_by("number")
        for name, pk, digest in json.loads(event.body)["rows"]
        if (name, pk) == (label, key)
    ]
    return bool(named) and named[-1] == fingerprint(type(row)._base_manager.get(pk=key))
