"""审签: the clerk puts it before the leader, whose signature hands it in, or who sends it back."""

import datetime as dt
import json

import pytest

from projects.errors import Refused, Stale
from projects.ledger import verification
from projects.models import Event, Plan, UnitMember
from supervision.actions import opening, periods, reports
from supervision.actions.submissions import NotReady
from supervision.models import SigningDecision, SigningRequest, Submission
from tests.factories import make_clerk, make_unit, moment
from tests.supervision.signing.acts import (
    LATER,
    NOON,
    State,
    attach,
    send_back,
    sign,
    state,
    submit,
    take_back,
    unsound,
)

# Handing in, signing


def test_what_the_clerk_hands_in_waits_for_the_leader(month, draft):
    request = submit(month, draft())
    assert state(month) == State.UNSIGNED
    assert not Submission.objects.exists()
    assert periods.missing(month.period).get() == month.report
    event = Event.objects.first()
    assert (event.action, event.actor) == ("送审签", month.owner)
    assert [row[0] for row in json.loads(event.body)["rows"]] == [request._meta.label_lower]


def test_the_signature_hands_it_in_at_that_moment(month, draft):
    submission = sign(month, submit(month, draft()))
    assert (submission.at, submission.by, submission.number) == (LATER, month.leader, 1)
    assert submission.readings.get().value == 90
    assert submission.signing.request.by == month.owner
    assert state(month) == State.SUBMITTED
    event = Event.objects.first()
    assert (event.action, event.actor) == ("审签报送", month.leader)
    labels = [row[0] for row in json.loads(event.body)["rows"]]
    assert labels == [
        "supervision.submission",
        "supervision.reading",
        "supervision.signingdecision",
    ]
    assert [*verification.chain(), *verification.guards(), *unsound()] == []


@pytest.mark.parametrize("who", ["owner", "colleague", "stranger", "officer"])
def test_nobody_but_the_unit_s_leader_signs_or_sends_back(month, draft, who):
    request = submit(month, draft())
    for act in (sign, send_back):
        with pytest.raises(Refused, match="分管负责人"):
            act(month, request, by=getattr(month, who))
    assert state(month) == State.UNSIGNED
    assert not Submission.objects.exists() and not SigningDecision.objects.exists()


def test_another_unit_s_leader_does_not_sign(month, draft):
    other = make_clerk(make_unit("演示民政"), "other", post="leader")
    with pytest.raises(Refused, match="分管负责人"):
        sign(month, submit(month, draft()), by=other)


def test_who_leads_no_more_does_not_sign(month, draft):
    request = submit(month, draft())
    UnitMember.objects.filter(person=month.leader).update(until="2023-10-05")
    with pytest.raises(Refused, match="分管负责人"):
        sign(month, request)


def test_the_leader_s_own_report_is_signed_in_a_second_act(month, draft):
    request = submit(month, draft(), by=month.leader)
    assert state(month) == State.UNSIGNED
    submission = sign(month, request)
    assert submission.by == submission.signing.request.by == month.leader


def test_one_person_in_both_posts_signs_what_they_put_there(month, draft):
    UnitMember.objects.create(
        person=month.leader, unit=month.unit, post="clerk", since=dt.date(2023, 1, 1)
    )
    assert sign(month, submit(month, draft(), by=month.leader)).pk


def test_without_a_leader_in_post_nothing_waits_for_ever(month, draft):
    UnitMember.objects.filter(person=month.leader).update(until="2023-10-05")
    with pytest.raises(NotReady) as refused:
        submit(month, draft())
    assert "没有在任的分管负责人" in refused.value.entry.errors["leader"]
    assert state(month) == State.MISSING


def test_a_disabled_account_is_no_leader(month, draft):
    month.leader.is_active = False
    month.leader.save()
    with pytest.raises(NotReady):
        submit(month, draft())


def test_what_was_put_there_is_frozen(month, draft):
    request = submit(month, draft())
    with pytest.raises(Refused, match="待审签"):
        submit(month, draft("95"))
    with pytest.raises(Refused, match="待审签"):
        reports.save_draft(
            report=month.report,
            draft=draft("95"),
            version=month.report.version,
            by=month.owner,
            at=LATER,
        )
    with pytest.raises(Refused, match="已经报送"):
        attach(month, "补充.pdf")
    assert sign(month, request).readings.get().value == 90


def test_an_increment_is_signed_as_the_total_it_was_when_put_there(month, draft):
    accepted = sign(month, submit(month, draft("100")))
    reports.accept(submission=accepted, by=month.officer, at=LATER)
    october = opening.open_period(
        programme=month.project.programme, month="2023-10", by=None, at=moment("2023-10-20 09:00")
    )
    month.report = october.reports.get()
    request = submit(month, draft("10", mode="month"), at=moment("2023-11-02 09:00"))
    assert json.loads(request.sheet)["targets"][str(month.target.pk)]["value"] == "110"
    september = month.period.reports.get()
    correction = reports.correct(
        report=september,
        draft=draft("98"),
        reason="重复2口",
        version=september.version,
        by=month.leader,
        at=moment("2023-11-02 10:00"),
    )
    corrected = sign(month, correction, at=moment("2023-11-02 10:05"))
    reports.accept(submission=corrected, by=month.officer, at=moment("2023-11-02 11:00"))
    assert sign(month, request, at=moment("2023-11-02 12:00")).readings.get().value == 110


def test_what_can_no_longer_stand_is_not_signed_but_sent_back(month, draft):
    request = submit(month, draft("120", cause="", measures=""))
    former = month.target.plans.get()
    raised = Plan.objects.create(
        target=month.target, terms=former.terms, version=2, document="演示", effective="2023-09",
        recorded_at=NOON,
    )  # fmt: skip
    for point in former.points.all():
        raised.points.create(month=point.month, value=point.value + 10)
    with pytest.raises(Refused, match="进度落后于计划，请填写原因"):
        sign(month, request)
    assert not Submission.objects.exists()
    send_back(month, request)
    assert state(month) == State.DRAFT


# Sent back, taken back


def test_sent_back_with_a_reason_that_is_kept(month, draft):
    for reason in ("数字与台账不符", "照片不清"):
        decision = send_back(month, submit(month, draft()), reason)
        assert decision.reason == reason
    assert state(month) == State.DRAFT
    assert month.report.draft == draft()
    kept = SigningDecision.objects.values_list("reason", flat=True)
    assert list(kept) == ["数字与台账不符", "照片不清"]
    assert Event.objects.first().action == "审签退回"
    assert not Submission.objects.exists()


def test_sent_back_without_a_reason_is_refused(month, draft):
    with pytest.raises(Refused, match="理由"):
        send_back(month, submit(month, draft()), " ")
    assert state(month) == State.UNSIGNED


def test_what_the_office_had_sent_back_stays_sent_back(month, draft):
    submission = sign(month, submit(month, draft()))
    reports.return_to_unit(submission=submission, reason="再核", by=month.officer, at=LATER)
    send_back(month, submit(month, draft("91")))
    assert state(month) == State.RETURNED


def test_the_clerk_takes_it_back_before_it_is_signed(month, draft):
    take_back(month, submit(month, draft()))
    assert state(month) == State.DRAFT
    again = submit(month, draft("91"))
    assert (again.number, sign(month, again).readings.get().value) == (2, 91)


@pytest.mark.parametrize("who", ["stranger", "officer", "leader"])
def test_others_do_not_take_it_back(month, draft, who):
    request = submit(month, draft())
    with pytest.raises(Refused, match="收回"):
        take_back(month, request, by=getattr(month, who))
    assert state(month) == State.UNSIGNED


def test_a_colleague_takes_back_for_the_absent_clerk(month, draft):
    take_back(month, submit(month, draft()), by=month.colleague)
    assert state(month) == State.DRAFT


@pytest.mark.parametrize("first", [sign, send_back, take_back])
@pytest.mark.parametrize("second", [sign, send_back, take_back])
def test_a_request_is_decided_once(month, draft, first, second):
    request = submit(month, draft())
    first(month, request)
    with pytest.raises(Stale, match="已于10月6日 15:00办结"):
        second(month, request)
    assert SigningDecision.objects.count() == 1


def test_two_requests_do_not_stand_at_once(month, draft):
    submit(month, draft())
    with pytest.raises(Refused):
        submit(month, draft())
    assert SigningRequest.objects.count() == 1
