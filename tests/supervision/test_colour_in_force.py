"""Which colour holds over a month: the last confirmed override that covers it, else the card's."""

import pytest

from supervision.models import Card, CardOverride, OverrideDecision, ShownCard
from supervision.models.correction import last_over
from supervision.models.period import Period
from tests.factories import make_officer, make_programme, make_project, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return make_project(make_programme())


def decided(project, colour, first, last, at, *, confirmed=True) -> CardOverride:
    proposer = make_officer(f"proposer-{at}")
    override = CardOverride.objects.create(
        project=project, colour=colour, first=first, last=last, reason="演示理由",
        basis_kind="minutes", basis="演示纪要", proposed_at=moment(at), proposed_by=proposer,
    )  # fmt: skip
    OverrideDecision.objects.create(
        override=override, confirmed=confirmed, reason="" if confirmed else "演示不同意",
        at=moment(at), by=make_officer(f"decider-{at}"),
    )  # fmt: skip
    return override


@pytest.mark.parametrize(("month", "covered"), [
    ("2023-07", False), ("2023-08", True), ("2023-09", True), ("2023-10", True), ("2023-11", False),
])  # fmt: skip
def test_an_override_covers_its_first_and_its_last_month(project, month, covered):
    override = decided(project, "blue", "2023-08", "2023-10", "2023-09-01 10:00")
    assert override.covers(month) is covered
    assert bool(CardOverride.objects.over(month)) is covered
    assert (last_over([override], month) is override) is covered


def test_the_last_decided_holds_and_one_refused_or_undecided_does_not(project):
    decided(project, "red", "2023-09", "2023-09", "2023-10-02 10:00")
    later = decided(project, "blue", "2023-09", "2023-12", "2023-10-03 10:00")
    decided(project, "yellow", "2023-09", "2023-09", "2023-10-04 10:00", confirmed=False)
    CardOverride.objects.create(
        project=project, colour="yellow", first="2023-09", last="2023-09", reason="演示理由",
        basis_kind="minutes", basis="演示纪要", proposed_at=moment("2023-10-05 10:00"),
        proposed_by=make_officer("proposer"),
    )  # fmt: skip
    assert CardOverride.objects.over("2023-09") == {project.pk: later}


def test_a_decision_counts_from_its_moment(project):
    override = decided(project, "blue", "2023-09", "2023-09", "2023-10-03 10:00")
    at = override.decision.at
    own = CardOverride.objects.all()
    assert list(own.confirmed(at__lte=at)) == [override]
    assert list(own.confirmed(at__lt=at)) == []
    assert own.confirmed().by_project() == {project.pk: [override]}


def test_without_an_override_the_card_s_own_colour_holds():
    card, override = Card(colour="yellow"), CardOverride(colour="")
    assert ShownCard.of(card, None).colour == "yellow"
    assert ShownCard.of(card, override).colour == ""


def test_every_colour_is_counted_and_unrated_under_its_name():
    period = Period()
    period.take_stock([("a", "blue"), ("b", ""), ("c", ""), ("d", "red")])
    assert period.counts == {"blue": 1, "yellow": 0, "red": 1, "none": 0, "unrated": 2}
    before = period.data_version
    period.take_stock([("a", "blue"), ("b", ""), ("c", ""), ("d", "yellow")])
    assert period.data_version != before and len(before) == 12
