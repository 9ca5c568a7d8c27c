"""The machine's clock set back and years ahead, and other time zones: refused in words, no harm.

The clock is the portal's own (`projects.clock`), told another time by DEMO_CLOCK with the order of
acts held; nothing of the machine's clock is touched.
"""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from drill.clients import CYCLES, Clerk, Tally
from drill.figures import Figure, lost, main
from drill.layouts import Deployed, Layout, Small

ZONES = ["Asia/Shanghai", "UTC", "America/New_York", "Pacific/Kiritimati"]
BACK, AHEAD, RIGHT = "2023-11-05T10:00:00", "2031-01-01T10:00:00", "2023-11-07T11:00:00"
ACT = """
import io, json, sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
settings.ACTS_IN_ORDER, settings.FORGOTTEN = True, Path(sys.argv[1])
from django.core.management import CommandError, call_command
from django.db import transaction
from projects.clock import now, today
from projects.errors import Refused
from projects.ledger.chain import record
from projects.models import Event, SignIn
said = {"today": str(today()), "refused": [], "before": SignIn.objects.count()}
try:
    with transaction.atomic():
        record(action="演练", by=None, at=now(), public=False)
except Refused as refused:
    said["refused"].append(str(refused))
try:
    call_command("prune_signins", stdout=io.StringIO())
except CommandError as refused:
    said["refused"].append(str(refused))
said["after"] = SignIn.objects.count()
print(json.dumps(said))
"""


def figures() -> Iterator[Figure]:
    for kind in (Deployed, Small):
        with tempfile.TemporaryDirectory(prefix="drill-") as name, kind(Path(name)) as portal:
            yield from wrong(portal)
            yield from zones(portal)


def told(portal: Layout, moment: str, zone: str = "UTC") -> dict:
    """What an act and the nightly forgetting say at this moment."""
    env = {**portal.env, "DEMO_CLOCK": f"{moment}+08:00", "TZ": zone}
    return json.loads(portal.run("-c", ACT, str(portal.folder), env=env).splitlines()[-1])


def wrong(portal: Layout) -> Iterator[Figure]:
    before = told(portal, RIGHT)
    back, ahead, again = (told(portal, moment) for moment in (BACK, AHEAD, RIGHT))
    refused = sum("时钟" in said for each in (back, ahead) for said in each["refused"])
    yield Figure(
        "clocks", portal.name, "refusals in words (an act, two forgettings)", refused, 3, True
    )
    gone = ahead["before"] - ahead["after"]
    yield Figure("clocks", portal.name, "sign-ins deleted by a clock years ahead", gone, 0)
    yield Figure(
        "clocks", portal.name, "refused at the right time before", len(before["refused"]), 0
    )
    # The act of 2031 was taken; until clock_set_right nothing more is.
    held = len(again["refused"])
    yield Figure("clocks", portal.name, "refused after a clock years ahead", held, 1, least=True)


def zones(portal: Layout) -> Iterator[Figure]:
    """The machine's zone is nothing to the portal: the same day, and acts go on."""
    days, tally = set(), Tally()
    portal.stop_services()
    for number, zone in enumerate(ZONES, 1):
        portal.env["TZ"] = zone
        portal.serve()
        portal.wait()
        [project, user] = [*CYCLES.items()][number % len(CYCLES)]
        clerk = Clerk(portal, tally, number, project, user, hands_in=True)
        for _ in range(4):
            clerk.turn()
        days.add(told(portal, "2023-11-08T00:30:00", zone)["today"])
        portal.stop_services()
    yield Figure("clocks", portal.name, "days of one moment in four time zones", len(days), 1)
    yield Figure("clocks", portal.name, "answers of another status", tally.others(200, 302), 0)
    yield from lost("clocks", portal.name, portal.check(tally.acknowledged))


if __name__ == "__main__":
    main(figures)
