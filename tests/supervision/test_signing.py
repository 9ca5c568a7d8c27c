"""审签: the clerk puts it before the leader, whose signature hands it in; or a stamped scan."""

import datetime as dt
import json

import pytest

from projects import verification
from projects.errors import Refused, Stale
from projects.models import Event, Plan, Programme, UnitMember
from supervision.actions import evidence, handover, periods, reports, signing
from supervision.actions.submissions import NotReady
from supervision.discipline import discipline
from supervision.models import (
    Card,
    Evidence,
    Report,
    SigningDecision,
    SigningRequest,
    Submission,
)
from supervision.verification import cards
from tests.factories import make_clerk, make_unit, moment

NOON = moment("2023-10-06 12:00")
LATER = moment("2023-10-06 15:00")
State = Report.State


def rule(signing: str) -> None:
    Programme.everything.update(signing=signing)


@pytest.fixture
def month(month):
    rule("leader")
    month.leader = make_clerk(month.unit, "leader", post="leader")
    return month


def submit(month, draft, *, by=None, at=NOON):
    month.report.refresh_from_db()
    return reports.submit(
        report=month.report,
        draft=draft,
        version=month.report.version,
        by=by or month.owner,
        at=at,
    )


def sign(month, request, *, by=None, at=LATER) -> Submission:
    return signing.sign(request=request, by=by or month.leader, at=at)


def send_back(month, request, reason="数字与台账不符", *, by=None, at=LATER):
    return signing.send_back(request=request, reason=reason, by=by or month.leader, at=at)


def take_back(month, request, *, by=None, at=LATER):
    return signing.take_back(request=request, by=by or month.owner, at=at)


def unsound() -> list[str]:
    """Rows of signing that no event names, or that were changed."""
    return [problem for problem in verification.rows() if "审签" in problem]


def state(month) -> str:
    month.report.refresh_from_db()
    return month.report.state


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
    october = periods.open_period(
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
    with pytest.raises(Stale, match="已于10月06日 15:00办结"):
        second(month, request)
    assert SigningDecision.objects.count() == 1


# On time means signed by then


@pytest.mark.parametrize(
    ("at", "on_time"), [("2023-10-07 23:59", True), ("2023-10-08 00:00", False)]
)
def test_on_time_means_signed_by_the_last_minute_of_the_due_day(month, draft, at, on_time):
    sign(month, submit(month, draft(), at=moment("2023-10-05 09:00")), at=moment(at))
    [row] = discipline(month.project.programme, dt.date(2023, 10, 20))
    assert (row.on_time, len(row.late), row.missing) == (int(on_time), int(not on_time), [])


def test_put_there_in_time_and_never_signed_is_missing(month, draft):
    submit(month, draft(), at=moment("2023-10-05 09:00"))
    [row] = discipline(month.project.programme, dt.date(2023, 10, 20))
    assert len(row.missing) == 1


# The setting changed while a month is open


def test_what_waits_for_a_signature_still_does_when_the_rule_changes(month, draft):
    request = submit(month, draft())
    rule("clerk")
    assert state(month) == State.UNSIGNED
    assert sign(month, request).pk


def test_taken_back_after_the_change_it_goes_the_new_way(month, draft):
    take_back(month, submit(month, draft()))
    rule("clerk")
    assert isinstance(submit(month, draft()), Submission)
    assert state(month) == State.SUBMITTED


def test_what_was_handed_in_before_the_change_stands(month, draft):
    rule("clerk")
    submission = submit(month, draft())
    rule("leader")
    reports.accept(submission=submission, by=month.officer, at=LATER)
    assert state(month) == State.ACCEPTED


# The month closes, people change


def close(month, at="2023-10-10 16:00"):
    return periods.close_month(period=month.period, by=month.officer, at=moment(at))


def test_before_the_due_day_is_over_an_unsigned_report_keeps_the_month_open(month, draft):
    submit(month, draft())
    with pytest.raises(Refused, match="仍有1份未报"):
        close(month, "2023-10-07 12:00")


def test_closing_lets_what_nobody_signed_lapse(month, draft):
    request = submit(month, draft())
    close(month)
    request.refresh_from_db()
    assert request.decision.verdict == SigningDecision.Verdict.LAPSED
    assert state(month) == State.DRAFT
    with pytest.raises(Stale, match="定稿时未审签"):
        sign(month, request, at=moment("2023-10-10 17:00"))
    facts = json.loads(Card.everything.get().facts)
    assert facts["report"]["submitted"] is None
    assert [*unsound(), *cards()] == []


def test_a_correction_of_a_closed_month_is_signed_too(month, draft):
    accepted = sign(month, submit(month, draft("90")))
    reports.accept(submission=accepted, by=month.officer, at=moment("2023-10-08 09:00"))
    close(month)
    month.report.refresh_from_db()
    given = {"report": month.report, "reason": "漏计10口", "by": month.owner}
    request = reports.correct(
        **given,
        draft=draft("100"),
        version=month.report.version,
        at=moment("2023-10-12 09:00"),
    )
    assert state(month) == State.ACCEPTED and not reports.correctable(month.report)
    with pytest.raises(Refused, match="等待审签"):
        reports.correct(
            **given, draft=draft("101"), version=month.report.version, at=moment("2023-10-12 10:00")
        )
    submission = sign(month, request, at=moment("2023-10-13 09:00"))
    assert (submission.correction, submission.number) == ("漏计10口", 2)
    assert state(month) == State.SUBMITTED
    reports.accept(submission=submission, by=month.officer, at=moment("2023-10-14 09:00"))
    assert Card.everything.count() == 2


def test_a_correction_sent_back_leaves_what_stood(month, draft):
    accepted = sign(month, submit(month, draft("90")))
    reports.accept(submission=accepted, by=month.officer, at=LATER)
    month.report.refresh_from_db()
    request = reports.correct(
        report=month.report,
        draft=draft("100"),
        reason="漏计10口",
        version=month.report.version,
        by=month.owner,
        at=LATER,
    )
    close(month)  # a correction may wait on
    send_back(month, request, at=moment("2023-10-11 09:00"))
    assert state(month) == State.ACCEPTED
    assert month.report.draft["targets"][str(month.target.pk)]["value"] == "90"
    assert reports.correctable(month.report)


def test_a_renamed_unit_s_leader_signs_what_lay_there(month, draft):
    request = submit(month, draft())
    successor = make_unit("演示教体")
    handover.hand_over_unit(
        unit=month.unit,
        successor=successor,
        since=dt.date(2023, 10, 6),
        ends=True,
        by=month.officer,
        at=LATER,
    )
    assert sign(month, request).unit_name == "演示教体"


def test_a_new_leader_signs_what_waited_for_the_former(month, draft):
    request = submit(month, draft())
    taker = make_clerk(make_unit("演示他处"), "taker", post="leader")
    handover.hand_over_post(
        unit=month.unit,
        giver=month.leader,
        taker=taker,
        since=dt.date(2023, 10, 6),
        by=month.officer,
        at=LATER,
    )
    with pytest.raises(Refused, match="分管负责人"):
        sign(month, request)
    assert sign(month, request, by=taker).by == taker


# A stamped scan


def attach(month, name="盖章.pdf", *, scan=False, at=NOON) -> Evidence:
    return evidence.add_evidence(
        report=month.report,
        target=None,
        name=name,
        content=b"%PDF-1.4 %%EOF",
        photo=False,
        scan=scan,
        by=month.owner,
        at=at,
    )


def lacks_a_scan(month, draft, value="90") -> str:
    with pytest.raises(NotReady) as refused:
        submit(month, draft(value), at=LATER)
    return refused.value.entry.errors["scan"]


def test_without_a_stamped_scan_nothing_is_handed_in(month, draft):
    rule("scan")
    attach(month, "现场.pdf")
    assert lacks_a_scan(month, draft) == "报送要附盖章扫描件，请在“盖章扫描件”处上传。"
    assert not Submission.objects.exists()
    scan = attach(month, scan=True)
    submission = submit(month, draft(), at=LATER)
    assert submission.scans.get() == scan


def test_a_scan_taken_back_stamps_nothing(month, draft):
    rule("scan")
    evidence.withdraw_evidence(evidence=attach(month, scan=True), by=month.owner, at=NOON)
    assert lacks_a_scan(month, draft)


def test_another_month_s_or_report_s_scan_does_not_count(month, draft):
    rule("scan")
    attach(month, scan=True)
    submission = submit(month, draft())
    reports.return_to_unit(submission=submission, reason="数字不符", by=month.officer, at=NOON)
    assert "附新的盖章扫描件" in lacks_a_scan(month, draft, "91")
    attach(month, "盖章2.pdf", scan=True)
    assert submit(month, draft("91"), at=LATER).scans.get().name == "盖章2.pdf"


def test_a_scan_that_was_handed_in_is_not_taken_back(month, draft):
    rule("scan")
    scan = attach(month, scan=True)
    submission = submit(month, draft())
    reports.return_to_unit(submission=submission, reason="数字不符", by=month.officer, at=NOON)
    with pytest.raises(Refused, match="不能撤回"):
        evidence.withdraw_evidence(evidence=scan, by=month.owner, at=LATER)


def test_a_correction_takes_a_scan_of_its_own(month, draft):
    rule("scan")
    attach(month, scan=True)
    reports.accept(submission=submit(month, draft()), by=month.officer, at=LATER)
    month.report.refresh_from_db()
    given = {"report": month.report, "draft": draft("91"), "reason": "漏计1口"}
    given |= {"version": month.report.version, "by": month.owner, "at": LATER}
    with pytest.raises(NotReady):
        reports.correct(**given)
    with pytest.raises(Refused, match="不能再添加"):
        attach(month, "别的.pdf", at=LATER)
    attach(month, "更正盖章.pdf", scan=True, at=LATER)
    assert reports.correct(**given).scans.get().name == "更正盖章.pdf"


def test_two_requests_do_not_stand_at_once(month, draft):
    submit(month, draft())
    with pytest.raises(Refused):
        submit(month, draft())
    assert SigningRequest.objects.count() == 1
