"""归档 of a year: when, what it freezes, what goes on, and how it is taken back."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from projects.actions import guide
from projects.actions.changes import Approval, change_project
from projects.actions.plans import approve_plan
from projects.errors import Refused
from projects.models import Event, Programme, Site
from supervision.actions import releases, reports
from supervision.actions.acceptances import decide_acceptance
from supervision.actions.handover import hand_over_unit
from supervision.actions.opening import open_period
from supervision.actions.years import archive_year, not_yet, take_back
from supervision.models import Period
from tests import overriding
from tests.factories import make_report, make_unit, moment
from tests.finished import PLAN, accepted, propose

pytestmark = pytest.mark.django_db
AT = moment("2024-03-01 10:00")


@pytest.fixture
def archived(year):
    accepted(year, year.kept)
    accepted(year, year.late, passed=False)
    archive_year(programme=year.programme, by=year.officer, at=AT)
    year.programme.refresh_from_db()
    return year


def test_a_finished_year_is_archived_once_and_the_ledger_says_who(archived):
    event = Event.objects.latest("number")
    assert (event.action, event.actor) == ("年度归档", archived.officer)
    with pytest.raises(Refused, match="已经归档"):
        archive_year(programme=archived.programme, by=archived.officer, at=AT)


def test_everything_that_is_missing_is_named(year):
    accepted(year, year.kept)
    december = Period.everything.filter(month="2023-12")
    december.update(published_at=None, signer="", basis="")
    assert not_yet(year.programme) == [
        "2023年12月还没有公开发布，不能归档。",
        "还有1个项目没有验收结论（第2项），不能归档。",
    ]
    with pytest.raises(Refused, match="12月还没有公开发布"):
        archive_year(programme=year.programme, by=year.officer, at=AT)
    assert Programme.everything.get(year=2023).state == "published"


def test_a_year_without_december_or_still_a_draft_is_refused(year):
    fresh = Programme.everything.create(year=2024, title="演示", authority="演示",
                                        document_number="1", state="published")  # fmt: skip
    assert not_yet(fresh) == ["2024年12月还没有调度，不能归档。"]
    fresh.state = "draft"
    assert not_yet(fresh) == ["2024年民生实事还没有公布，不能归档。"]


def test_a_project_taken_off_the_list_needs_no_acceptance(year):
    accepted(year, year.kept)
    year.late.state = "removed"
    year.late.save()
    assert not_yet(year.programme) == []


def test_what_was_entered_before_is_not_confirmed_after(year):
    accepted(year, year.kept)
    accepted(year, year.late, passed=False)
    waiting = propose(year, year.late, "2024-02-20 10:00", passed=False)
    archive_year(programme=year.programme, by=year.officer, at=AT)
    with pytest.raises(Refused, match="已归档"):
        decide_acceptance(acceptance=waiting, confirmed=True, reason="", by=year.second, at=AT)


def test_it_freezes_the_year(archived):
    unit, target = archived.late.assignments.get().unit, archived.late.targets.get()
    period = archived.programme.periods.get(month="2023-12")
    late = type(archived.late).everything.get(pk=archived.late.pk)
    report = make_report(period, late, unit)
    typed = {"report": report, "draft": {}, "version": 0, "by": archived.owner, "at": AT}
    approval = Approval("演示", "演示会议", "演示1号", "2024-04", "演示")
    acts = [
        lambda: open_period(programme=archived.programme, month="2024-02", by=None, at=AT),
        lambda: reports.save_draft(**typed),
        lambda: reports.submit(**typed),
        lambda: reports.correct(**typed, reason="更正"),
        lambda: change_project(project=late, state="removed",
                               approval=approval, by=archived.officer, at=AT),
        lambda: approve_plan(target=target, points={m: Decimal(v) for m, v in PLAN.items()},
                             document="演示", effective="2024-01", by=None, at=AT),
        lambda: overriding.propose(late, by=archived.officer, at=AT, last="2023-12"),
        lambda: releases.draft_release(period=period, project=late, text="演示",
                                       by=archived.officer, at=AT),
        lambda: propose(archived, late, "2024-03-02 10:00", passed=False),
        lambda: guide.open_guide(project=late, by=archived.owner, at=AT),
    ]  # fmt: skip
    before = Event.objects.count()
    for act in acts:
        with pytest.raises(Refused, match="已归档，不能再改"):
            act()
    assert Event.objects.count() == before


def test_its_guide_is_no_longer_written(year):
    phone = guide.open_guide(project=year.late, by=year.owner, at=AT)[-1]
    line = guide.write_line(line=phone, text="0537-000-0001", by=year.owner, at=AT)
    Programme.everything.filter(pk=year.programme.pk).update(state="archived")
    act = {"line": line, "by": year.owner, "at": AT}
    with pytest.raises(Refused, match="已归档，不能再改"):
        guide.write_line(**act, text="0537-000-0002")
    with pytest.raises(Refused, match="已归档，不能再改"):
        guide.confirm_line(**act)
    assert guide.write_line(**act, text="0537-000-0001") == line, "nothing is changed by it"


def test_its_places_are_looked_at_and_no_longer_changed(archived, client):
    site = Site.objects.create(target=archived.late.targets.get(), name="演示第1处", place="演示镇")
    client.force_login(archived.officer)
    page = f"/admin/projects/site/{site.pk}/change/"
    seen = client.get(page)
    assert seen.status_code == 200 and 'name="_save"' not in seen.content.decode()
    assert client.post(page, {"name": "改名", "done": "2023-12"}).status_code == 404
    assert Site.objects.get().name == "演示第1处"
    added = client.get("/admin/projects/site/add/").content.decode()
    assert f'<option value="{site.target_id}">' not in added


def test_its_pages_stay(archived, client):
    for address in ("/2023/", "/2023/1/", "/2023/2/cards/2023-12/", "/2023/board/"):
        assert client.get(address).status_code == 200, address


def test_taking_it_back_wants_a_reason_and_opens_it_again(archived):
    act = {"programme": archived.programme, "by": archived.officer, "at": AT}
    with pytest.raises(Refused, match="写明理由"):
        take_back(**act, reason=" ")
    take_back(**act, reason="12月数据有误")
    assert "12月数据有误" in Event.objects.latest("number").body
    assert Programme.everything.get(year=2023).state == "published"
    with pytest.raises(Refused, match="没有归档"):
        take_back(**act, reason="再来")


def test_its_record_is_looked_at_and_no_longer_changed(archived, client):
    late = archived.late
    target = late.targets.get()
    client.force_login(archived.officer)
    for row in (late, target):
        page = f"/admin/projects/{row._meta.model_name}/{row.pk}/change/"
        seen = client.get(page)
        assert seen.status_code == 200 and 'name="_save"' not in seen.content.decode(), page
        assert client.post(page, {"name": "改名", "leader": "改", "weight": "9"}).status_code in (
            403, 404
        ), page  # fmt: skip
        again = type(row)._base_manager.get(pk=row.pk)
        assert all(
            getattr(again, field.attname) == getattr(row, field.attname)
            for field in row._meta.concrete_fields
        )


def test_its_units_stay_when_one_is_handed_over_later(archived, client):
    late = archived.late
    unit = late.assignments.get(role="lead").unit
    page = f"/2023/units/{unit.slug}/"
    led = re.search(r"牵头\d+件", client.get(page).content.decode())[0]
    given = {"since": dt.date(2024, 6, 1), "by": archived.officer, "at": moment("2024-06-01 09:00")}
    hand_over_unit(unit=unit, successor=make_unit("演示后来的局"), ends=True, **given)
    row = late.assignments.get(role="lead")
    assert (row.unit, row.until) == (unit, None)
    assert led != "牵头0件" and led in client.get(page).content.decode()
