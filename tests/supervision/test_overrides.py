"""亮牌认定: another colour, with a basis, an expiry and a second person."""

import pytest

from projects.errors import Refused
from supervision.actions import opening, overrides, periods, policies
from supervision.models import CardOverride, ShownCard
from supervision.models.correction import last_over
from supervision.rules import PRESETS
from tests import overriding
from tests.factories import make_officer, moment

AT = moment("2023-10-12 09:00")


def propose(month, **kw):
    return overriding.propose(month.project, by=month.officer, at=AT, **kw)


def decide(override, confirmed=True, by=None, reason="同意"):
    return overrides.decide_override(
        override=override,
        confirmed=confirmed,
        reason=reason,
        by=by or make_officer("second"),
        at=AT,
    )


@pytest.fixture
def public(month):
    """September public without a report or reading: nothing promised is on time."""
    periods.close_month(period=month.period, by=month.officer, at=moment("2023-10-10 16:00"))
    periods.publish_month(
        period=month.period, signer="演示签发人", basis="演示会议", by=month.officer, at=AT
    )
    return month


def shown() -> ShownCard:
    return ShownCard.public.get(period__month="2023-09")


def test_a_proposed_override_changes_nothing(public):
    propose(public)
    assert shown().colour == "red" and shown().override is None


def test_confirmed_by_another_it_stands_over_the_computed_card(public):
    override = propose(public)
    decide(override)
    assert (shown().colour, shown().card.colour) == ("blue", "red")
    assert shown().override == override
    public.period.refresh_from_db()
    assert public.period.counts["blue"] == 1


def test_whoever_proposed_it_may_not_confirm_it(public):
    with pytest.raises(Refused, match="另一位"):
        decide(propose(public), by=public.officer)


def test_a_refusal_needs_a_reason_and_changes_nothing(public):
    override, second = propose(public), make_officer("second")
    with pytest.raises(Refused, match="意见"):
        decide(override, confirmed=False, reason="", by=second)
    decide(override, confirmed=False, reason="依据不足", by=second)
    assert shown().colour == "red"


def test_it_is_decided_once(public):
    override, second = propose(public), make_officer("second")
    decide(override, by=second)
    with pytest.raises(Refused, match="已经有结论"):
        decide(override, by=second)


def publish(public, *months: tuple[str, str]) -> None:
    for month, closing in months:
        period = opening.open_period(
            programme=public.project.programme, month=month, by=None, at=AT
        )
        periods.close_month(period=period, by=None, at=moment(closing))
        periods.publish_month(
            period=period, signer="演示签发人", basis="演示会议", by=None, at=moment(closing)
        )


OCTOBER, NOVEMBER = ("2023-10", "2023-11-08 09:00"), ("2023-11", "2023-12-08 09:00")


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        ("2023-08", "2023-08", set()),
        ("2023-09", "2023-09", {"2023-09"}),
        ("2023-10", "2023-10", {"2023-10"}),
        ("2023-09", "2023-10", {"2023-09", "2023-10"}),
        ("2023-10", "2023-12", {"2023-10", "2023-11"}),
        ("2023-12", "2023-12", set()),
    ],
)
def test_confirmed_late_it_covers_from_its_first_to_its_last_month(public, first, last, covered):
    publish(public, OCTOBER, NOVEMBER)
    decide(propose(public, first=first, last=last))
    shown = ShownCard.public.exclude(override=None)
    assert set(shown.values_list("period__month", flat=True)) == covered


@pytest.mark.parametrize(
    ("month", "covered"),
    [
        ("2023-02", False),
        ("2023-03", True),
        ("2023-04", True),
        ("2023-05", True),
        ("2023-06", False),
        ("2024-04", False),
    ],
)
def test_both_ends_are_covered(month, covered):
    override = CardOverride(first="2023-03", last="2023-05")
    assert override.covers(month) is covered
    assert last_over([override], month) is (override if covered else None)


def test_of_two_over_a_month_the_one_decided_last_holds():
    first, second = (CardOverride(first="2023-03", last=last) for last in ("2023-05", "2023-04"))
    assert last_over([first, second], "2023-04") is second
    assert last_over([first, second], "2023-05") is first


def test_it_covers_months_published_later_and_expires_by_itself(public):
    decide(propose(public, last="2023-10"))
    publish(public, OCTOBER, NOVEMBER)
    colours = dict(ShownCard.public.values_list("period__month", "colour"))
    assert colours == {"2023-09": "blue", "2023-10": "blue", "2023-11": "red"}


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"reason": " "}, "理由和依据"),
        ({"basis": ""}, "理由和依据"),
        ({"first": "2023-11"}, "起止月份"),
        ({"last": "年底"}, "起止月份"),
        ({"last": "2030-12"}, "2023年1月到2024年12月之间"),
        ({"first": "2022-12"}, "2023年1月到2024年12月之间"),
    ],
)
def test_an_override_without_reason_basis_or_expiry_is_refused(month, wrong, why):
    with pytest.raises(Refused, match=why):
        propose(month, **wrong)
    assert not CardOverride.objects.exists()


def test_rules_in_other_words_wait_until_what_was_decided_has_expired(public):
    decide(propose(public, last="2023-11"))
    act = {"policy": PRESETS["阶梯"], "by": None, "at": AT}
    for month in ("2023-10", "2023-11"):  # its last month included
        with pytest.raises(Refused, match="第12项（蓝牌，到2023年11月）"):
            policies.adopt(valid_from=month, **act)
    policies.adopt(valid_from="2023-12", **act)


def test_an_override_speaks_the_words_of_one_set_of_rules(public):
    policies.adopt(policy=PRESETS["阶梯"], valid_from="2023-11", by=None, at=AT)
    with pytest.raises(Refused, match="适用的亮牌规则不同"):
        propose(public, last="2023-11")
    assert propose(public, last="2023-10").pk
