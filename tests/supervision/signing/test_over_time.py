"""审签 while time goes on: the due day, a changed rule, a closed month, people who change."""

import datetime as dt
import json

import pytest

from projects.errors import Refused, Stale
from supervision.actions import handover, periods, reports
from supervision.cards.discipline import discipline
from supervision.cards.verification import cards
from supervision.models import Card, SigningDecision, Submission
from tests.factories import make_clerk, make_unit, moment
from tests.supervision.signing.acts import (
    LATER,
    State,
    rule,
    send_back,
    sign,
    state,
    submit,
    take_back,
    unsound,
)

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
