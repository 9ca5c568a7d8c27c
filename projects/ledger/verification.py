"""Walking the ledger: does every link hold, and does every row it names still stand?

Each check yields problems as Chinese sentences that name the first thing that does not fit.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.dateparse import parse_datetime

from projects.ledger.chain import fingerprint, keys_in, link, sha256
from projects.ledger.touched import GONE, awaited
from projects.models import Event, LedgerHead, guard, triggers

START = "0" * 64


def guards() -> Iterator[str]:
    """Triggers, rules and policies are exactly those that migrations laid down."""
    for (kind, table, name), wanted, standing in triggers.differing():
        if not wanted:
            yield f"数据表 {table} 上多出{kind} {name}，不是平台设的，可能改动、增加或隐藏数据。"
        elif standing:
            yield f"数据库防改保护不符：数据表 {table} 上的{kind} {name} 停用了或被改过。"
        else:
            yield f"数据库防改保护缺失：数据表 {table} 上的{kind} {name} 不在。"


def chain() -> Iterator[str]:
    """Numbers without gaps, each link on the one before, the head on the last."""
    number, previous = 0, START
    for event in Event.objects.order_by("number").iterator(chunk_size=500):
        number += 1
        if event.number != number:
            yield f"操作留痕第{number}号缺失，下一条是第{event.number}号。"
            return
        if event.previous != previous or event.hash != link(previous, number, event.body):
            yield f"操作留痕第{number}号的校验码不符，内容被改动过。"
            return
        if not repeats_its_body(event):
            yield f"操作留痕第{number}号的检索列与内容不符，被改动过。"
            return
        previous = event.hash
    head = LedgerHead.objects.filter(pk=1).first()
    if (head.number, head.hash) != (number, previous) if head else number:
        yield (
            f"链头记的是第{head.number if head else 0}号，留痕却止于第{number}号，"
            "最后的留痕被删除或链头被改动过。"
        )


def repeats_its_body(event: Event) -> bool:
    body = json.loads(event.body)  # its hash was right, so this is what was written
    return (
        body["action"] == event.action
        and parse_datetime(body["at"]) == event.at
        and (body["by"] or [None])[0] == event.actor_id
        and (body["project"] or [None])[0] == event.project_id
        and body["month"] == event.month
    )


def rows() -> Iterator[str]:
    """Find guarded rows that no event names, or that are not what their event says.

    A row that may change is held to the last event that names it.
    """
    models = labelled(guard.guarded_models())
    changing = labelled(guard.changing_models())
    named: dict[str, set[int]] = defaultdict(set)
    last: dict[str, dict[int, Naming]] = defaultdict(dict)
    for event in Event.objects.order_by("number").iterator(chunk_size=500):
        columns = columns_in(event.body)
        for label, key, digest in named_by(event.body):
            in_bulk = isinstance(key, str)
            keys = keys_in(key) if in_bulk else [key]
            naming = Naming(keys, digest, in_bulk, event.number, columns.get(label))
            if label in models:
                named[label].update(keys)
                yield from changed(models[label], naming)
            elif label in changing:
                last[label] |= dict.fromkeys(keys, naming)
    for label, model in models.items():
        yield from unnamed(model, named[label])
    for label, latest in last.items():
        yield from held_to_the_last(changing[label], latest)


@dataclass(frozen=True, eq=False)
class Naming:
    """The rows that an event names by one digest."""

    keys: list[int]
    digest: str
    in_bulk: bool
    number: int
    columns: list[str] | None  # None: it is of the time before events said theirs


def labelled(models: list) -> dict[str, Any]:
    return {model._meta.label_lower: model for model in models if model is not Event}


def held_to_the_last(model, latest: dict[int, Naming]) -> Iterator[str]:
    """Hold rows to the last event that names each.

    A digest over several says nothing once one of them was named again.
    """
    for naming in dict.fromkeys(latest.values()):
        if all(latest[key] is naming for key in naming.keys):
            yield from changed(model, naming)


def named_by(body: str) -> list[tuple]:
    """An event's rows; none where its body was spoilt, which `chain` tells."""
    try:
        return [(label, key, digest) for label, key, digest in json.loads(body)["rows"]]
    except (ValueError, TypeError, LookupError):
        return []


def columns_in(body: str) -> dict[str, list[str]]:
    """The columns that an event's fingerprints were taken over, by label."""
    try:
        return {label: text.split(",") for label, text in json.loads(body)["columns"].items()}
    except (ValueError, TypeError, LookupError, AttributeError):
        return {}


def changed(model, naming: Naming) -> Iterator[str]:
    """What differs between the rows an event named and those that stand now."""
    keys, digest, in_bulk, number = naming.keys, naming.digest, naming.in_bulk, naming.number
    name = model._meta.verbose_name
    standing = read(model, keys)
    if digest == GONE:
        if standing:
            yield f"{name}第{keys[0]}行又出现了，操作留痕第{number}号已把它删去。"
        return
    for key in keys:
        if key not in standing:
            yield f"{name}第{key}行被删除，见操作留痕第{number}号。"
            return
    try:
        columns = naming.columns or guard.columns_before(model)
        prints = [print_of(standing[key], columns) for key in keys]
    except FieldDoesNotExist as lost:
        yield f"{name}第{keys[0]}行核验不了：{lost.args[0]}，见操作留痕第{number}号。"
        return
    if "" in prints:
        spoilt = keys[prints.index("")]
        yield f"{name}第{spoilt}行被改动过，已经读不出来，见操作留痕第{number}号。"
        return
    if digest == (sha256("".join(prints)) if in_bulk else prints[0]):
        return
    where = f"第{keys[0]}至{keys[-1]}行中有一行" if in_bulk else f"第{keys[0]}行"
    yield f"{name}{where}被改动过{in_brackets(standing[keys[0]])}，见操作留痕第{number}号。"


def read(model, keys: list[int]) -> dict[int, Any]:
    """The rows that stand, None for one whose values are none of its columns' kinds."""
    rows = model._base_manager
    try:
        return rows.in_bulk(keys)
    except (TypeError, ValueError, ArithmeticError):
        if len(keys) == 1:
            return {keys[0]: None}
    return {key: row for each in keys for key, row in read(model, [each]).items()}


def print_of(row, columns: list[str] | None) -> str:
    """Its fingerprint; "" where a value is none of its column's kind."""
    try:
        return fingerprint(row, columns) if row else ""
    except ValidationError:
        return ""


def in_brackets(row) -> str:
    """What a row calls itself; "" where it was spoilt so far that it cannot say."""
    try:
        return f"（{row}）"
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
        return ""


def unnamed(model, named: set[int]) -> Iterator[str]:
    """Rows that came in without an action: not drafts, which the guard leaves alone."""
    rows = model._base_manager.all()
    if model.guard_field:
        yield from acted_on(model, named, **{model.guard_field: None})
        rows = rows.exclude(**{model.guard_field: None})
    for key in rows.order_by("pk").values_list("pk", flat=True).iterator():
        if key not in named:
            row, name = model._base_manager.get(pk=key), model._meta.verbose_name
            yield f"{name}第{key}行没有操作留痕，不是经系统写入的{in_brackets(row)}。"
            return


def acted_on(model, named: set[int], **which) -> Iterator[str]:
    """Rows that may come without an act, and that say what only an act of theirs could write."""
    if not model.as_sent:
        return
    rows = model._base_manager.filter(**which).exclude(**model.as_sent)
    for key in rows.order_by("pk").values_list("pk", flat=True).iterator():
        if key not in named:
            name = model._meta.verbose_name
            yield f"{name}第{key}行写着办理情况，却没有操作留痕，不是经系统办理的。"
            return


def named_keys() -> dict[str, set[int]]:
    """The rows that any event names, by label."""
    named: dict[str, set[int]] = defaultdict(set)
    for event in Event.objects.order_by("number").iterator(chunk_size=500):
        for label, key, _ in named_by(event.body):
            named[label].update(keys_in(key) if isinstance(key, str) else [key])
    return named


def unrecorded_rows() -> Iterator[str]:
    """Rows that may change and that no event ever named: they did not come by way of the portal."""
    named = named_keys()
    for label, model in labelled(guard.changing_models()).items():
        if model.unrecorded:
            yield from acted_on(model, named[label])
            continue
        known = named[label] | awaited(model)
        for key in model._base_manager.order_by("pk").values_list("pk", flat=True).iterator():
            if key not in known:
                row, name = model._base_manager.get(pk=key), model._meta.verbose_name
                yield f"{name}第{key}行没有操作留痕，不是经系统写入的{in_brackets(row)}。"
                break
