"""The whole demonstration's papers and outputs of every month, held to the stored cards."""

import pytest

from projects.models import LeadUnit, User
from supervision.jobs.kinds import KINDS, Outcome
from supervision.models import Card, ChatGroup, Job, Period, ShownCard
from tests.factories import moment
from tests.overriding import overridden
from tests.public.outputs import outputs_agree
from tests.public.papers import papers_agree

pytestmark = pytest.mark.django_db
AT = moment("2023-11-07 10:00")


def test_papers_of_every_month_agree_with_the_stored_cards(site, settings):
    at = AT
    assert Period.public.filter(month="2023-08").exists() and Card.everything.filter(version=2)
    papers_agree(at)
    raised = ShownCard.everything.filter(colour__in=("yellow", "red"), period__month="2023-09")
    overridden(
        raised.first().project, by=User.objects.get(username="officer"), at=at, first="2023-08"
    )
    papers_agree(moment("2023-11-07 11:00"))


def test_outputs_of_every_month_say_no_number_but_the_stored_cards(site, rf, monkeypatch):
    """The papers above by colour and share; here every figure of every text, mails included."""
    monkeypatch.setitem(KINDS, Job.Kind.TELL, lambda job: Outcome("已发。"))
    request, officer = rf.get("/"), User.objects.get(username="officer")
    for unit in (None, *LeadUnit.objects.all()):
        given = {"service": "wecom", "name": f"演示群{unit}", "token": f"演示{unit}"}
        ChatGroup.objects.create(unit=unit, **given, set_at=AT, set_by=officer)
    request.user = officer
    seen = outputs_agree(AT, request)
    kinds = {
        "release", "status sheet", "one-page", "leaders' page", "bulletin", "article", "slip",
        "slip on paper", "ledger of slips", "mail and push",
    }  # fmt: skip
    assert seen.keys() == kinds and min(seen.values()) >= 9, seen
