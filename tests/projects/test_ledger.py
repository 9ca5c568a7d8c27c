"""The ledger: one chain, rows named by their hash, and any change behind its back is seen."""

import pytest
from django.db import DatabaseError, connection, transaction

from projects.ledger import chain as ledger
from projects.ledger import verification
from projects.models import Event, LeadUnit, LedgerHead, Project, TargetTerms, guard, triggers
from supervision.models import Period
from tests.factories import make_project, make_target, make_unit, make_user, moment

pytestmark = pytest.mark.django_db
AT = moment("2023-10-08 09:30")


def record(**kw):
    with transaction.atomic():
        return ledger.record(action="演示", at=AT, by=None, **kw)


def problems() -> list[str]:
    return [*verification.guards(), *verification.chain(), *verification.rows()]


def behind_the_back(sql: str, table: str) -> None:
    """Change a table as somebody with the database's keys would."""
    guard.lift(table)
    with connection.cursor() as cursor:
        cursor.execute(sql)
    guard.guard(table)


@pytest.fixture
def terms() -> TargetTerms:
    row = make_target(make_project()).terms.get()
    record(rows=[row])
    return row


def test_each_event_stands_on_the_one_before():
    first, second = record(), record()
    assert (first.number, second.number) == (1, 2)
    assert second.previous == first.hash
    assert LedgerHead.objects.get().hash == second.hash
    assert problems() == []


def test_an_event_says_who_and_what():
    person = make_user("clerk", name="演示经办人")
    with transaction.atomic():
        event = ledger.record(action="报送", by=person, at=AT, note="说明")
    assert f'"by":[{person.pk},"演示经办人"]' in event.body
    assert '"at":"2023-10-08T01:30:00.000000+00:00"' in event.body


def test_a_fingerprint_is_the_same_before_and_after_reading_back(terms):
    row = make_target(make_project(), value="149.5").terms.get()
    before = ledger.fingerprint(row)
    assert ledger.fingerprint(TargetTerms.objects.get(pk=row.pk)) == before


def test_a_fingerprint_heeds_no_order_of_keys():
    """PostgreSQL keeps none: a ledger taken there from SQLite is the same ledger."""
    counts = {"blue": 15, "yellow": 5}, {"yellow": 5, "blue": 15}
    one, other = (ledger.fingerprint(Period(month="2023-09", counts=each)) for each in counts)
    assert one == other


@pytest.mark.parametrize("table", [model._meta.db_table for model in guard.guarded_models()])
def test_every_guarded_table_has_its_triggers(table):
    assert not [name for name in triggers.missing() if table in name]


@pytest.mark.parametrize(
    "verb", ["UPDATE projects_event SET action = 'x'", "DELETE FROM projects_event"]
)
def test_the_database_refuses_to_change_the_ledger(verb):
    record()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)
    assert Event.objects.get().action == "演示"


def test_the_database_refuses_to_change_what_an_event_names(terms):
    with pytest.raises(DatabaseError), transaction.atomic():
        TargetTerms.objects.update(value=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        terms.delete()


def test_a_lost_trigger_is_named():
    guard.lift("projects_plan")
    assert any("guard_projects_plan_update" in problem for problem in verification.guards())


def test_a_hollowed_out_trigger_is_named():
    table = "projects_plan"
    guard.guard(table, "1 = 0")
    assert any("guard_projects_plan_update" in problem for problem in verification.guards())
    guard.guard(table)
    assert list(verification.guards()) == []


HOLLOW = {
    "sqlite": "CREATE TRIGGER guard_projects_event_delete BEFORE DELETE ON projects_event"
    " BEGIN SELECT 1; END",
    "postgresql": "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql"
    " AS $$ BEGIN RETURN NEW; END $$",
}


def test_a_trigger_that_lets_everything_pass_is_named():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER guard_projects_event_delete")
        cursor.execute(HOLLOW[connection.vendor])
    assert any("guard_projects_event_delete" in problem for problem in verification.guards())


def test_a_changed_row_is_named(terms):
    behind_the_back("UPDATE projects_targetterms SET value = 1", "projects_targetterms")
    assert problems() == [f"指标口径第{terms.pk}行被改动过（{terms}），见操作留痕第1号。"]


def test_a_deleted_row_is_named(terms):
    behind_the_back("DELETE FROM projects_targetterms", "projects_targetterms")
    assert problems() == [f"指标口径第{terms.pk}行被删除，见操作留痕第1号。"]


def test_a_row_that_may_change_is_held_to_the_last_event_that_names_it():
    project = make_project(title="旧名")
    record(rows=[project])
    project.title = "新名"
    project.save()
    record(rows=[project])
    assert problems() == []
    Project.everything.update(title="私下改的名")
    [problem] = problems()
    assert problem.startswith(f"实事项目第{project.pk}行被改动过") and "留痕第2号" in problem


def test_a_row_that_may_change_cannot_vanish():
    unit = make_unit("演示单位")
    record(rows=[unit])
    LeadUnit.objects.all().delete()
    assert problems() == [f"单位第{unit.pk}行被删除，见操作留痕第1号。"]


def test_of_a_bulk_act_only_rows_named_anew_since_may_differ(monkeypatch):
    monkeypatch.setattr(ledger, "NAMED_ROWS", 1)
    one, other = make_unit("演示一"), make_unit("演示二")
    record(rows=[one, other])
    assert problems() == []
    LeadUnit.objects.filter(pk=one.pk).update(phone="0537-0000000")
    assert "被改动过" in problems()[0]
    record(rows=[LeadUnit.objects.get(pk=one.pk)])
    assert problems() == []


def test_a_row_slipped_in_without_an_action_is_named():
    row = make_target(make_project()).terms.get()
    assert f"指标口径第{row.pk}行没有操作留痕" in problems()[0]


def test_a_changed_event_is_named():
    record(), record(), record()
    behind_the_back(
        "UPDATE projects_event SET body = replace(body, '演示', '别的') WHERE number = 2",
        "projects_event",
    )
    assert problems() == ["操作留痕第2号的校验码不符，内容被改动过。"]


@pytest.mark.parametrize("body", ["", "x", "[]", "{}", '{"rows": 3}', '{"rows": [[1]]}'])
def test_a_spoilt_event_is_named_like_any_other(body):
    record(), record()
    behind_the_back(f"UPDATE projects_event SET body = '{body}' WHERE number = 2", "projects_event")
    assert problems() == ["操作留痕第2号的校验码不符，内容被改动过。"]


def test_a_row_with_a_value_that_is_no_number_is_named(terms):
    behind_the_back("UPDATE projects_targetterms SET value = 'NaN'", "projects_targetterms")
    assert problems()[0].startswith(f"指标口径第{terms.pk}行被改动过，已经读不出来")


@pytest.mark.parametrize(
    "changed", ["action = '别的'", "month = '2023-08'", "at = '2023-10-08 01:31:00+00:00'"]
)
def test_a_changed_search_column_is_named(changed):
    record(month="2023-09")
    behind_the_back(f"UPDATE projects_event SET {changed}", "projects_event")
    assert "第1号的检索列" in problems()[0]


def test_a_deleted_last_event_is_named():
    record(), record()
    behind_the_back("DELETE FROM projects_event WHERE number = 2", "projects_event")
    assert "链头记的是第2号，留痕却止于第1号" in problems()[0]


def test_a_deleted_middle_event_is_named():
    record(), record(), record()
    behind_the_back("DELETE FROM projects_event WHERE number = 2", "projects_event")
    assert problems() == ["操作留痕第2号缺失，下一条是第3号。"]


def test_a_bulk_act_is_one_event_over_a_digest(monkeypatch):
    monkeypatch.setattr(ledger, "NAMED_ROWS", 2)
    project = make_project()
    rows = [make_target(project).terms.get() for _ in range(4)]
    event = record(rows=rows)
    assert f'"{rows[0].pk}-{rows[-1].pk}"' in event.body
    assert problems() == []
    behind_the_back(
        f"UPDATE projects_targetterms SET value = 7 WHERE id = {rows[2].pk}",
        "projects_targetterms",
    )
    assert "行中有一行被改动过" in problems()[0]


def test_ranges_are_exact_where_others_wrote_between():
    assert ledger.ranges([1, 2, 3, 7, 9, 10]) == "1-3,7-7,9-10"
    assert ledger.keys_in("1-3,7-7,9-10") == [1, 2, 3, 7, 9, 10]


def test_an_event_needs_its_action_s_transaction(transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        ledger.record(action="演示", by=None, at=AT)
