"""Whatever somebody with the database's keys changes behind the portal's back, verifying names it.

Every column of every table that a public page, a paper or a right is made from; every row taken
away or slipped in; the chain, the guards, the files.
"""

import json

import pytest
from django.db import DatabaseError, connection, models, transaction

from projects.ledger import verification
from projects.ledger.chain import BEFORE_ANY, link, record
from projects.ledger.touched import touch
from projects.models import (
    Event,
    guard,
)
from supervision.models import Report, ShownCard
from tests.dice import DICE
from tests.supervision.tampering import (
    AT,
    another,
    behind_the_back,
    make_world,
    problems,
    put_back,
    run,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_world(django_db_setup, django_db_blocker):
    """Made once for all: every test takes back what it did."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(shared_world, db):
    return shared_world


# Columns that say nothing to anybody but the portal at work, or that everybody's work changes.
LEFT_OUT = {
    "supervision_report": {"draft", "version", "changed_by_id", "changed_at", "unit_id"},
    "projects_user": {"password", "last_login", "date_joined", "email", "first_password"},
}
# Tables whose rows are made anew from the record, not held to a fingerprint.
DERIVED = {ShownCard: ("card_id", "override_id", "colour"), Report: ("state",)}


def plain(field, row):
    value = field.value_from_object(row)
    return str(value) if isinstance(field, models.FileField) else value


def columns() -> list[tuple[type[models.Model], models.Field]]:
    held = [(m, None) for m in (*guard.guarded_models(), *guard.changing_models())]
    found = []
    for model, names in [*held, *DERIVED.items()]:
        wanted = names or [each.attname for each in model._meta.concrete_fields]
        left = LEFT_OUT.get(model._meta.db_table, set())
        for field in model._meta.concrete_fields:
            if field.attname in wanted and field.attname not in left and not field.primary_key:
                found.append((model, field))
    return found


def seen_after(table: str, sql: str, *given) -> bool | None:
    """Whether verifying names what the statement did; None where the database refused it."""
    told = None
    with behind_the_back(table):
        try:
            with transaction.atomic():
                run(sql, *given)
        except DatabaseError:
            return None
        put_back(table)
        told = bool(problems())
    return told


def test_every_column_of_every_table(world):
    unseen, seen = [], 0
    for model, field in columns() if DICE else columns()[::5]:
        row = model._base_manager.order_by("-pk").first()
        if row is None:
            continue
        value = another(field, plain(field, row))
        if model is ShownCard and field.attname == "override_id":
            value = world.refused.pk
        if model is Report:
            value = "returned"
        if value is None:
            continue
        table = model._meta.db_table
        sql = f'UPDATE "{table}" SET "{field.column}" = %s WHERE "{model._meta.pk.column}" = %s'
        told = seen_after(table, sql, adapted(field, value), row.pk)
        seen += told is True
        if told is False:
            unseen.append(f"{table}.{field.column}")
    assert unseen == []
    assert seen > (250 if DICE else 50), seen


def adapted(field, value):
    return (
        field.get_db_prep_save(value, connection)
        if not isinstance(field, models.JSONField)
        else value
    )


def test_every_row_taken_away_and_every_row_slipped_in(world):
    unseen, seen = [], 0
    for model in (*guard.guarded_models(), *guard.changing_models(), ShownCard):
        table, key = model._meta.db_table, model._meta.pk.column
        row = model._base_manager.order_by("-pk").first()
        if row is None:
            continue
        with behind_the_back(table), connection.constraint_checks_disabled():
            told = seen_after(table, f'DELETE FROM "{table}" WHERE "{key}" = %s', row.pk)
        seen += told is True
        if told is False and not model._meta.label.endswith(("RoleRule", "Feedback")):
            unseen.append(f"{table} deleted")
        names = [each.column for each in model._meta.concrete_fields if not each.primary_key]
        listed = ", ".join(f'"{name}"' for name in names)
        fresh = [
            adapted(each, slipped(each, plain(each, row)))
            for each in model._meta.concrete_fields
            if not each.primary_key
        ]
        marks = ", ".join(["%s"] * len(fresh))
        told = seen_after(
            table, f'INSERT INTO "{table}" ("{key}", {listed}) VALUES (99999, {marks})', *fresh
        )
        seen += told is True
        if (
            told is False and not model.unrecorded
            if hasattr(model, "unrecorded")
            else told is False
        ):
            unseen.append(f"{table} slipped in")
    assert unseen == []
    assert seen > 40, seen


@pytest.mark.parametrize("same", [True, False])
def test_every_row_that_an_act_took_away_and_that_is_back(world, same):
    """Under its old key, whether it says what it said or something else."""
    seen, unseen = 0, []
    for model in guard.changing_models():
        table, key = model._meta.db_table, model._meta.pk.column
        row = model._base_manager.order_by("-pk").first()
        if row is None:
            continue
        fields = model._meta.concrete_fields
        kept = [adapted(each, plain(each, row)) for each in fields]
        if not same:
            own = [each for each in fields if not (each.unique or each.is_relation)]
            own = [each for each in own if another(each, plain(each, row)) is not None]
            at = fields.index(own[0])
            kept[at] = adapted(fields[at], another(fields[at], plain(fields[at], row)))
        with behind_the_back(table), connection.constraint_checks_disabled():
            touch(row, gone=True)
            record(action="演示删去", by=None, at=AT)
            run(f'DELETE FROM "{table}" WHERE "{key}" = %s', row.pk)
            name = f"{model._meta.verbose_name}第{row.pk}行又出现了"
            gone = any(name in each for each in problems())
            columns, marks = (
                ", ".join(f'"{f.column}"' for f in fields),
                ", ".join(["%s"] * len(kept)),
            )
            try:
                with transaction.atomic():
                    run(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', *kept)
            except DatabaseError:
                continue
            seen += 1
            if gone or not any(name in each for each in problems()):
                unseen.append(table)
    assert unseen == []
    assert seen > 10, seen


def slipped(field, value):
    """The same, but for what may stand once only."""
    alone = field.unique or any(
        field.name in each.fields
        for each in field.model._meta.constraints
        if isinstance(each, models.UniqueConstraint)
    )
    return another(field, value) if alone and not field.is_relation else value


def rewritten(number: int, change) -> None:
    """One event changed, and every hash after it made to fit, the head's too."""
    previous = Event.objects.get(number=number).previous
    for event in Event.objects.filter(number__gte=number).order_by("number"):
        body = change(event.body) if event.number == number else event.body
        digest = link(previous, event.number, body)
        run(
            "UPDATE projects_event SET body = %s, previous = %s, hash = %s WHERE id = %s",
            body, previous, digest, event.pk,
        )  # fmt: skip
        previous = digest
    run("UPDATE projects_ledgerhead SET hash = %s", previous)


def last() -> Event:
    return Event.objects.order_by("-number").first()


def cut_the_tail() -> None:
    end = last()
    run("DELETE FROM projects_event WHERE id = %s", end.pk)
    run(
        "UPDATE projects_ledgerhead SET number = %s, hash = %s", end.number - 1, end.previous
    )  # fmt: skip


def swap_two() -> None:
    first, second = Event.objects.order_by("number")[3:5]
    run("UPDATE projects_event SET number = 99998 WHERE id = %s", first.pk)
    run("UPDATE projects_event SET number = %s WHERE id = %s", first.number, second.pk)
    run("UPDATE projects_event SET number = %s WHERE id = %s", second.number, first.pk)


CHAIN = {
    "a body changed": lambda: run("UPDATE projects_event SET body = '{}' WHERE number = 5"),
    "a note reworded": lambda: run(
        "UPDATE projects_event SET body = REPLACE(body, '演示', '示演') WHERE number = 5"
    ),
    "an actor changed": lambda: run("UPDATE projects_event SET actor_id = NULL WHERE number = 5"),
    "a time changed": lambda: run("UPDATE projects_event SET at = %s WHERE number = 5", BEFORE_ANY),
    "an action changed": lambda: run("UPDATE projects_event SET action = '导出' WHERE number = 5"),
    "a month changed": lambda: run("UPDATE projects_event SET month = '2020-01' WHERE number = 5"),
    "one in the middle deleted": lambda: run("DELETE FROM projects_event WHERE number = 5"),
    "the first deleted": lambda: run("DELETE FROM projects_event WHERE number = 1"),
    "all deleted": lambda: run("DELETE FROM projects_event"),
    "two in another order": swap_two,
    "the tail cut": lambda: run("DELETE FROM projects_event WHERE number = %s", last().number),
    "the tail cut and the head moved": cut_the_tail,
    "the head moved on": lambda: run("UPDATE projects_ledgerhead SET number = number + 1"),
    "the head deleted": lambda: run("DELETE FROM projects_ledgerhead"),
    "the head's hash changed": lambda: run("UPDATE projects_ledgerhead SET hash = previous"),
    "rows struck from the last and all made to fit": lambda: rewritten(
        last().number, lambda body: json.dumps(json.loads(body) | {"rows": []})
    ),
}


@pytest.mark.parametrize("how", CHAIN)
def test_the_chain(world, how):
    told = []
    with behind_the_back("projects_event"):
        CHAIN[how]()
        put_back("projects_event")
        told = problems()
    assert told


RIGHTS = {
    "a clerk made superuser": "UPDATE projects_user SET is_superuser = TRUE"
    " WHERE username = 'owner'",
    "an account switched on again": "UPDATE projects_user SET is_active = NOT is_active"
    " WHERE username = 'stranger'",
    "an account renamed": "UPDATE projects_user SET username = 'x' WHERE username = 'second'",
    "somebody else's unified account": "UPDATE projects_user SET unified_id = 'u'"
    " WHERE username = 'officer'",
    "a role given": "INSERT INTO projects_user_groups (user_id, group_id) SELECT u.id, g.id FROM"
    " projects_user u, auth_group g WHERE u.username = 'owner' AND g.name = '督查'",
    "a role taken": "DELETE FROM projects_user_groups WHERE user_id ="
    " (SELECT id FROM projects_user WHERE username = 'second')",
    "a right of one's own": "INSERT INTO projects_user_user_permissions (user_id, permission_id)"
    " SELECT u.id, p.id FROM projects_user u, auth_permission p WHERE u.username = 'owner'"
    " AND p.codename = 'supervise'",
    "a role given another right": "INSERT INTO auth_group_permissions (group_id, permission_id)"
    " SELECT g.id, p.id FROM auth_group g, auth_permission p WHERE g.name = '经办人'"
    " AND p.codename = 'supervise'",
    "a role's right taken": "DELETE FROM auth_group_permissions WHERE group_id ="
    " (SELECT id FROM auth_group WHERE name = '督查')",
    "a role renamed": "UPDATE auth_group SET name = '督办' WHERE name = '督查'",
    "the second step no longer asked": "UPDATE projects_rolerule SET second_step = FALSE",
    "two roles no longer apart": "DELETE FROM projects_rolerule_apart",
    "a unit's former names": "INSERT INTO projects_leadunit_predecessors"
    " (from_leadunit_id, to_leadunit_id) SELECT MIN(id), MAX(id) FROM projects_leadunit",
    "a quota's targets": "DELETE FROM projects_citytask_targets",
}


@pytest.mark.parametrize("how", RIGHTS)
def test_roles_and_rights(world, how):
    told = []
    with behind_the_back():
        run(RIGHTS[how])
        told = problems()
    assert told


@pytest.mark.parametrize("model", guard.guarded_models(), ids=lambda model: model._meta.db_table)
def test_a_guard_taken_off_and_left_off(world, model):
    with behind_the_back():
        guard.lift(model._meta.db_table)
        assert any(model._meta.db_table in each for each in verification.guards())
