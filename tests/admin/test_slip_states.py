"""Which acts are possible in which state of a 督办单, and extensions in every order with them."""

import datetime as dt
from itertools import product

import pytest

from projects.errors import Refused
from supervision.actions import slips
from supervision.admin.matters.slip_forms import OFFICE_FORMS, UNIT_FORMS
from supervision.desk import slips as desk
from supervision.models import Slip, SlipStep
from tests.admin.slips import close, issue
from tests.factories import make_officer, moment
from tests.slipping import SIGNER, answered, checker

pytestmark = pytest.mark.django_db
AT = moment("2023-10-12 10:00")
TODAY, LATER = dt.date(2023, 10, 12), dt.date(2023, 10, 20)
DRAFTS, WAITING = ("draft", "checked"), ("issued", "sent_back")
GOES_ON = (*WAITING, "answered", "mending")
UNDER_WAY = (*GOES_ON, "clearing")
STATES = (*DRAFTS, *UNDER_WAY, "cleared", "dropped")


@pytest.fixture
def made(world, settings):
    """A slip of 17 October and 9 November in a state."""

    def make(state: str) -> Slip:
        slip = close(world, settings)
        if state == "dropped":
            return slips.drop(slip=slip, reason="不办", by=world.officer, at=AT)
        if state == "checked":
            return slips.check_draft(slip=slip, by=checker(), at=AT)
        if state != "draft":
            slip = issue(world, settings, slip)
            settings.DEMO_CLOCK = AT
        if state in ("answered", "sent_back", "mending"):
            answered(world, slip, "2023-11-01", "2023-10-12 09:00")
        if state in ("sent_back", "mending", "clearing", "cleared"):
            BEFORE[state](world, slip)
        slip.refresh_from_db()
        assert slip.state == state
        return slip

    return make


def clear(world, slip) -> None:
    propose(world, slip)
    slips.decide_clearing(slip=slip, confirmed=True, reason="", by=checker(), at=AT)


def propose(world, slip) -> None:
    slips.propose_clearing(slip=slip, reason="核验", by=world.officer, at=AT)


BEFORE = {
    "sent_back": lambda world, slip: act(world, slip, "send_back"),
    "mending": lambda world, slip: act(world, slip, "approve"),
    "clearing": propose,
    "cleared": clear,
}


def act(world, slip, name: str, at: dt.datetime = AT) -> None:
    """One act by whom it is for, with what it needs."""
    office = {"slip": slip, "by": world.officer, "at": at}
    another = {"slip": slip, "by": checker(), "at": at}
    unit = {"slip": slip, "by": world.owner, "at": at}
    given = slips.Answer("流标。", "加班。", dt.date(2023, 11, 1), "演示负责人")
    acts = {
        "edit": lambda: slips.edit_draft(
            **office, demand="请加快。", due=LATER, mend_by=dt.date(2023, 11, 9)
        ),
        "check": lambda: slips.check_draft(**another),
        "uncheck": lambda: slips.uncheck(**office, reason="再改"),
        "issue": lambda: slips.issue(**office, signer=SIGNER),
        "drop": lambda: slips.drop(**office, reason="不办"),
        "answer": lambda: slips.answer(**unit, given=given),
        "approve": lambda: slips.approve_answer(**office, mend_by=dt.date(2023, 11, 8), reason=""),
        "send_back": lambda: slips.send_back(**office, reason="再答", due=LATER),
        "press": lambda: slips.press(**office, reason="再督", due=LATER),
        "ask": lambda: slips.ask_extension(**unit, until=later(slip), reason="等设备"),
        "propose": lambda: slips.propose_clearing(**office, reason="核验"),
        "confirm": lambda: slips.decide_clearing(**another, confirmed=True, reason=""),
        "decline": lambda: slips.decide_clearing(**another, confirmed=False, reason="不行"),
        "grant": lambda: slips.decide_extension(**office, granted=True, reason=""),
        "refuse": lambda: slips.decide_extension(**office, granted=False, reason="不延"),
    }
    acts[name]()


def later(slip) -> dt.date:
    """A day that may be asked for: after the one that counts now."""
    return Slip.objects.with_limit().get(pk=slip.pk).limit + dt.timedelta(days=3)


POSSIBLE = {
    "edit": DRAFTS, "check": ("draft",), "uncheck": ("checked",), "issue": ("checked",),
    "drop": DRAFTS, "answer": WAITING, "approve": ("answered",), "send_back": ("answered",),
    "press": UNDER_WAY, "ask": GOES_ON, "propose": GOES_ON, "confirm": ("clearing",),
    "decline": ("clearing",), "grant": (), "refuse": (),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_each_act_is_possible_in_its_states_alone(world, made, state):
    slip = made(state)
    for name, states in POSSIBLE.items():
        point = transaction_point()
        try:
            act(world, slip, name)
            done = True
        except Refused:
            done = False
        point()
        assert done == (state in states), (name, state)


def transaction_point():
    """What takes back all that was done since."""
    from django.db import transaction

    saved = transaction.savepoint()
    return lambda: transaction.savepoint_rollback(saved)


FORMS = {"return": "send_back", "extend": "ask", "clear": "propose", "extension": "grant"}


@pytest.mark.parametrize("state", STATES)
def test_the_page_offers_what_is_possible_and_nothing_else(world, made, state):
    slip = Slip.objects.with_limit().get(pk=made(state).pk)
    second = checker() if state in ("draft", "clearing") else world.officer
    offered = {kind.name for kind in (*OFFICE_FORMS, *UNIT_FORMS) if kind(slip, second).offered()}
    assert {FORMS.get(name, name) for name in offered} == {
        name for name, states in POSSIBLE.items() if state in states and name != "decline"
    }


@pytest.mark.parametrize(
    ("state", "then", "answer"),
    [
        (state, then, answer)
        for state, then, answer in product(
            GOES_ON, ((), ("press",), ("propose",), ("propose", "decline")), ("grant", "refuse")
        )
    ],
)
def test_a_request_can_be_answered_whatever_was_done_since(world, made, state, then, answer):
    slip = made(state)
    act(world, slip, "ask")
    for name in then:
        act(world, slip, name)
    between = Slip.objects.with_limit().get(pk=slip.pk)
    check = next(
        each for each in desk.waiting(make_officer("third"), TODAY) if "延期" in each.words
    )
    assert check.count == 1
    act(world, slip, answer)
    after = Slip.objects.with_limit().get(pk=slip.pk)
    assert after.state == between.state and slips.waiting_extension(after) is None
    assert after.answer_by >= between.answer_by and after.mended_by >= between.mended_by
    moved = (after.answer_by, after.mended_by) != (between.answer_by, between.mended_by)
    as_late = "press" in then and state == "issued"  # as what was asked for
    assert moved == (answer == "grant" and not as_late)


@pytest.mark.parametrize(
    ("state", "goes_on"),
    [("issued", "issued"), ("sent_back", "sent_back"), ("answered", "mending"),
     ("mending", "mending")],
)  # fmt: skip
def test_what_is_not_cleared_goes_on_where_it_stood(world, made, state, goes_on):
    slip = made(state)
    act(world, slip, "propose")
    act(world, slip, "decline")
    slip.refresh_from_db()
    assert slip.state == goes_on


def test_an_answer_in_the_time_granted_is_not_late(world, made):
    slip = made("issued")
    act(world, slip, "ask", moment("2023-10-16 09:00"))  # until the 20th
    answered(world, slip, "2023-11-01", "2023-10-19 09:00")
    assert Slip.objects.get().timing(LATER).answers == [2]
    act(world, slip, "grant", moment("2023-10-20 09:00"))
    assert Slip.objects.get().timing(LATER).answers == [0]
    act(world, slip, "send_back", moment("2023-10-20 10:00"))
    answered(world, slip, "2023-11-01", "2023-10-23 09:00")
    assert Slip.objects.get().timing(LATER).answers == [0, 3]


def test_more_time_for_the_answer_ends_with_the_time_for_mending(world, made):
    slip = made("issued")
    ask = {"slip": slip, "reason": "等设备", "by": world.owner, "at": AT}
    with pytest.raises(Refused, match="最迟到整改时限2023-11-09"):
        slips.ask_extension(**ask, until=dt.date(2023, 11, 10))
    slips.ask_extension(**ask, until=dt.date(2023, 11, 9))


def test_what_waits_for_the_second_look_is_not_late_and_pressed_it_is(world, made):
    slip = made("mending")
    act(world, slip, "propose")
    day = dt.date(2023, 11, 20)
    assert not Slip.objects.with_limit().overdue(day).exists()
    line = desk.SlipLine(Slip.objects.with_limit().get(), day)
    assert (line.overdue, line.deadline, line.timing.mending) == (False, "", 0)
    act(world, slip, "press")
    assert Slip.objects.get().timing(day).mending == 12


def test_a_card_after_the_proposal_is_looked_at_before_it_is_cleared(world, made):
    slip = made("clearing")
    card = slip.steps.get(kind="raised").card
    SlipStep.objects.create(slip=slip, kind="raised", card=card, text="又黄牌", at=AT)
    with pytest.raises(Refused, match="又亮了牌"):
        act(world, slip, "confirm")
    act(world, slip, "decline")
    act(world, slip, "propose")
    act(world, slip, "confirm")
    assert Slip.objects.get().state == "cleared"
