"""Several people at once, each with a connection of their own: one order wins, nothing is lost."""

import pytest

from projects.errors import Refused
from projects.ledger import verification
from projects.models import Event, Programme
from supervision.actions import evidence, periods, reports, signing
from supervision.models import Card, SigningDecision, Submission
from tests.factories import make_clerk, moment
from tests.supervision.racing import together

pytestmark = pytest.mark.django_db(transaction=True)
AT = moment("2023-10-08 09:00")


def at_once(*acts) -> list:
    """What each act gave or was refused with, in order; any other fault is the test's."""
    return together(list(acts), Refused)


def refused(results) -> list[Refused]:
    return [result for result in results if isinstance(result, Refused)]


@pytest.fixture
def month(transactional_db, month):
    return month


def submit(month, draft, by=None):
    return reports.submit(report=month.report, draft=draft, version=0, by=by or month.owner, at=AT)


def close(month):
    return periods.close_month(period=month.period, by=month.officer, at=AT)


def test_closing_while_a_unit_submits_has_one_order_and_both_are_told(month, draft):
    submitted, closed = at_once(lambda: submit(month, draft()), lambda: close(month))
    if isinstance(submitted, Submission):
        # The submission came first: closing was refused, or found it waiting.
        assert isinstance(closed, Refused)
        assert not Card.everything.exists()
    else:
        assert "已经定稿" in str(submitted)
        assert Card.everything.count() == 1 and not Submission.objects.exists()


def test_two_people_submitting_one_report_leave_one_submission(month, draft):
    results = at_once(
        lambda: submit(month, draft("90")), lambda: submit(month, draft("91"), month.colleague)
    )
    assert len(refused(results)) == 1
    assert Submission.objects.count() == 1


@pytest.fixture
def put_before(month, draft):
    """The report lies before its leader."""
    Programme.everything.update(signing="leader")
    month.leader = make_clerk(month.unit, "leader", post="leader")
    return submit(month, draft())


def test_signing_while_the_clerk_takes_it_back_ends_it_once(month, put_before):
    results = at_once(
        lambda: signing.sign(request=put_before, by=month.leader, at=AT),
        lambda: signing.take_back(request=put_before, by=month.owner, at=AT),
    )
    assert len(refused(results)) == 1
    assert SigningDecision.objects.count() == 1
    month.report.refresh_from_db()
    assert (month.report.state == "submitted") == Submission.objects.exists()


def test_signing_while_the_month_closes_has_one_order_and_both_are_told(month, put_before):
    signed, closed = at_once(
        lambda: signing.sign(request=put_before, by=month.leader, at=AT), lambda: close(month)
    )
    if isinstance(signed, Submission):
        assert isinstance(closed, Refused) and not Card.everything.exists()
    else:
        # Closing came first: what nobody had signed lapsed with it.
        assert "定稿时未审签" in str(signed) and not Submission.objects.exists()
        assert Card.everything.count() == 1


def test_two_closings_at_once_store_the_cards_once(month):
    results = at_once(lambda: close(month), lambda: close(month))
    assert Card.everything.count() == 1
    assert len(refused(results)) <= 1


def test_two_officers_judge_a_submission_once(month, draft):
    submission = submit(month, draft())
    results = at_once(
        lambda: reports.accept(submission=submission, by=month.officer, at=AT),
        lambda: reports.return_to_unit(
            submission=submission, reason="照片不清", by=month.officer, at=AT
        ),
    )
    assert len(refused(results)) == 1
    assert Event.objects.filter(action__startswith="审核").count() == 1


def test_writers_at_once_keep_one_chain(month):
    def save(version):
        reports.save_draft(report=month.report, draft={}, version=version, by=month.owner, at=AT)
        return True

    def attach(number):
        return lambda: evidence.add_evidence(
            report=month.report,
            target=None,
            name=f"{number}.pdf",
            content=b"%PDF-",
            photo=False,
            by=month.owner,
            at=AT,
        )

    before = Event.objects.count()
    results = at_once(*(attach(number) for number in range(6)), lambda: save(0))
    assert not refused(results)
    assert Event.objects.count() == before + 6
    assert list(verification.chain()) == []
