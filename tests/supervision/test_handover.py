"""移交经办: from a day on another unit or person; past months keep the old names."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from projects.errors import Refused
from projects.models import Assignment, Event, UnitMember
from supervision.actions.handover import hand_over_post, hand_over_unit
from supervision.cards.counted import leads
from supervision.models import Report, Slip
from supervision.public.units import heir_of
from supervision.scope import heirs, own_reports
from tests.factories import make_clerk, make_period, make_project, make_report, make_unit, moment

AT = moment("2023-10-20 09:00")
SINCE = dt.date(2023, 10, 16)


@pytest.fixture
def successor(month):
    return make_unit("演示教体")


def over(month, successor, **kw):
    kw = {"since": SINCE, "ends": True, "by": month.officer, "at": AT, **kw}
    return hand_over_unit(unit=month.unit, successor=successor, **kw)


def test_what_a_unit_leads_and_has_open_goes_to_its_successor(month, successor):
    counts = over(month, successor)
    assert (counts.assignments, counts.reports, counts.people) == (1, 1, 2)
    former, new = Assignment.objects.filter(project=month.project).order_by("since")
    assert (former.until, new.unit, new.since) == (dt.date(2023, 10, 15), successor, SINCE)
    month.report.refresh_from_db()
    assert month.report.unit == successor
    assert own_reports(month.owner, SINCE).get() == month.report
    month.unit.refresh_from_db()
    successor.refresh_from_db()
    assert (month.unit.until, successor.predecessors.get()) == (dt.date(2023, 10, 15), month.unit)


def test_open_slips_go_too_and_cleared_ones_stay(month, successor):
    given = {
        "programme": month.project.programme,
        "project": month.project,
        "addressee": month.unit,
        "demand": "演示",
        "due": SINCE,
        "drafted_at": AT,
    }
    cleared = Slip.objects.create(state=Slip.State.DROPPED, closed_at=AT, **given)
    standing = Slip.objects.create(**given)
    assert over(month, successor).slips == 1
    standing.refresh_from_db()
    cleared.refresh_from_db()
    assert (standing.addressee, cleared.addressee) == (successor, month.unit)


def test_past_months_keep_the_old_name(month, successor):
    over(month, successor)
    assert leads([month.project], "2023-09") == {month.project.pk: month.unit.pk}
    assert leads([month.project], "2023-10") == {month.project.pk: successor.pk}


def test_it_is_one_act_with_its_own_event(month, successor):
    over(month, successor)
    event = Event.objects.first()
    assert event.action == "移交经办"
    assert "演示教育→演示教体，自2023-10-16起，分工1项、填报1份、督办单0件、人员2人" in event.body


def test_accepted_and_closed_reports_stay_with_who_made_them(month, successor):
    month.report.state = Report.State.ACCEPTED
    month.report.save()
    over(month, successor)
    month.report.refresh_from_db()
    assert month.report.unit == month.unit


def test_reports_of_projects_led_by_others_stay(month, successor):
    foreign = make_project(unit=make_unit("演示民政"), number=3)
    report = make_report(month.period, foreign, month.unit)
    over(month, successor)
    report.refresh_from_db()
    assert report.unit == month.unit


def test_a_supporting_unit_is_replaced_and_never_doubled(month, successor):
    since = dt.date(2023, 1, 1)
    one, two, three, four = (make_project(number=number) for number in (21, 22, 23, 24))
    for project in (one, two):
        Assignment.objects.create(project=project, unit=month.unit, role="support", since=since)
    Assignment.objects.create(project=two, unit=successor, role="support", since=since)
    Assignment.objects.create(project=three, unit=month.unit, role="lead", since=since)
    Assignment.objects.create(project=three, unit=successor, role="support", since=since)
    Assignment.objects.create(project=four, unit=month.unit, role="partner", since=since)
    Assignment.objects.create(project=four, unit=successor, role="support", since=since)
    over(month, successor)
    now = Assignment.objects.filter(unit=successor, until__isnull=True)
    found = sorted((row.project.number, row.role) for row in now)
    assert found == [(12, "lead"), (21, "support"), (22, "support"), (23, "lead"), (24, "partner")]


def test_a_unit_that_goes_on_only_gives_its_work_away(month, successor):
    over(month, successor, ends=False)
    month.unit.refresh_from_db()
    assert month.unit.until is None


def refused(month, successor, sentence, **kw):
    before = Event.objects.count(), Assignment.objects.count(), UnitMember.objects.count()
    with pytest.raises(Refused, match=sentence):
        over(month, successor, **kw)
    now = Event.objects.count(), Assignment.objects.count(), UnitMember.objects.count()
    assert now == before


def test_not_before_its_day_and_not_into_a_closed_month(month, successor):
    refused(month, successor, "到当天再办", since=dt.date(2023, 10, 21))
    programme = month.project.programme
    make_period(
        programme,
        "2023-10",
        data_until=dt.date(2023, 10, 31),
        due=dt.date(2023, 11, 6),
        closed_at=AT,
        bulletin_number=1,
        data_version="x",
    )
    refused(month, successor, "2023年10月已经定稿")


def test_not_before_what_is_handed_over_began(month, successor):
    Assignment.objects.filter(project=month.project).update(since=SINCE)
    refused(month, successor, "才开始")


def test_not_to_itself_or_to_what_has_ended(month, successor):
    refused(month, month.unit, "同一个单位")
    successor.until = dt.date(2023, 10, 1)
    successor.save()
    refused(month, successor, "撤销")


def one(month, taker, **kw):
    kw = {"since": SINCE, "by": month.officer, "at": AT, **kw}
    return hand_over_post(unit=month.unit, giver=month.owner, taker=taker, **kw)


def test_a_post_goes_to_another_person_of_the_unit(month):
    taker = make_clerk(make_unit("演示他处"), "taker")
    one(month, taker)
    held = UnitMember.objects.get(person=month.owner)
    assert held.until == dt.date(2023, 10, 15)
    assert own_reports(taker, SINCE).get() == month.report
    assert not own_reports(month.owner, SINCE).exists()
    month.report.refresh_from_db()
    assert month.report.unit == month.unit


def test_a_taker_who_holds_the_post_already_is_not_appointed_twice(month):
    one(month, month.colleague)
    assert UnitMember.objects.filter(person=month.colleague).count() == 1


def test_a_post_goes_only_to_who_can_fill_it(month):
    with pytest.raises(Refused, match="还没有填报的角色"):
        one(month, month.officer)
    with pytest.raises(Refused, match="同一个人"):
        one(month, month.owner)
    with pytest.raises(Refused, match="没有在任的职务"):
        hand_over_post(
            unit=month.unit,
            giver=month.stranger,
            taker=month.colleague,
            since=SINCE,
            by=month.officer,
            at=AT,
        )
    month.colleague.is_active = False
    month.colleague.save()
    with pytest.raises(Refused, match="已停用"):
        one(month, month.colleague)


def test_every_unit_of_a_merger_leads_on_to_its_successor(month, successor):
    other = make_unit("演示残联")
    project = make_project(month.project.programme, unit=other, number=13)
    make_clerk(other, "another")
    over(month, successor)
    hand_over_unit(unit=other, successor=successor, since=SINCE, ends=True, by=month.officer, at=AT)
    assert set(successor.predecessors.all()) == {month.unit, other}
    assert heirs(SINCE) == {month.unit.pk: [successor.pk], other.pk: [successor.pk]}
    for unit in (month.unit, other):
        assert heir_of(unit, project.programme, SINCE) == successor


def test_nothing_goes_to_a_unit_that_does_not_exist_yet(month, successor):
    successor.since = dt.date(2024, 5, 1)
    successor.save()
    with pytest.raises(Refused, match="自2024-05-01才设立"):
        over(month, successor)


def test_a_unit_that_still_leads_is_not_simply_ended(month):
    month.unit.until = dt.date(2023, 10, 31)
    with pytest.raises(ValidationError, match="还牵头1个项目"):
        month.unit.full_clean()
