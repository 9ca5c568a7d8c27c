"""The ledger: every action's last statement appends one hash-chained event.

An event names the rows its action added, each with the SHA-256 of its stored values; it
carries no copy of them, so there is one truth and any later change of it shows.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal

from django.db import connection, models, transaction

from projects.models import Event, LedgerHead, Project, User

# Up to this many rows an event names one by one; a bulk act gives one digest over all.
NAMED_ROWS = 500


def canonical(value) -> str:
    """JSON with sorted keys and no spaces: the only text that is ever hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def stored(field: models.Field, row: models.Model):
    """A field's value as text that is the same before saving and after any database's reading."""
    value = field.to_python(getattr(row, field.attname))
    if isinstance(value, Decimal):
        return str(value.quantize(Decimal(1).scaleb(-field.decimal_places)))
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def fingerprint(row: models.Model) -> str:
    """SHA-256 over a row's stored values."""
    values = {field.attname: stored(field, row) for field in row._meta.concrete_fields}
    return sha256(canonical([row._meta.label_lower, values]))


def named(rows: Iterable[models.Model]) -> list:
    """Rows as an event carries them: [label, key, hash], or in bulk [label, ranges, digest]."""
    entries = [[row._meta.label_lower, row.pk, fingerprint(row)] for row in rows]
    if len(entries) <= NAMED_ROWS:
        return entries
    bulk = []
    for label in sorted({entry[0] for entry in entries}):
        own = sorted(entry[1:] for entry in entries if entry[0] == label)
        digest = sha256("".join(hash for _, hash in own))
        bulk.append([label, ranges([key for key, _ in own]), digest])
    return bulk


def ranges(keys: list[int]) -> str:
    """Sorted keys as "1-20,25": short, and exact where other writers came between."""
    parts: list[list[int]] = []
    for key in keys:
        if parts and key == parts[-1][1] + 1:
            parts[-1][1] = key
        else:
            parts.append([key, key])
    return ",".join(f"{first}-{last}" for first, last in parts)


def keys_in(text: str) -> list[int]:
    """The keys of `ranges`."""
    pairs = (part.split("-") for part in text.split(","))
    return [key for first, last in pairs for key in range(int(first), int(last) + 1)]


def record(
    *,
    action: str,
    by: User | None,
    at: dt.datetime,
    rows: Iterable[models.Model] = (),
    project: Project | None = None,
    note: str = "",
) -> Event:
    """Append an event. Call it as the last statement of an action's transaction.

    The head is locked only here, so that writers wait for one another as briefly as can be.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event belongs to its action's transaction")
    body = {
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "action": action,
        "by": by and [by.pk, str(by)],
        "project": project and [project.pk, str(project)],
        "note": note,
        "rows": named(rows),
    }
    head = LedgerHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        LedgerHead.objects.get_or_create(pk=1)
        head = LedgerHead.objects.select_for_update().get(pk=1)
    text = canonical({"number": head.number + 1, **body})
    event = Event.objects.create(
        number=head.number + 1,
        at=at,
        actor=by,
        action=action,
        project=project,
        body=text,
        previous=head.hash,
        hash=sha256(head.hash + text),
    )
    LedgerHead.objects.filter(pk=1).update(number=event.number, hash=event.hash)
    return event
