"""The ledger: every action's last statement appends one hash-chained event.

An event names the rows its action added, each with the SHA-256 of its stored values; it
carries no copy of them, so there is one truth and any later change of it shows.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import chain

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Subquery
from django.utils import timezone

from projects.clock import A_LITTLE
from projects.errors import Refused
from projects.ledger.touched import GONE, taken
from projects.models import Act, Event, LedgerHead, Project, StandIn, User
from projects.models.guard import changing_models, held_columns

# Up to this many rows an event names one by one; a bulk act gives one digest over all.
NAMED_ROWS = 500
# What these hold before saving is what any database gives back.
TEXTS = (models.CharField, models.TextField)
BEFORE_ANY = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)


def canonical(value) -> str:
    """JSON with sorted keys and no spaces: the only text that is ever hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def stored(field: models.Field, row: models.Model):
    """A field's value as text that is the same before saving and after any database's reading."""
    value = getattr(row, field.attname)
    if value is None or (type(value) is str and isinstance(field, TEXTS)):
        return value
    value = field.to_python(value)
    if isinstance(value, Decimal):
        return str(value.quantize(Decimal(1).scaleb(-field.decimal_places)))
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, dict | list):
        return canonical(value)  # PostgreSQL gives keys back in an order of its own
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def fingerprint(row: models.Model, columns: Iterable[str] | None = None) -> str:
    """SHA-256 over a row's stored values: of these columns, as an event says; else of all."""
    names = None if columns is None else tuple(columns)
    values = {name: held(row, name, field) for name, field in fields_of(type(row), names)}
    return sha256(canonical([row._meta.label_lower, values]))


@cache
def fields_of(
    model: type[models.Model], names: tuple[str, ...] | None
) -> list[tuple[str, models.Field]]:
    return [(name, model._meta.get_field(name)) for name in names or held_columns(model)]


def held(row: models.Model, name: str, field: models.Field):
    if field.many_to_many:
        return sorted(getattr(row, name).values_list("pk", flat=True))
    return stored(field, row)


def named_rows(rows: Iterable[models.Model]) -> list[list]:
    """Rows as [label, key, hash]: what an event keeps of them, so that they can be let go."""
    return [[row._meta.label_lower, row.pk, fingerprint(row)] for row in rows]


def with_touched(entries: list[list]) -> list[list]:
    """The same, and the rows that changed besides in this transaction, as they now stand."""
    named = {(label, key) for label, key, _ in entries}
    wanted: dict[type[models.Model], list[int]] = {}
    gone = []
    for model, key, taken_away in taken():
        if taken_away:
            gone.append([model._meta.label_lower, key, GONE])
        elif (model._meta.label_lower, key) not in named:
            wanted.setdefault(model, []).append(key)
    found = [model._base_manager.filter(pk__in=keys) for model, keys in wanted.items()]
    return [*entries, *gone, *named_rows(chain.from_iterable(found))]


def shortened(entries: list[list]) -> list[list]:
    """So many that they are told in bulk; but one by one those whose rows change one by one."""
    if len(entries) <= NAMED_ROWS:
        return entries
    alone = {model._meta.label_lower for model in changing_models()}
    own = [entry for entry in entries if entry[0] in alone]
    return [*own, *in_bulk([entry for entry in entries if entry[0] not in alone])]


def columns_of(entries: list[list]) -> dict[str, str]:
    """Over which columns the fingerprints of an event were taken, by label."""
    labels = dict.fromkeys(label for label, _, hash in entries if hash != GONE)
    return {label: ",".join(held_columns(apps.get_model(label))) for label in labels}


def in_bulk(entries: list[list]) -> list[list]:
    """Many entries as [label, ranges of keys, digest over their hashes in key order]."""
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
    entries: list[list] | None = None,
    project: Project | None = None,
    month: str = "",
    note: str = "",
    public: bool = True,
    in_any_order: bool = False,
) -> Event:
    """Append an event. Call it as the last statement of an action's transaction.

    `month` is the month that the act is about, where it is about one.
    `rows` are what the action added; a bulk act gives their `named_rows` as `entries` instead.
    Rows that changed by way of their models are named without being given.
    An act that no public page can show is given as `public=False`; any other makes kept copies
    of public pages out of date (docs/adr/0003-page-cache.md).
    `in_any_order`: what has happened already is recorded by any clock.

    The head is locked only here, so that writers wait for one another as briefly as can be.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event belongs to its action's transaction")
    if not in_any_order:
        in_order(at)
    action, entries = str(action), named_rows(rows) if entries is None else entries
    entries = with_touched(entries)
    body = {
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "action": action,
        "by": by and [by.pk, str(by)],
        "project": project and [project.pk, str(project)],
        "month": month,
        "note": marked(note, by, project, at),
        "rows": shortened(entries),
        "columns": columns_of(entries),
    }
    event = Event(
        at=at, actor=by, action=action, project=project, month=month, body=canonical(body)
    )
    if not append(event, public):
        LedgerHead.objects.get_or_create(pk=1)
        append(event, public)
    return event


def in_order(at: dt.datetime) -> None:
    """Refuse an act that would be earlier than the one before it: the machine's clock is wrong.

    Acts side by side may end in another order than they began, by less than an hour.
    """
    if not settings.ACTS_IN_ORDER:
        return
    acts = Event.objects.exclude(action=Act.CHANGE_APART).order_by("-number")
    last = acts.values_list("at", flat=True).first()
    if last and at < last - A_LITTLE:
        raise Refused(
            f"服务器的时钟是{timezone.localtime(at):%Y-%m-%d %H:%M}，上一件事却记在"
            f"{timezone.localtime(last):%Y-%m-%d %H:%M}：时钟走错了，没有办理，也没有保存。"
            "请告诉系统管理员校准时钟（timedatectl）；是上一件事那时走错了的，"
            "校准后执行一次 manage.py clock_set_right。"
        )


def marked(note: str, by: User | None, project: Project | None, at: dt.datetime) -> str:
    """The note, with whom the person stood in for when it was done."""
    if by is None or project is None:
        return note
    names = StandIn.objects.names_for(by, project, timezone.localdate(at))
    return "，".join([*(f"代{name}" for name in names), *([note] if note else [])])


def published() -> int | None:
    """The last event that a public page can show; None in an empty database."""
    return LedgerHead.objects.values_list("published", flat=True).filter(pk=1).first()


def last_event(*, public: bool) -> Event:
    """The chain's last event, or the last that a public page can show; number 0 before any."""
    events = Event.objects.order_by("-number")
    if public:
        events = events.filter(number=Subquery(LedgerHead.objects.filter(pk=1).values("published")))
    return events.first() or Event(number=0, at=BEFORE_ANY, hash=LedgerHead().hash)


def link(previous: str, number: int, body: str) -> str:
    """An event's hash: over the one before, its number and its body."""
    return sha256(f"{previous}\n{number}\n{body}")


# The head moves and the event follows it. PostgreSQL does both in one round trip, so that the
# head is held no longer than that statement and the commit. Its writers queue at an advisory
# lock: handing on the lock of an updated row costs each waiter several more wake-ups.
ADVANCE = """
    UPDATE projects_ledgerhead
    SET previous = hash, number = number + 1, hash = {digest},
        published = CASE WHEN %s THEN number + 1 ELSE published END
    WHERE id = 1 RETURNING number, previous, hash
"""
DIGEST = {
    "postgresql": (
        "encode(sha256(convert_to("
        "concat(hash, chr(10), number + 1, chr(10), %s::text), 'UTF8')), 'hex')"
    ),
    "sqlite": "SHA256(hash || char(10) || (number + 1) || char(10) || %s)",
}
FOLLOW = """
    SELECT pg_advisory_xact_lock({queue});
    WITH head AS ({advance})
    INSERT INTO projects_event
        (at, actor_id, action, project_id, month, body, number, previous, hash)
    SELECT %s, %s, %s, %s, %s, %s, number, previous, hash FROM head
    RETURNING id, number, previous, hash
"""


QUEUE = 20230022  # any number that no other advisory lock of this database uses


def append(event: Event, public: bool) -> bool:
    """Store an event as the chain's next link; False where the chain has no head yet."""
    advance = ADVANCE.format(digest=DIGEST[connection.vendor])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = [event.at, event.actor_id, event.action, event.project_id, event.month]
            statements = FOLLOW.format(queue=QUEUE, advance=advance)
            cursor.execute(statements, [event.body, public, *columns, event.body])
            if found := cursor.fetchone():
                event.pk, event.number, event.previous, event.hash = found
            return found is not None
        cursor.execute(advance, [event.body, public])
        found = cursor.fetchone()
    if found:
        event.number, event.previous, event.hash = found
        event.save(force_insert=True)
    return found is not None
