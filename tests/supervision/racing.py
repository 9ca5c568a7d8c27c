"""One month's acts, a small record for them to meet in, and what must hold whoever came first.

`tests/supervision/test_turns.py` throws them once, `drill/races.py` two hundred times a pair.
"""

import datetime as dt
import itertools
import json
import threading
from collections.abc import Callable
from functools import partial

from django.db import connections

from projects.actions import changes, units
from projects.actions.turns import BUSY
from projects.errors import Refused
from projects.ledger import verification
from projects.models import Assignment
from supervision.actions import (
    bulletins,
    corrections,
    opening,
    overrides,
    periods,
    policies,
    releases,
    reports,
    years,
)
from supervision.cards import verification as replay
from supervision.models import Card, CardOverride, Correction, Period, ShownCard
from supervision.rules import PRESETS
from tests.factories import make_officer, make_unit, moment
from tests.supervision.conftest import month as make_month

NOW = moment("2023-11-10 09:00")


def sheet(world, value: str) -> dict:
    typed = {"value": value, "mode": "total", "cause": "采购流标", "measures": "夜间施工"}
    return {
        "progress": f"已改造{value}口。",
        "next": "继续改造。",
        "targets": {str(world.target.pk): typed},
    }


def make_world():
    """September public at 110; October closed, not public; November open. A correction of
    September and an override of October wait to be decided, a release of October to be signed."""
    world = make_month.__wrapped__(None)
    world.second, world.next_unit = make_officer("second"), make_unit("演示住建")
    hand_in(world, world.report, "110", "2023-10-06 12:00")
    close(world, world.period, "2023-10-10 16:00")
    publish(world, world.period, "2023-10-10 17:00")
    world.october = open_month(world, "2023-10", "2023-10-11 09:00")
    hand_in(world, world.october.reports.get(), "130", "2023-11-06 09:00")
    world.report.refresh_from_db()
    world.waiting = reports.correct(
        report=world.report, draft=sheet(world, "90"), reason="剔除重复统计的20口",
        version=world.report.version, by=world.owner, at=moment("2023-11-07 09:00"),
    )  # fmt: skip
    world.override = overrides.propose_override(
        project=world.project, colour="red", first="2023-10", last="2023-10", reason="弄虚作假",
        basis_kind=CardOverride._meta.get_field("basis_kind").choices[0][0], basis="演示8号",
        by=world.officer, at=moment("2023-11-07 10:00"),
    )  # fmt: skip
    world.made_by_factories = problems()
    return world


def problems() -> list[str]:
    return [*verification.chain(), *verification.rows(), *replay.cards()]


def hand_in(world, report, value, at):
    report.refresh_from_db()
    submission = reports.submit(
        report=report, draft=sheet(world, value), version=report.version, by=world.owner,
        at=moment(at),
    )  # fmt: skip
    return reports.accept(submission=submission, by=world.officer, at=moment(at))


def open_month(world, month, at):
    return opening.open_period(
        programme=world.project.programme, month=month, by=world.officer, at=moment(at)
    )


def close(world, period, at):
    return periods.close_month(period=period, by=world.officer, at=moment(at))


def publish(world, period, at):
    return periods.publish_month(
        period=period, signer="演示签发人", basis="演示会议", by=world.officer, at=moment(at)
    )


def the_correction() -> Correction:
    correction = Correction.objects.first()
    if correction is None:
        raise Refused("还没有更正。")
    return correction


def another_plan(world):
    points = {
        point.month: point.value for point in world.target.plans.get(version=1).points.all()
    } | {"2023-11": 135}
    return changes.change_plan(
        target=world.target, approval=APPROVAL, points=points, by=world.officer, at=NOW,
        answer="按进度调整。",
    )  # fmt: skip


APPROVAL = changes.Approval("演示管委会", "第8次会议", "演示〔2023〕9号", "2023-11", "天气")
ACTS: dict[str, Callable] = {
    "close": lambda w: close(w, w.october, "2023-11-10 09:00"),
    "publish": lambda w: publish(w, w.october, "2023-11-10 09:00"),
    "accept": lambda w: reports.accept(submission=w.waiting, by=w.officer, at=NOW),
    "return": lambda w: reports.return_to_unit(
        submission=w.waiting, reason="请附名单", by=w.second, at=NOW
    ),
    "publish correction": lambda w: corrections.publish_correction(
        correction=the_correction(), signer="演示签发人", basis="演示更正单",
        public_note="剔除重复统计的20口。", by=w.officer, at=NOW,
    ),
    "confirm override": lambda w: overrides.decide_override(
        override=w.override, confirmed=True, reason="", by=w.second, at=NOW
    ),
    "open": lambda w: open_month(w, "2023-11", "2023-11-10 09:00"),
    "plan": another_plan,
    "state": lambda w: changes.change_project(
        project=w.project, state="suspended", approval=APPROVAL, by=w.officer, at=NOW
    ),
    "assign": lambda w: units.assign(
        project=w.project, unit=w.next_unit, role=Assignment.Role.LEAD,
        since=dt.date(2023, 11, 1), by=w.officer, at=NOW,
    ),
    "policy": lambda w: policies.adopt(
        policy=PRESETS[policies.DEFAULT], valid_from="2023-12", by=w.officer, at=NOW
    ),
    "release": lambda w: releases.draft_release(
        period=w.october, project=w.project, text="十月改造了东片各校的教室。", by=w.officer, at=NOW
    ),
    "bulletin": lambda w: bulletins.save_matters(
        period=w.october, text="请研究。", version=0, by=w.officer, at=NOW
    ),
    "archive": lambda w: years.archive_year(programme=w.project.programme, by=w.officer, at=NOW),
}  # fmt: skip
ALL = [*itertools.combinations_with_replacement(ACTS, 2)]
# What must stand before some acts may be done at all.
FIRST = {"publish": ["close"], "publish correction": ["accept"]}


def prepare(world, pair) -> None:
    """What must stand before these two may be done, and is not one of them."""
    for name in dict.fromkeys(name for each in pair for name in FIRST.get(each, [])):
        if name not in pair:
            ACTS[name](world)


def at_once(world, *names) -> list:
    return together([partial(ACTS[name], world) for name in names])


def together(acts: list[Callable], caught: type[Exception] = Exception) -> list:
    """Acts in threads started together; what each gave or raised, in order."""
    results: list = [None] * len(acts)
    barrier = threading.Barrier(len(acts))

    def run(number, act):
        barrier.wait()
        try:
            results[number] = act()
        except caught as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def check(world, results) -> None:
    """Whatever order they took, the record is of one piece, and nobody was shown a fault."""
    for result in results:
        assert result is not None
        assert not isinstance(result, Exception) or isinstance(result, Refused), repr(result)
        assert not isinstance(result, Refused) or str(result) != BUSY
    assert problems() == world.made_by_factories
    for period in Period.everything.closed():
        stands_on_what_was_known(world, period)
    for shown in ShownCard.everything.select_related("card", "override", "period"):
        overrides_in_force = CardOverride.objects.over(shown.period.month)
        assert shown.override == overrides_in_force.get(shown.project_id)
        assert shown.colour == ShownCard.of(shown.card, shown.override).colour
        states = [(shown.card.digest, shown.colour)]
        fresh = Period.everything.get(pk=shown.period_id)
        counts, version = fresh.counts, fresh.data_version
        fresh.take_stock(states)
        assert (fresh.counts, fresh.data_version) == (counts, version)
    publics = Period.everything.filter(published_at__isnull=False).values_list("pk", flat=True)
    assert {*publics} == {*ShownCard.everything.values_list("period", flat=True)}


def stands_on_what_was_known(world, period) -> None:
    """A closed month's card in force says of each month what was last accepted of it."""
    card = Card.everything.filter(period=period, project=world.project).order_by("version").last()
    [target] = json.loads(card.facts)["targets"]
    accepted = "90" if accepted_correction(world) else "110"
    assert target["readings"]["2023-09"]["value"] == accepted, (period, card.version)


def accepted_correction(world) -> bool:
    review = getattr(type(world.waiting).objects.get(pk=world.waiting.pk), "review", None)
    return review is not None and review.verdict == "accepted"
