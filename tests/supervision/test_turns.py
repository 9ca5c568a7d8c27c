"""Every act that touches a programme's months takes its turn: pairs of them at once, both orders.

Two acts at once must leave what one after the other would have left. On PostgreSQL, READ COMMITTED
let each read what the other was about to change.
"""

import importlib
import inspect
import pkgutil
import threading
import time
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection, connections, transaction

import projects.actions
import supervision.actions
from projects.actions import turns
from projects.actions.turns import hold
from projects.errors import Refused
from tests.dice import DICE
from tests.supervision.racing import (
    ACTS,
    ALL,
    accepted_correction,
    at_once,
    check,
    make_world,
    prepare,
)

pytestmark = pytest.mark.django_db(transaction=True)
# Those that went wrong once, thrown everywhere; all of them with all dice, where there is a race.
SEEN = [
    ("close", "accept"),
    ("publish", "accept"),
    ("publish", "confirm override"),
    ("close", "confirm override"),
    ("open", "policy"),
    ("close", "close"),
]
PAIRS = ALL if DICE else SEEN


@pytest.fixture
def world(transactional_db):
    return make_world()


@pytest.mark.parametrize("pair", PAIRS, ids=" + ".join)
def test_two_acts_at_once_leave_what_one_after_the_other_would(world, pair):
    if pair not in SEEN and connection.vendor == "sqlite":
        pytest.skip("one transaction writes at a time there")
    prepare(world, pair)
    check(world, at_once(world, *pair))


def held_up(world):
    """Somebody in the programme's turn for the length of a with."""
    ready, over = threading.Event(), threading.Event()

    def run():
        with transaction.atomic():
            hold([world.project.programme_id])
            ready.set()
            over.wait(30)
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(10)
    return SimpleNamespace(end=lambda: (over.set(), thread.join()))


def test_closing_reads_what_an_acceptance_before_it_in_turn_wrote(world):
    """The race as it was seen: both stand waiting, the correction's acceptance comes first."""
    if connection.vendor == "sqlite":
        pytest.skip("one transaction writes at a time there")
    holder, results = held_up(world), {}

    def run(name):
        try:
            results[name] = ACTS[name](world)
        except Exception as error:
            results[name] = error
        finally:
            connections.close_all()

    threads = []
    for name in ("accept", "close"):
        threads.append(threading.Thread(target=run, args=[name]))
        threads[-1].start()
        time.sleep(0.3)
    assert results == {}
    holder.end()
    for thread in threads:
        thread.join(30)
    check(world, results.values())
    assert not isinstance(results["close"], Exception) and accepted_correction(world)


def test_who_waits_too_long_is_told_in_words(world):
    if connection.vendor == "sqlite":
        pytest.skip("one transaction writes at a time there")
    holder = held_up(world)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        with pytest.raises(Refused, match="另一处正在办理"):
            ACTS["close"](world)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
        holder.end()


class Crossed(Exception):
    def __init__(self, code):
        self.pgcode = code


@pytest.mark.parametrize("code", ["40P01", "40001", "23505"])
@pytest.mark.parametrize("times", [1, 2])
def test_who_crosses_another_is_tried_again_once(transactional_db, code, times):
    left = [times]

    @turns.in_turn(lambda given: [])
    def act(*, done):
        if left[0]:
            left[0] -= 1
            raise OperationalError from Crossed(code)
        return done

    if times == 1:
        assert act(done="done") == "done"
    else:
        with pytest.raises(Refused, match="没有办成"):
            act(done="done")


def test_an_outage_is_not_told_as_another_s_act(transactional_db):
    @turns.in_turn(lambda given: [])
    def act():
        raise OperationalError("server closed the connection unexpectedly")

    with pytest.raises(OperationalError):
        act()


# Acts that touch no month: accounts, the year's list before it runs, messages, drafts, papers.
APART = {
    "add_evidence", "save_draft", "save_workbook", "prune_sign_ins", "record_export", "open_guide",
    "write_line", "confirm_line", "load_programme", "load_names", "issue", "register", "changed",
    "reset", "demand",
    "appoint", "leave_message", "assign", "draft_answer", "publish_answer", "close", "reopen",
    "erase_contacts", "propose_poll", "decide_poll", "set_group", "stop_group", "enter_days",
    "arrange_stand_in", "end_stand_in",
}  # fmt: skip


def test_every_act_takes_its_turn_or_is_named_here():
    left = set()
    for package in (projects.actions, supervision.actions):
        for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            module = importlib.import_module(info.name)
            for name, act in inspect.getmembers(module, inspect.isfunction):
                own = act.__module__ == info.name
                acts = own and {"by", "at"} <= {*inspect.signature(act).parameters}
                transactional = "transaction" in inspect.getsource(act).split("def ")[0]
                if acts and transactional and not hasattr(act, "in_turn"):
                    left.add(name)
    assert left <= APART, left - APART
