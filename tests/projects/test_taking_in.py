"""An older ledger: its events say no columns and name less; it verifies after an upgrade."""

import json

import pytest
from django.apps import apps

from projects.ledger import verification
from projects.ledger.chain import canonical, fingerprint, link, record
from projects.ledger.taking_in import take_in
from projects.models import Event, LedgerHead, Project
from projects.models.guard import columns_before, guard, lift
from tests.factories import make_programme, make_project, moment

pytestmark = pytest.mark.django_db
LAST = [*apps.get_app_configs()][-1]


@pytest.fixture
def older() -> Project:
    """A project named by an event as they were before they said their columns."""
    project = make_project(make_programme(), number=1)
    record(action="清单载入", by=None, at=moment("2023-01-05 09:00"), rows=[project])
    event = Event.objects.get()
    body = json.loads(event.body)
    del body["columns"]
    body["rows"] = [["projects.project", project.pk, fingerprint(project, columns_before(Project))]]
    event.body = canonical(body)
    event.hash = link(event.previous, event.number, event.body)
    lift("projects_event")
    event.save()
    guard("projects_event", Event.guard_when)
    LedgerHead.objects.update(hash=event.hash)
    return project


def faults() -> list[str]:
    return [*verification.chain(), *verification.rows(), *verification.unrecorded_rows()]


def test_what_later_columns_hold_breaks_no_earlier_proof(older):
    Project.everything.filter(pk=older.pk).update(funds="100")
    assert not [*verification.rows()]
    Project.everything.filter(pk=older.pk).update(title="另一个名称")
    assert "实事项目第" in next(verification.rows())


def test_rows_that_no_event_named_are_taken_in_once(older):
    assert any("没有操作留痕" in said for said in faults())
    take_in(sender=LAST)
    take_in(sender=LAST)
    assert faults() == []
    assert [event.action for event in Event.objects.order_by("number")] == [
        "清单载入", "升级纳入留痕",
    ]  # fmt: skip
    older.programme.__class__.everything.update(title="改过的名称")
    assert any("年度清单" in said for said in faults())


def test_a_new_portal_takes_nothing_in(db):
    make_project(make_programme(), number=1)
    take_in(sender=LAST)
    assert not Event.objects.exists()


def test_a_row_slipped_in_later_is_not_taken_in(older):
    take_in(sender=LAST)
    make_programme(2024)
    take_in(sender=LAST)
    assert Event.objects.count() == 2
