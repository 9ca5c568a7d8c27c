"""The machine's clock is not believed blindly: acts come in order, and a leap deletes nothing."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from projects import forgetting
from projects.errors import Refused
from projects.ledger import verification
from projects.ledger.chain import record
from projects.models import Act, Event, SignIn
from tests.factories import make_unit, moment

pytestmark = pytest.mark.django_db
NOON = moment("2023-10-08 12:00")


@pytest.fixture(autouse=True)
def in_order(settings, tmp_path):
    settings.ACTS_IN_ORDER, settings.FORGOTTEN = True, tmp_path


def act(at: dt.datetime) -> None:
    with transaction.atomic():
        record(action="演示", by=None, at=at)


def test_an_act_is_never_earlier_than_the_one_before_it():
    act(NOON)
    with pytest.raises(Refused, match="时钟是2023-10-07 12:00，上一件事却记在2023-10-08 12:00"):
        act(NOON - dt.timedelta(days=1))
    assert Event.objects.count() == 1
    act(NOON - dt.timedelta(minutes=5))  # it began earlier, beside the other
    act(NOON + dt.timedelta(days=90))


@pytest.mark.django_db(transaction=True)
def test_what_changed_outside_is_recorded_by_any_clock_and_sets_none():
    unit = make_unit()
    act(timezone.now() + dt.timedelta(days=3))
    unit.short_name = "演示改过"
    unit.save()
    assert Event.objects.latest("number").action == Act.CHANGE_APART
    with pytest.raises(Refused):
        act(timezone.now())


def test_after_a_clock_that_ran_ahead_the_office_goes_on_once_it_is_set_right():
    wrong = timezone.now() + dt.timedelta(days=3000)
    act(wrong)
    with pytest.raises(Refused, match="clock_set_right"):
        act(timezone.now())
    said = StringIO()
    call_command("clock_set_right", yes=True, stdout=said)
    assert f"{timezone.localtime(wrong):%Y-%m-%d}" in said.getvalue()
    act(timezone.now())
    assert [*verification.chain()] == []
    assert [*Event.objects.values_list("action", flat=True)] == ["演示", "时钟校正", "演示"]
    with pytest.raises(CommandError, match="不用校正"):
        call_command("clock_set_right", yes=True)


@pytest.mark.parametrize("command", ["prune_signins", "prune_feedback", "sweep_files"])
def test_what_deletes_by_age_refuses_a_leap(command, monkeypatch):
    moments = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: moments[-1])
    SignIn.objects.create(kind="in", username="演示", address="127.0.0.1", at=moments[0])
    call_command(command, stdout=StringIO())
    moments.append(moments[0] + dt.timedelta(days=2900))
    with pytest.raises(CommandError, match="时钟可能走错了，没有清理"):
        call_command(command, stdout=StringIO())
    assert SignIn.objects.exists()
    moments.append(moments[0] - dt.timedelta(days=1))
    with pytest.raises(CommandError, match="时钟可能走错了"):
        call_command(command, stdout=StringIO())
    moments.append(moments[0] + dt.timedelta(days=1))
    call_command(command, stdout=StringIO())
    moments.append(moments[0] + dt.timedelta(days=30))  # the machine was off for a month
    call_command(command, clock_is_right=True, stdout=StringIO())


def test_a_first_run_is_no_leap():
    forgetting.refuse_a_leap("anything", NOON, clock_is_right=False)
