"""A closed month is never reopened: corrections stand beside what was published."""

import pytest

from projects.errors import Refused
from supervision.actions import opening, periods, reports
from supervision.actions.corrections import publish_correction
from supervision.cards import verification as replay
from supervision.models import Card, Correction, Report, ShownCard
from tests.factories import moment

LATER = moment("2023-10-20 09:00")


def hand_in(month, draft, at):
    month.report.refresh_from_db()
    submission = reports.submit(
        report=month.report, draft=draft, version=month.report.version, by=month.owner, at=at
    )
    reports.accept(submission=submission, by=month.officer, at=at)


def close(month, period, at, publish=True):
    periods.close_month(period=period, by=month.officer, at=moment(at))
    if publish:
        periods.publish_month(
            period=period, signer="演示签发人", basis="演示会议", by=month.officer, at=moment(at)
        )


@pytest.fixture
def closed(month, draft):
    """September closed and public at 100, which is blue; October closed too, not reported."""
    hand_in(month, draft("110"), moment("2023-10-06 12:00"))
    close(month, month.period, "2023-10-10 16:00")
    month.october = opening.open_period(
        programme=month.project.programme, month="2023-10", by=None, at=moment("2023-10-11 09:00")
    )
    return month


def correct(month, draft, at=LATER, reason="剔除重复统计的20口", accept=True):
    month.report.refresh_from_db()
    submission = reports.correct(
        report=month.report,
        draft=draft,
        reason=reason,
        version=month.report.version,
        by=month.owner,
        at=at,
    )
    if accept:
        reports.accept(submission=submission, by=month.officer, at=at)
    return submission


def publish(month, correction=None):
    publish_correction(
        correction=correction or Correction.objects.get(),
        signer="演示签发人",
        basis="演示更正单",
        public_note="9月剔除重复统计的20口。",
        by=month.officer,
        at=LATER,
    )


def test_an_accepted_correction_adds_a_version_beside_the_old_one(closed, draft):
    correct(closed, draft("90"))
    old, new = Card.everything.order_by("version")
    assert (old.colour, new.colour, new.version) == ("blue", "yellow", 2)
    assert new.corrected_by.correction.submission.correction == "剔除重复统计的20口"
    assert list(replay.cards()) == []


def test_a_correction_is_public_only_once_it_is_published(closed, draft):
    correct(closed, draft("90"))
    assert ShownCard.public.get().colour == "blue"
    before = closed.period.data_version
    publish(closed)
    assert ShownCard.public.get().colour == "yellow"
    closed.period.refresh_from_db()
    assert closed.period.counts["yellow"] == 1
    assert closed.period.data_version != before


def test_later_closed_months_whose_facts_change_get_versions_too(closed, draft):
    close(closed, closed.october, "2023-11-08 16:00")
    assert Card.everything.get(period=closed.october).version == 1
    correct(closed, draft("90"), at=moment("2023-11-10 09:00"))
    assert Card.everything.filter(period=closed.october).count() == 2


def test_a_correction_of_words_alone_makes_no_new_card(closed, draft):
    september, closed.report = closed.report, closed.october.reports.get()
    hand_in(closed, draft("130"), moment("2023-11-03 09:00"))
    close(closed, closed.october, "2023-11-08 16:00")
    closed.report = september
    correct(closed, draft("110", progress="文字更正。"), at=moment("2023-11-10 09:00"))
    assert list(Card.everything.values_list("version", flat=True)) == [1, 1]
    assert Correction.objects.exists()


def test_a_correction_needs_a_reason(closed, draft):
    with pytest.raises(Refused, match="更正要写明原因"):
        correct(closed, draft("90"), reason=" ")


def test_a_returned_correction_leaves_what_was_accepted_standing(closed, draft):
    submission = correct(closed, draft("90"), accept=False)
    reports.return_to_unit(submission=submission, reason="请附名单", by=closed.officer, at=LATER)
    closed.report.refresh_from_db()
    assert closed.report.state == Report.State.ACCEPTED
    assert Card.everything.count() == 1


def test_an_open_month_that_was_not_accepted_is_simply_edited(month, draft):
    with pytest.raises(Refused, match="不必更正"):
        correct(month, draft("90"))


def test_an_accepted_open_month_is_corrected_without_new_cards(month, draft):
    hand_in(month, draft("110"), moment("2023-10-06 12:00"))
    correct(month, draft("90"), at=moment("2023-10-06 15:00"))
    assert not Card.everything.exists() and not Correction.objects.exists()
    close(month, month.period, "2023-10-10 16:00")
    assert Card.everything.get().colour == "yellow"


def test_a_correction_is_published_once_with_signer_basis_and_note(closed, draft):
    correct(closed, draft("90"))
    act = {"by": closed.officer, "at": LATER, "correction": Correction.objects.get()}
    with pytest.raises(Refused, match="签发人"):
        publish_correction(signer="", basis="x", public_note="y", **act)
    publish(closed)
    with pytest.raises(Refused, match="已经公开"):
        publish(closed)


def test_a_correction_before_publication_goes_out_with_the_month(month, draft):
    hand_in(month, draft("110"), moment("2023-10-06 12:00"))
    close(month, month.period, "2023-10-10 16:00", publish=False)
    correct(month, draft("90"))
    with pytest.raises(Refused, match="随本月一起公开"):
        publish(month)
    periods.publish_month(
        period=month.period, signer="演示签发人", basis="演示会议", by=month.officer, at=LATER
    )
    assert ShownCard.public.get().card.version == 2


def test_corrections_of_a_project_are_published_in_their_order(closed, draft):
    correct(closed, draft("90"))
    correct(closed, draft("95"), at=moment("2023-10-21 09:00"))
    first, second = Correction.objects.order_by("accepted_at")
    with pytest.raises(Refused, match="较早的更正还没有公开"):
        publish(closed, second)
    publish(closed, first)
    publish(closed, second)
    assert ShownCard.public.get().card.version == 3


def test_the_next_month_waits_for_corrections_of_public_months(closed, draft):
    """Its chart and facts would give the corrected figure away before it is published."""
    correct(closed, draft("90"))
    close(closed, closed.october, "2023-11-08 16:00", publish=False)
    publishing = {"signer": "演示签发人", "basis": "演示会议", "by": closed.officer}
    publishing |= {"period": closed.october, "at": moment("2023-11-10 09:00")}
    with pytest.raises(Refused, match="9月的更正还没有公开"):
        periods.publish_month(**publishing)
    publish(closed)
    assert periods.publish_month(**publishing).published_at
