"""Before → after of what an event added: computed from the rows, as the ledger has no copy."""

import json
from dataclasses import dataclass
from decimal import Decimal

from django.apps import apps
from django.db import models

from projects.models import Event
from projects.models.guard import OnlyAdded
from projects.values.numbers import plain

MOST_ROWS, LONGEST = 50, 80
EMPTY, DATA = "空", "{…}"  # nothing; what only machines read


@dataclass(frozen=True)
class Added:
    """A row that an event names; `said` is what it holds, or what it changed, line by line."""

    kind: str
    name: str
    said: list[str]


def added_by(event: Event) -> tuple[list[Added], int]:
    """What an event added, and how many more rows it names than are told."""
    named = json.loads(event.body)["rows"]
    told = [added(label, key) for label, key, _ in named[:MOST_ROWS]]
    return told, max(len(named) - MOST_ROWS, 0)


def added(label: str, key: int | str) -> Added:
    model = apps.get_model(label)
    kind = str(model._meta.verbose_name)
    if isinstance(key, str):
        return Added(kind, f"第{key}行", ["成批写入"])
    row = model._base_manager.filter(pk=key).first()
    if row is None:
        return Added(kind, f"第{key}行", ["已经不在"])
    said = differences(row.former(), row) if isinstance(row, OnlyAdded) else []
    return Added(kind, str(row), said)


def differences(former: OnlyAdded | None, row: OnlyAdded) -> list[str]:
    """字段：旧→新; without a former row, what it holds."""
    fields = [each for each in row._meta.concrete_fields if is_shown(each)]
    if former is None:
        held = [(each.verbose_name, value_of(each, row)) for each in fields]
        return [f"{name}：{value}" for name, value in held if value not in (EMPTY, DATA)]
    pairs = [
        (each.verbose_name, value_of(each, former), value_of(each, row))
        for each in fields
        if getattr(former, each.attname) != getattr(row, each.attname)
    ]
    return [
        f"{name}：有变化" if DATA in (before, after) else f"{name}：{before}→{after}"
        for name, before, after in pairs
    ] or ["与前一次相同"]


def is_shown(field: models.Field) -> bool:
    """Not keys and moments, which the event has itself, nor what only machines read."""
    skipped = (models.AutoField, models.ForeignKey, models.DateTimeField)
    return not isinstance(field, skipped) and not str(field.verbose_name).isascii()


def value_of(field: models.Field, row: models.Model) -> str:
    value = getattr(row, field.attname)
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, (dict, list)) or str(value).startswith("{"):
        return DATA
    text = " ".join(str(dict(field.flatchoices).get(value, value)).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
